"""YAML with the place of every key and value.

YAML 1.2's core schema is read: `no` is a word (and a country), a date is text. One
leniency: in `{why: one survey, no control group}` YAML would take the words after the
comma for a key of their own; here they belong to the text that they continue.
Anchors and aliases are refused: no file here needs them, and they can explode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from synth.problems import Place, Problem, error

Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 50
"""More levels than this are no evidence record, but an attack or an accident."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The data of a YAML file, with the place of each value and of each key."""

    name: str
    data: Any
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest value around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path) or Place(self.name, 1, 1)

    def key_place(self, path: Path) -> Place:
        """The place of the key that names a value; of the value itself where it has no key."""
        return self.keys.get(path) or self.place(path)


def read_yaml(text: str, name: str, first_line: int = 1) -> tuple[YamlFile, list[Problem]]:
    """The data of a YAML text, and what is wrong with it.

    `first_line` is the line of the file at which the text starts, for front matter.
    Text that cannot be parsed gives empty data and one problem at the place of the fault.
    """
    offset = first_line - 1
    shallow = _too_deep(text)
    if shallow is not None:
        return YamlFile(name, None, {}, {}), [
            error(
                "yaml-syntax",
                f"more than {MAX_DEPTH} brackets are open at once",
                Place(name, shallow + offset, 1),
                "Close the brackets, or write the list as one item a line.",
            )
        ]
    try:
        for event in yaml.parse(text, Loader=_Loader) if _ANCHOR.search(text) else ():
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                mark = event.start_mark
                line, column = (mark.line, mark.column) if mark else (0, 0)
                return YamlFile(name, None, {}, {}), [
                    error(
                        "yaml-syntax",
                        "anchors (&) and aliases (*) are not used in these files",
                        Place(name, line + 1 + offset, column + 1),
                        "Write the value out, or put quotes round text that starts with & or *.",
                    )
                ]
        node = yaml.compose(text, Loader=_Loader)
        reader = _Reader(name, offset)
        data = reader.value(node, ()) if node is not None else None
    except yaml.YAMLError as fault:
        return YamlFile(name, None, {}, {}), [_syntax_problem(fault, text, name, offset)]
    except RecursionError:
        return YamlFile(name, None, {}, {}), [_nested_too_deeply(name)]
    return YamlFile(name, data, reader.values, reader.keys), reader.problems


_ANCHOR = re.compile(r"(?:^|[\s,\[{:-])[&*]")
"""What may be an anchor or an alias: most files hold nothing of the kind."""


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no page and no picture can hold."""


class _Loader(yaml.CSafeLoader):
    """The fast loader, with the implicit types of YAML 1.2's core schema (section 10.3)."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}  # type: ignore[misc]


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), [*_first, ""]
    )


class _Reader:
    """Turns nodes into data and remembers where each stood."""

    def __init__(self, name: str, offset: int) -> None:
        self.name = name
        self.offset = offset
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.problems: list[Problem] = []

    def value(self, node: Node, path: Path) -> Any:
        self.values[path] = self._place(node)
        if isinstance(node, MappingNode):
            return {key: self.value(child, (*path, key)) for key, child in self._items(node, path)}
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        return self._scalar(node)

    def _items(self, node: MappingNode, path: Path) -> Iterator[tuple[str, Node]]:
        seen: dict[str, Place] = {}
        for key_node, child in _with_commas(node):
            place = self._place(key_node)
            if not isinstance(key_node, ScalarNode):
                self.problems.append(error("yaml-syntax", "a key must be a single word", place))
                continue
            key = str(key_node.value)
            if key in seen:
                self.problems.append(
                    error(
                        "duplicate-key",
                        f'the key "{key}" stands here a second time',
                        place,
                        f"It stands first at line {seen[key].line}. Keep one of the two.",
                    )
                )
                continue
            seen[key] = place
            self.keys[(*path, key)] = place
            yield key, child

    def _scalar(self, node: Node) -> Any:
        text = str(node.value)
        if (found := _CONTROL.search(text)) is not None:
            self.problems.append(
                error(
                    "wrong-value",
                    f"a character that cannot be seen stands in this text (U+{ord(found[0]):04X})",
                    self._place(node),
                    "Type the text again.",
                )
            )
            text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
        match node.tag.rpartition(":")[2]:
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" if len(text) < 20:
                return int(text)
            case "float" if len(text) < 40:
                return float(text)
            case _:
                return text

    def _place(self, node: Node) -> Place:
        mark = node.start_mark
        return Place(self.name, mark.line + 1 + self.offset, mark.column + 1)


def _with_commas(node: MappingNode) -> list[tuple[Node, Node]]:
    """The pairs of a mapping; words after a comma in braces are joined to the text before it."""
    pairs: list[tuple[Node, Node]] = []
    for key, child in node.value:
        bare = isinstance(child, ScalarNode) and child.value == "" and not child.style
        before = pairs[-1][1] if pairs else None
        if node.flow_style and bare and isinstance(before, ScalarNode) and not before.style:
            joined = ScalarNode(
                "tag:yaml.org,2002:str", f"{before.value}, {key.value}", before.start_mark
            )
            pairs[-1] = (pairs[-1][0], joined)
        else:
            pairs.append((key, child))
    return pairs


def _too_deep(text: str) -> int | None:
    """The line at which too many brackets are open, or None. Brackets in text count as well."""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        depth += line.count("[") + line.count("{") - line.count("]") - line.count("}")
        if depth > MAX_DEPTH or line.count("[") + line.count("{") > 40 * MAX_DEPTH:
            return number
    return None


def _nested_too_deeply(name: str) -> Problem:
    return error("yaml-syntax", "the file is nested too deeply to read", Place(name, 1, 1))


def _tab_at(text: str, mark: yaml.Mark | None) -> bool:
    """Whether a tab stands where the parser stopped, or before it on that line."""
    lines = text.split("\n")
    return (
        mark is not None and mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]
    )


def _syntax_problem(fault: yaml.YAMLError, text: str, name: str, offset: int) -> Problem:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    place = Place(name, mark.line + 1 + offset, mark.column + 1) if mark else Place(name, 1, 1)
    what = getattr(fault, "problem", None) or "the text cannot be read as YAML"
    if "nesting depth" in what:  # some releases of libyaml count levels, others run out of stack
        return _nested_too_deeply(name)
    if _tab_at(text, mark):
        return error(
            "yaml-syntax",
            "a tab stands where YAML wants spaces",
            place,
            "Replace the tab by two spaces. Most editors can do this for a whole file.",
        )
    hint = "Look at this line and the one above: a missing quote, bracket, colon or indent."
    if "mapping values are not allowed" in what:
        hint = "Put quotes round text that holds a colon followed by a space."
    return error("yaml-syntax", f"this is not valid YAML: {what}", place, hint)
