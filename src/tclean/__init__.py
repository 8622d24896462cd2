"""tclean: dirty Chinese transcripts in, clean and traceable JSONL out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["CleanedInput", "Pipeline", "TcleanError", "__version__", "clean"]

if TYPE_CHECKING:
    from tclean.core.errors import TcleanError
    from tclean.pipeline import CleanedInput, Pipeline, clean


def __getattr__(name: str) -> Any:
    """Load the library on first use, so that `tclean --help` stays quick."""
    if name == "TcleanError":
        from tclean.core.errors import TcleanError

        return TcleanError
    if name in __all__:
        from tclean import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'tclean' has no attribute '{name}'")
