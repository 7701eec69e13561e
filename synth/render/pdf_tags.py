"""The structure of a PDF as a screen reader follows it.

In print a note floats to the margin, so it must come before its text; its tag is moved back.
And WeasyPrint ties a link to the innermost words in it, which may be italics inside the link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pikepdf

_TEXT = ("/P", "/L")
_HOLDERS = ("/Sect", "/Part")


def mend_structure(
    pdf: pikepdf.Pdf, names: Mapping[str, str], links: Mapping[str, str] | None = None
) -> None:
    """Put notes behind their text and links into their tags, and say what a link leads to.

    `names` gives the words for a work of the bibliography, by its key; `links` those for a link
    without words of its own, by where it leads.
    """
    elements = list(_elements(pdf.Root.StructTreeRoot))
    _tag_footnotes(elements)
    _order_notes(elements)
    _order_entries(elements)
    _adopt_links(elements, pdf.Root.StructTreeRoot.ParentTree.Nums)
    _scope_heads(elements)
    _describe_links(pdf, names, links or {})


def _order_notes(elements: Sequence[pikepdf.Object]) -> None:
    """Tag each side note as a Note (ISO 32000-1, 14.8.4.4.1) and move it behind its text."""
    count = iter(range(1, 1_000_000))
    for element in elements:
        kids = element.get("/K")
        if not isinstance(kids, pikepdf.Array):
            continue
        nodes = list(kids)
        for index in range(len(nodes) - 1):
            note, text = nodes[index], nodes[index + 1]
            if _kind(note) == "/NonStruct" and _kind(text) in _TEXT and str(element.S) in _HOLDERS:
                note.S = pikepdf.Name.Note
                note.ID = pikepdf.String(f"note-{next(count)}")
                nodes[index], nodes[index + 1] = text, note
        element.K = pikepdf.Array(nodes)


def _tag_footnotes(elements: Sequence[pikepdf.Object]) -> None:
    """Tag each footnote as a Note, and move it from the foot of its page behind its number.

    A footnote starts with a link back to the number, and the number links to it.
    """
    places: dict[str, pikepdf.Object] = {}
    notes: dict[str, pikepdf.Object] = {}
    for link in elements:
        if _kind(link) == "/Link":
            for target in (_target(kid) for kid in _kids(link) if _is_annotation(kid)):
                if target.startswith("noteref-"):
                    notes.setdefault(target.removeprefix("noteref-"), link.P)
                elif target.startswith("note-"):
                    places.setdefault(target.removeprefix("note-"), link)
    for number in places.keys() & notes.keys():
        note, link = notes[number], places[number]
        note.S = pikepdf.Name.Note
        note.ID = pikepdf.String(f"footnote-{number}")
        note.P.K = pikepdf.Array([kid for kid in _kids(note.P) if not _same(kid, note)])
        above = link.P
        kids = _kids(above)
        index = next(i for i, kid in enumerate(kids) if _same(kid, link))
        above.K = pikepdf.Array([*kids[: index + 1], note, *kids[index + 1 :]])
        note.P = above


def _same(one: object, other: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.objgen == other.objgen


def _kids(element: object) -> list[pikepdf.Object]:
    held = element.get("/K") if isinstance(element, pikepdf.Dictionary) else None
    return list(held) if isinstance(held, pikepdf.Array) else []


def _target(kid: pikepdf.Object) -> str:
    return str(kid.Obj.get("/Dest", ""))


def _order_entries(elements: Sequence[pikepdf.Object]) -> None:
    """Move what is said beside an entry of the bibliography behind the entry."""
    for element in elements:
        kids = _kids(element)
        kinds = [_kind(kid) for kid in kids]
        if str(element.S) in ("/LI", "/LBody") and kinds[-2:] == ["/NonStruct", "/P"]:
            element.K = pikepdf.Array([*kids[:-2], kids[-1], kids[-2]])


def _scope_heads(elements: Sequence[pikepdf.Object]) -> None:
    """Say of each head of a table whether it is its row's or its column's (14.8.5.7)."""
    for element in elements:
        if _kind(element) == "/TH":
            above = element.get("/P")
            group = above.get("/P") if isinstance(above, pikepdf.Dictionary) else None
            scope = "/Column" if _kind(group) == "/THead" else "/Row"
            span = _column_span(element)
            element.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name(scope))
            if span is not None:
                element.A.ColSpan = span


def _column_span(cell: pikepdf.Object) -> int | None:
    """Over how many columns a cell goes, where the writer of the pages said so."""
    held = cell.get("/A")
    for each in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(each, pikepdf.Dictionary) and "/ColSpan" in each:
            return int(each.ColSpan)
    return None


def _describe_links(pdf: pikepdf.Pdf, names: Mapping[str, str], links: Mapping[str, str]) -> None:
    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            target = str(annotation.get("/Dest", ""))
            if target.startswith("ref-"):
                key = target.removeprefix("ref-")
                annotation.Contents = pikepdf.String(f"Reference: {names.get(key, key)}")
            elif target in links:
                annotation.Contents = pikepdf.String(links[target])
            elif target.startswith("claim-"):
                annotation.Contents = pikepdf.String(f"Back to {target.replace('-', ' ')}")
            elif target.startswith("note-"):
                annotation.Contents = pikepdf.String(f"Note {target.removeprefix('note-')}")
            elif "-note-" in target:
                letter = target.rpartition("-")[2]
                annotation.Contents = pikepdf.String(f"Note {letter} below the table")
            elif target.startswith("noteref-"):
                number = target.removeprefix("noteref-")
                annotation.Contents = pikepdf.String(f"Back to the text of note {number}")


def _adopt_links(elements: Sequence[pikepdf.Object], owners: pikepdf.Object) -> None:
    """Move each link annotation from an element inside a Link to the Link (ISO 14289-1, 7.18.5)."""
    places = {int(owners[index]): index + 1 for index in range(0, len(owners), 2)}
    for element in elements:
        kids = _kids(element)
        annotations = [kid for kid in kids if _is_annotation(kid)]
        link = _link_above(element)
        if not annotations or link is None:
            continue
        element.K = pikepdf.Array([kid for kid in kids if not _is_annotation(kid)])
        link.K = pikepdf.Array([*link.K, *annotations])
        for annotation in annotations:
            owners[places[int(annotation.Obj.StructParent)]] = link


def _link_above(element: pikepdf.Object) -> pikepdf.Object | None:
    """The Link that an element stands in; None when it is one itself or stands in none."""
    if _kind(element) == "/Link":
        return None
    above = element.get("/P")
    while isinstance(above, pikepdf.Dictionary) and _kind(above) != "/Link":
        above = above.get("/P")
    return above


def _is_annotation(kid: object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def _elements(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every structure element, the upper ones first."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node is not root:
            yield node
        kids = node.get("/K")
        every = kids if isinstance(kids, pikepdf.Array) else [kids]
        waiting.extend(kid for kid in every if kid is not None and _kind(kid))


def _kind(node: object) -> str:
    return str(node.get("/S", "")) if isinstance(node, pikepdf.Dictionary) else ""
