"""YAML with places: plain values in which every mapping and list knows its line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tclean.core.errors import RulesError

_MAX_BYTES = 32 << 20
_TEXT = "tag:yaml.org,2002:str"
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """The safe loader; what can be nothing but text is not asked about any further."""

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Nothing here depends on the path to a value."""

    def ascend_resolver(self) -> None:
        """As above."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._tags: dict[str, str] = {}

    def resolve(self, kind: Any, value: str, implicit: Any) -> Any:
        """The tag of a value that names none."""
        if kind is not yaml.ScalarNode or not implicit[0]:
            return super().resolve(kind, value, implicit)
        if value and value[0] not in self.yaml_implicit_resolvers:
            return _TEXT
        tag = self._tags.get(value)
        if tag is None:
            tag = self._tags[value] = super().resolve(kind, value, implicit)
        return tag


class Node:
    """A YAML value and where it stands (line and column from 1); made of what the parser found when it is asked for."""

    __slots__ = ("_found",)

    def __init__(self, found: Any) -> None:
        self._found = found

    @property
    def value(self) -> Any:
        """dict[str, Node], list[Node] or a scalar."""
        found = self._found
        if isinstance(found, yaml.ScalarNode):
            return found.value if found.tag == _TEXT else _scalar(found)
        if isinstance(found, yaml.SequenceNode):
            return list(map(Node, found.value))
        return {str(key.value): Node(value) for key, value in found.value}

    @property
    def line(self) -> int:
        """The line it begins in."""
        line: int = self._found.start_mark.line
        return line + 1

    @property
    def column(self) -> int:
        """The column it begins in."""
        column: int = self._found.start_mark.column
        return column + 1


def read_text(path: str) -> str:
    """The text of a rules file. Raises `RulesError` for what cannot be read."""
    try:
        return Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise RulesError(f"cannot read the rules file: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise RulesError("the rules file is not UTF-8; save it as UTF-8", path=path) from error


def read_yaml(path: str, text: str | None = None) -> Node:
    """The document as nested `Node`s: dict[str, Node], list[Node] or a scalar.

    Raises `RulesError` for unreadable files, syntax errors, duplicate keys, aliases (a rules file never needs them and
    they can grow without bound) and more than one document.
    """
    data = read_text(path) if text is None else text
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
    _check(root, path, set())
    return Node(root)


def _check(node: Any, path: str, seen: set[int]) -> None:
    """Neither aliases nor a key that stands twice, anywhere below."""
    if isinstance(node, yaml.ScalarNode):
        return
    if id(node) in seen:
        raise _wrong(node, path, "YAML aliases (*name) are not allowed; write it out")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if not isinstance(item, yaml.ScalarNode):
                _check(item, path, seen)
        return
    names: set[str] = set()
    for key, value in node.value:
        name = str(key.value)
        if name in names:
            raise _wrong(key, path, f"key '{name}' stands twice")
        names.add(name)
        if not isinstance(value, yaml.ScalarNode):
            _check(value, path, seen)


def _wrong(node: Any, path: str, message: str) -> RulesError:
    mark = node.start_mark
    return RulesError(message, path=path, line=mark.line + 1, column=mark.column + 1)


_BOOL = {"true": True, "false": False}


def _scalar(node: Any) -> Any:
    tag, value = node.tag, node.value
    if tag == "tag:yaml.org,2002:bool":
        return _BOOL.get(value.lower(), value)  # yes/no/on/off stay text
    if tag == "tag:yaml.org,2002:int":
        return int(value) if value.lstrip("+-").isdigit() else value
    if tag == "tag:yaml.org,2002:null":
        return None
    return value
