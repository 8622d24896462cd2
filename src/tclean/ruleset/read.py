"""YAML with places: plain values in which every mapping and list knows its line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tclean.core.errors import RulesError

_MAX_BYTES = 32 << 20
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node:
    """A YAML value and where it stands (line and column from 1)."""

    __slots__ = ("column", "line", "value")

    def __init__(self, value: Any, line: int, column: int) -> None:
        self.value = value
        self.line = line
        self.column = column


def read_yaml(path: str, text: str | None = None) -> Node:
    """The document as nested `Node`s: dict[str, Node], list[Node] or a scalar.

    Raises `RulesError` for unreadable files, syntax errors, duplicate keys, aliases (a rules file never needs them and
    they can grow without bound) and more than one document.
    """
    try:
        data = Path(path).read_text("utf-8-sig") if text is None else text
    except OSError as error:
        raise RulesError(f"cannot read the rules file: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise RulesError("the rules file is not UTF-8; save it as UTF-8", path=path) from error
    if len(data) > _MAX_BYTES:
        raise RulesError("the rules file is larger than 32 MB; split it", path=path)
    loader = _Loader(data)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise RulesError(f"not valid YAML: {error.problem}", path=path, line=line, column=column) from error
    except yaml.YAMLError as error:
        raise RulesError(f"not valid YAML: {error}", path=path) from error
    finally:
        loader.dispose()
    if root is None:
        raise RulesError("the rules file is empty; it needs at least 'version: 1' and 'name:'", path=path)
    seen: set[int] = set()
    return _plain(root, path, seen)


def _plain(node: Any, path: str, seen: set[int]) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, yaml.ScalarNode):
        return Node(_scalar(node, path), line, column)
    if id(node) in seen:
        raise RulesError("YAML aliases (*name) are not allowed; write it out", path=path, line=line, column=column)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Node([_plain(n, path, seen) for n in node.value], line, column)
    out: dict[str, Node] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in out:
            mark = key.start_mark
            raise RulesError(f"key '{name}' stands twice", path=path, line=mark.line + 1, column=mark.column + 1)
        out[name] = _plain(value, path, seen)
    return Node(out, line, column)


_BOOL = {"true": True, "false": False}


def _scalar(node: Any, path: str) -> Any:
    tag, value = node.tag, node.value
    if tag == "tag:yaml.org,2002:str":
        return value
    if tag == "tag:yaml.org,2002:bool":
        return _BOOL.get(value.lower(), value)  # yes/no/on/off stay text
    if tag == "tag:yaml.org,2002:int":
        return int(value) if value.lstrip("+-").isdigit() else value
    if tag == "tag:yaml.org,2002:null":
        return None
    return value
