"""The rules in force: built-in packs and the user's files, laid over each other, kept in a cache by content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tclean.core import kept
from tclean.core.errors import RulesError
from tclean.core.unwatched import unwatched
from tclean.ruleset.model import Pack, RuleSet

LISTS = ("terms", "replacements", "boilerplate")


def built_in_folder() -> Path:
    """The folder of the built-in packs: inside the wheel, or beside `src/` in a checkout."""
    packaged = Path(__file__).parent.parent / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "rules"


def built_in_files() -> list[Path]:
    """The built-in rule files, in the order in which they are laid over each other."""
    folder = built_in_folder()
    return sorted(p for p in folder.rglob("*.yaml") if p.relative_to(folder).parts[0] not in ("profiles", "data"))


def load_rules(extra: Iterable[str | Path] = (), *, built_in: bool = True) -> RuleSet:
    """The built-in packs and the files named by the user, later ones winning by id.

    Raises `RulesError` with all problems of all files.
    """
    problems: list[str] = []
    base = built_in_files() if built_in else []
    files = [*base, *_with_bases(map(Path, extra), problems)]
    contents = []
    for path in files:
        try:
            contents.append((path, path.read_bytes()))
        except OSError as error:
            problems.append(str(RulesError(f"cannot read the rules file: {error.strerror}", path=str(path))))
    digest = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for _, data in contents)).hexdigest()
    facts = [digest, *map(str, files)]
    known = None if problems else kept.get("rules", facts)
    if isinstance(known, RuleSet):
        return known
    packs: list[Pack] = []
    under = None
    if base and len(files) > len(base):
        with suppress(RulesError):  # the built-in packs are kept by themselves: only what is the user's is read
            under = load_rules()
            packs = [*under.packs]
    for path, _ in contents[len(packs) :]:
        try:
            packs.append(_read(path))
        except RulesError as error:
            problems.extend(p for p in error.problems or (str(error),) if p not in problems)
    problems += _unknown_ids(packs)
    if problems:
        raise RulesError("the rules files are wrong", tuple(problems))
    rules = merge(packs, digest, under)
    kept.put("rules", facts, rules)
    return rules


def _read(path: Path) -> Pack:
    from tclean.ruleset.parse import load_pack  # YAML and all its checks: not needed for rules that are kept

    with unwatched():
        return load_pack(str(path))


def _with_bases(files: Iterable[Path], problems: list[str]) -> list[Path]:
    """The files, each behind the ones it extends. A base lies in the folder of the file that names it, or below."""
    out: list[Path] = []

    def add(path: Path, users: tuple[Path, ...]) -> None:
        if path in users:
            problems.append(f"{path}:1:1: extends itself by way of {' → '.join(p.name for p in users)}")
            return
        if path in out:
            return
        try:
            extends = path.is_file() and b"extends:" in path.read_bytes()
            bases = _read(path).extends if extends else ()
        except RulesError as error:
            problems.extend(error.problems or (str(error),))
            bases = ()
        for base in bases:
            add(path.parent / base, (*users, path))
        out.append(path)

    for path in files:
        add(path, ())
    return out


def _unknown_ids(packs: list[Pack]) -> list[str]:
    """`off:` entries that name no rule."""
    ids = {e.id for p in packs for e in p.entries}
    out = []
    for pack in packs:
        for name in pack.off:
            if name not in ids and not any(name == f"{p.name}/*" for p in packs):
                near = get_close_matches(name, ids, 1)
                hint = f"; did you mean '{near[0]}'?" if near else "; see 'tclean rules list'"
                out.append(f"{pack.path}:1:1: 'off' names '{name}', which no file defines{hint}")
    return out


def merge(packs: Iterable[Pack], digest: str = "", under: RuleSet | None = None) -> RuleSet:
    """Packs laid over each other: an entry with the id of an earlier one replaces it; `off` takes entries out.

    `under` are the first packs, if they are known by themselves.
    """
    packs = tuple(packs)
    force = _in_force(packs)
    return RuleSet(force, digest, under if force is packs else None)


def _in_force(packs: tuple[Pack, ...]) -> tuple[Pack, ...]:
    """The packs without the entries that a later one overrides or switches off."""
    winner: dict[tuple[str, str], int] = {}
    for n, pack in enumerate(packs):
        for name in LISTS:
            winner.update({(name, e.id): n for e in getattr(pack, name)})
        for off in pack.off:
            gone = [k for k, m in winner.items() if m <= n and (k[1] == off or off == f"{k[1].partition('/')[0]}/*")]
            winner.update(dict.fromkeys(gone, -1))
    if len(winner) == sum(len(getattr(p, name)) for p in packs for name in LISTS) and -1 not in winner.values():
        return packs

    def kept(pack: Pack, n: int, name: str) -> tuple[Any, ...]:
        return tuple({e.id: e for e in getattr(pack, name) if winner[name, e.id] == n}.values())

    def rest(pack: Pack, n: int) -> Pack:
        fresh: dict[str, Any] = {name: kept(pack, n, name) for name in LISTS}
        return replace(pack, **fresh)

    return tuple(rest(p, n) for n, p in enumerate(packs))
