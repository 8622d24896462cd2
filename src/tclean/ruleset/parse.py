"""One rules file → a checked `Pack`; every problem of the file is collected, none stops the reading."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tclean.core.errors import RulesError
from tclean.ruleset.alike import lengthened, shortened
from tclean.ruleset.model import KINDS, Boilerplate, Example, Guard, Pack, Replacement, Speaker, Term, Where
from tclean.ruleset.read import Node, read_text, read_yaml
from tclean.text.slug import slug

ACTIVATE = ("always", "evidence", "translated")
SCOPES = ("line", "match", "edge", "rest", "title")
KEYS = {
    "file": ("version", "name", "description", "extends", "off", "activate", "kind", "terms", "spellings", "shield",
             "replacements", "fillers", "protect", "speakers", "boilerplate", "markers"),
    "term": ("id", "canonical", "variants", "sounds_like", "kind", "when", "unless", "aliases", "tests"),
    "replacement": ("id", "pattern", "replace", "tests"),
    "boilerplate": ("id", "pattern", "scope", "tests"),
    "speaker": ("name", "aliases", "role"),
    "when": ("near", "not_near", "window", "before", "after", "alone"),
    "test": ("in", "out"),
}  # fmt: skip


def load_pack(path: str, text: str | None = None) -> Pack:
    """One rules file. Raises `RulesError` with every problem of the file."""
    text = read_text(path) if text is None else text
    short, left_out = shortened(text)
    if left_out is not None:
        with suppress(RulesError):
            root, pack = _read(path, short)
            if (whole := lengthened(pack, root, left_out)) is not None:
                return whole
    return _read(path, text)[1]


def _read(path: str, text: str) -> tuple[Node, Pack]:
    root = read_yaml(path, text)
    reader = _Reader(path)
    pack = reader.pack(root)
    if reader.problems:
        raise RulesError("the rules file is wrong", tuple(reader.problems), path=path)
    return root, pack


class _Reader:
    """Turns nodes into values and collects what is wrong."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[str] = []
        self.pack_name = Path(path).stem

    def wrong(self, node: Node, message: str) -> None:
        self.problems.append(f"{self.path}:{node.line}:{node.column}: {message}")

    def mapping(self, node: Node, what: str, required: tuple[str, ...] = ()) -> dict[str, Node]:
        found = node.value
        if not isinstance(found, dict):
            self.wrong(node, f"expected a mapping for a {what}, found {_kind(found)}")
            return {}
        allowed = KEYS[what]
        strange = [key for key in found if key not in allowed]
        for key in strange:
            near = get_close_matches(key, allowed, 1)
            hint = f"; did you mean '{near[0]}'?" if near else f"; known keys: {', '.join(allowed)}"
            self.wrong(found.pop(key), f"unknown key '{key}' in a {what}{hint}")
        for key in required:
            if key not in found:
                self.wrong(node, f"a {what} needs the key '{key}'")
        return found

    def items(self, node: Node | None, what: str) -> list[Node]:
        found = node.value if node is not None else None
        if node is None or found is None:
            return []
        if not isinstance(found, list):
            self.wrong(node, f"expected a list for '{what}', found {_kind(found)}")
            return []
        return found

    def string(self, node: Node | None, what: str, default: str = "") -> str:
        if node is None:
            return default
        found = node.value
        if isinstance(found, str):
            return found
        if isinstance(found, (bool, dict, list)) or found is None:
            self.wrong(node, f"expected text for '{what}', found {_kind(found)}; put it in quotes")
            return default
        return str(found)

    def strings(self, node: Node | None, what: str) -> tuple[str, ...]:
        return tuple([self.string(n, what) for n in self.items(node, what)]) if node is not None else ()

    def choice(self, node: Node | None, what: str, allowed: tuple[str, ...], default: str) -> str:
        if node is None:
            return default
        value = self.string(node, what, default)
        if value not in allowed:
            self.wrong(node, f"'{what}' is '{value}'; expected one of {', '.join(allowed)}")
        return value

    def flag(self, node: Node | None, what: str) -> bool:
        if node is None:
            return False
        found = node.value
        if not isinstance(found, bool):
            self.wrong(node, f"expected true or false for '{what}', found {_kind(found)}")
        return bool(found)

    def pack(self, root: Node) -> Pack:
        m = self.mapping(root, "file", ("version", "name"))
        if "version" in m and m["version"].value != 1:
            self.wrong(m["version"], f"version is {m['version'].value!r}; this tclean reads version 1")
        self.pack_name = self.string(m.get("name"), "name", self.pack_name)
        terms = self.each(m.get("terms"), "terms", self.term)
        kind = self.choice(m.get("kind"), "kind", KINDS, "") or None
        listed = {t.canonical for t in terms}
        terms += tuple(
            Term(self.id(None, word), word, sounds_like=True, kind=kind, pack=self.pack_name, where=where)
            for word, where in self.words(m.get("spellings"), "spellings")
            if word not in listed
        )
        return Pack(
            self.pack_name,
            self.path,
            self.choice(m.get("activate"), "activate", ACTIVATE, "always"),
            terms,
            self.each(m.get("replacements"), "replacements", self.replacement),
            self.strings(m.get("fillers"), "fillers"),
            self.strings(m.get("protect"), "protect"),
            self.each(m.get("speakers"), "speakers", self.speaker),
            self.each(m.get("boilerplate"), "boilerplate", self.boilerplate),
            tuple(word for word, _ in self.words(m.get("shield"), "shield")),
            self.strings(m.get("markers"), "markers"),
            self.bases(m.get("extends")),
            self.strings(m.get("off"), "off"),
        )

    def words(self, node: Node | None, what: str) -> list[tuple[str, Where]]:
        """A list of words, or a block of text (`|`) with one a line, which reads much faster when there are many."""
        block = node.value if node is not None else None
        if node is None or not isinstance(block, str):
            return [(self.string(n, what), self.where(n)) for n in self.items(node, what)]
        rows = enumerate(block.split("\n"), node.line + 1)
        return [(word, Where(self.path, line)) for line, row in rows if (word := row.strip())]

    def each(self, node: Node | None, what: str, read: Callable[[Node], Any]) -> tuple[Any, ...]:
        return tuple([read(n) for n in self.items(node, what)])

    def id(self, node: Node | None, fallback: object) -> str:
        """`pack/name`; a written id with a slash names an entry of another pack, which it overrides."""
        own = self.string(node, "id") if node is not None else slug(str(fallback))
        return own if node is not None and "/" in own else f"{self.pack_name}/{own}"

    def bases(self, node: Node | None) -> tuple[str, ...]:
        for n in self.items(node, "extends"):
            name = self.string(n, "extends")
            if Path(name).is_absolute() or ".." in Path(name).parts or not name.endswith((".yaml", ".yml")):
                self.wrong(n, f"'extends' is '{name}'; expected a .yaml file in this folder or below")
        return self.strings(node, "extends")

    def where(self, node: Node) -> Where:
        return Where(self.path, node.line)

    def tests(self, node: Node | None) -> tuple[Example, ...]:
        out = []
        for n in self.items(node, "tests"):
            m = self.mapping(n, "test", ("in", "out"))
            out.append(Example(self.string(m.get("in"), "in"), self.string(m.get("out"), "out")))
        return tuple(out)

    def term(self, node: Node) -> Term:
        m = self.mapping(node, "term", ("canonical",))
        canonical = self.string(m.get("canonical"), "canonical")
        if "canonical" in m and not canonical.strip():
            self.wrong(m["canonical"], "'canonical' is empty")
        kind = self.choice(m.get("kind"), "kind", KINDS, "") or None
        return Term(
            self.id(m.get("id"), canonical),
            canonical,
            self.strings(m.get("variants"), "variants"),
            self.flag(m.get("sounds_like"), "sounds_like"),
            kind,
            self.guard(m.get("when")),
            self.strings(m.get("unless"), "unless"),
            self.strings(m.get("aliases"), "aliases"),
            self.tests(m.get("tests")),
            self.pack_name,
            self.where(node),
        )

    def guard(self, node: Node | None) -> Guard | None:
        if node is None:
            return None
        m = self.mapping(node, "when")
        window = m["window"].value if "window" in m else 40
        if not isinstance(window, int) or isinstance(window, bool) or not 1 <= window <= 1000:
            self.wrong(m["window"], f"'window' is {window!r}; expected a number of characters from 1 to 1000")
            window = 40
        return Guard(
            self.strings(m.get("near"), "near"),
            self.strings(m.get("not_near"), "not_near"),
            window,
            self.strings(m.get("before"), "before"),
            self.strings(m.get("after"), "after"),
            self.flag(m.get("alone"), "alone"),
        )

    def pattern(self, node: Node | None) -> str:
        value = self.string(node, "pattern")
        if node is not None:
            import regex

            try:
                regex.compile(value)
            except regex.error as error:
                self.wrong(node, f"the pattern is not a regular expression: {error}")
        return value

    def replacement(self, node: Node) -> Replacement:
        m = self.mapping(node, "replacement", ("id", "pattern", "replace"))
        return Replacement(
            self.id(m.get("id"), "?"),
            self.pattern(m.get("pattern")),
            self.string(m.get("replace"), "replace"),
            self.tests(m.get("tests")),
            self.pack_name,
            self.where(node),
        )

    def boilerplate(self, node: Node) -> Boilerplate:
        m = self.mapping(node, "boilerplate", ("id", "pattern"))
        return Boilerplate(
            self.id(m.get("id"), "?"),
            self.pattern(m.get("pattern")),
            self.choice(m.get("scope"), "scope", SCOPES, "line"),
            self.tests(m.get("tests")),
            self.pack_name,
            self.where(node),
        )

    def speaker(self, node: Node) -> Speaker:
        m = self.mapping(node, "speaker", ("name",))
        role = self.string(m.get("role"), "role") or None
        name = self.string(m.get("name"), "name")
        return Speaker(name, self.strings(m.get("aliases"), "aliases"), role, self.where(node))


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    return f"{value!r}"
