"""Which variables a CSL style prints in its bibliography of a work.

Read from the style file: from the layout of its bibliography (else of its citations) through
its macros. A choice that asks for the type or for variables is decided by what the work has;
one that asks for something else may go either way, so both ways are followed (CSL 1.0.2,
section "Choose").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from synth.problems import ProjectError

_CSL = "{http://purl.org/net/xbiblio/csl}"


@dataclass(frozen=True)
class StyleFields:
    """A style's layouts and macros. Raises ProjectError when its text is no CSL style."""

    text: str = field(repr=False)

    @cached_property
    def _root(self) -> Element:
        try:
            root: Element = fromstring(self.text.encode("utf-8"))
        except (ParseError, DefusedXmlException, ValueError) as fault:
            raise ProjectError(f"the citation style cannot be read: {fault}") from None
        return root

    @cached_property
    def _macros(self) -> Mapping[str, Element]:
        return {each.get("name", ""): each for each in self._root.iter(f"{_CSL}macro")}

    def printed(self, type: str, present: Collection[str]) -> frozenset[str]:
        """The variables that the style may print of a work of a type that has some variables."""
        return frozenset(self._walk(type, present))

    def _walk(self, type: str, present: Collection[str]) -> Iterator[str]:
        layout = self._root.find(f"{_CSL}bibliography/{_CSL}layout")
        if layout is None:
            layout = self._root.find(f"{_CSL}citation/{_CSL}layout")
        ahead = [] if layout is None else [layout]
        seen: set[str] = set()
        while ahead:
            element = ahead.pop()
            if element.tag != f"{_CSL}label":
                yield from element.get("variable", "").split()
            macro = element.get("macro", "")
            if macro in self._macros and macro not in seen:
                seen.add(macro)
                ahead.append(self._macros[macro])
            choice = element.tag == f"{_CSL}choose"
            ahead += _branches(element, type, present) if choice else element


def _branches(choose: Element, type: str, present: Collection[str]) -> Iterator[Element]:
    """The contents of the branches that may be taken."""
    for branch in choose:
        taken = branch.tag == f"{_CSL}else" or _taken(branch, type, present)
        if taken is not False:
            yield from branch
        if taken:
            return


def _taken(branch: Element, type: str, present: Collection[str]) -> bool | None:
    """Whether a branch is taken; None when that hangs on more than type and variables."""
    tests: list[bool | None] = [type == each for each in branch.get("type", "").split()]
    tests += [each in present for each in branch.get("variable", "").split()]
    tests += [None] * len(set(branch.keys()) - {"type", "variable", "match"})
    match = branch.get("match", "all")
    if match == "all":
        return False if False in tests else None if None in tests else True
    met = True if True in tests else None if None in tests else False
    return met if met is None or match == "any" else not met
