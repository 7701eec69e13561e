"""From a brief's source to a Document: Jinja, then Markdown, then claims.

A problem is reported at the line that the writer edits: `marks` says how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jinja2 import ChoiceLoader, DictLoader, nodes
from jinja2.meta import find_undeclared_variables

from synth.compose.changes import TellChanges
from synth.compose.citations import LABEL, Library, nocite_keys
from synth.compose.claims import KINDS
from synth.compose.markdown_tree import MAX_DEPTH, parse, too_deep
from synth.compose.marks import MarkingExtension, Marks, private_characters, unmark
from synth.compose.names import BriefNames
from synth.compose.pictures import check_pictures
from synth.compose.stand_ins import Made, changed, repeated
from synth.compose.tree_document import TreeReader
from synth.document import (
    KEY_POINTS,
    Block,
    Claim,
    ClaimKind,
    Document,
    Inline,
    Link,
    ListBlock,
    Numbers,
    Paragraph,
    Rating,
    Section,
    Styled,
    Text,
    map_runs,
    walk,
)
from synth.model import Audience, Brief, Evidence, Project
from synth.problems import Place, Problem, did_you_mean, error, warning
from synth.templating import Sandbox, environment, render_bounded, template_problem

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_RAW_HTML = re.compile(r"</?[a-zA-Z][^<>@:]*>")


def compose(
    project: Project,
    brief: Brief,
    audience: str,
    place: str | None,
    selection: Sequence[Evidence],
    changes: TellChanges | None = None,
    *,
    views: bool = True,
) -> Document:
    """The brief for one audience, as blocks with their claims; `problems` says what is wrong.

    `selection` is what the brief may draw on; a brief whose template fails has no blocks.
    `changes` tells what changed since a revision; without it a list of changes is left out. So
    are the views of the evidence without `views`.
    """
    reader = project.audiences[audience]
    empty = _empty(brief, reader, audience, place)
    marks = Marks()
    names = BriefNames(project, brief, reader, audience, selection, changes, views=views)
    text, problems = _rendered(project, brief, names, marks)
    if text is None:
        return replace(empty, problems=tuple(problems))
    return _read(text, marks, problems, empty, project, brief, names.made)


def compose_plain(project: Project, brief: Brief, audience: str) -> Document:
    """A Markdown file as it stands, no template, as blocks with their claims."""
    reader = project.audiences[audience]
    empty = _empty(brief, reader, audience, None)
    problems = list(_reserved(brief))
    if problems:
        return replace(empty, problems=tuple(problems))
    marks = Marks()
    body = _body(brief)
    problems += _raw_html(body, brief)
    return _read(marks.mark(body, brief.path, 1, 1), marks, problems, empty, project, brief)


def compose_blocks(project: Project, blocks: tuple[Block, ...], audience: str) -> Document:
    """Blocks that no writer wrote, numbered, as a document of no brief."""
    reader = project.audiences[audience]
    placed = _numbered(tuple(Numbers().place(blocks)), project)
    return Document("", None, audience, None, placed, (), reader.style, reader.locale)


def _empty(brief: Brief, reader: Audience, audience: str, place: str | None) -> Document:
    style = brief.head.style or reader.style
    locale = brief.head.locale or reader.locale
    nocite = nocite_keys(brief.head.nocite)
    return Document(brief.id, brief.series, audience, place, (), (), style, locale, nocite=nocite)


def _read(
    text: str,
    marks: Marks,
    problems: Sequence[Problem],
    empty: Document,
    project: Project,
    brief: Brief,
    made: Mapping[str, Made] | None = None,
) -> Document:
    """The document of a marked text; `made` is what its stand-ins stand for."""
    reader = project.audiences[empty.audience]
    start = Place(brief.path, brief.body_line, 1)
    if too_often := list(repeated(text, made or {})):
        return replace(empty, problems=(*problems, *too_often))
    try:
        tree = parse(text, marks, _library(project, text))
    except RecursionError:
        return replace(empty, problems=(*problems, _too_deep(start)))
    if (deep := too_deep(tree.root)) is not None:
        place = next((each for text in deep.itertext() if (each := marks.first(text))), start)
        return replace(empty, problems=(*problems, _too_deep(place)))
    blocks = TreeReader(tree, marks, start, empty.locale, made)
    whole = _numbered(_rated(blocks.blocks(), reader), project)
    whole, refused = check_pictures(whole, project.root)
    return replace(
        empty,
        blocks=whole,
        sentences=tuple(blocks.sentences),
        problems=(
            *problems,
            *changed(text, made or {}, blocks.placed),
            *refused,
            *_link_problems(whole),
        ),
    )


def _too_deep(place: Place) -> Problem:
    return error(
        "too-deep",
        f"lists and quotations stand in each other more than {MAX_DEPTH // 2} deep",
        place,
        "Take some of the > marks or of the indentation away.",
    )


def _reserved(brief: Brief) -> Iterator[Problem]:
    for line, column in private_characters(brief.source):
        yield error("private-character", "this character is reserved",
                    Place(brief.path, line, column),
                    "Delete it: it prints as nothing, and often comes from a copied symbol font.",
        )  # fmt: skip


def _rendered(
    project: Project, brief: Brief, names: BriefNames, marks: Marks
) -> tuple[str | None, list[Problem]]:
    """The brief's Markdown with marks, or None and what is wrong with its template."""
    problems = list(_reserved(brief))
    if problems:
        return None, problems
    body = _body(brief)
    problems += _raw_html(body, brief)
    sandbox = environment(
        project.template_folders, project.root, autoescape=False, extensions=[MarkingExtension]
    )
    assert sandbox.loader is not None
    sandbox.loader = ChoiceLoader([DictLoader({brief.path: body}), sandbox.loader])
    sandbox.marks = marks  # type: ignore[attr-defined]
    names.install(sandbox)
    try:
        undeclared = list(_undeclared(sandbox, body, brief))
        if undeclared:
            return None, [*problems, *undeclared]
        template = sandbox.get_template(brief.path)
        text = render_bounded(template.generate)
    except Exception as fault:  # noqa: BLE001 - a template can raise anything
        failure = template_problem(fault, sandbox, brief.path)
        told = {problem.place.line for problem in names.problems if problem.place}
        known = failure.place is not None and failure.place.line in told
        return None, [*problems, *names.problems, *([] if known else [failure])]
    return text.lstrip("\n"), [*problems, *names.problems]


def _body(brief: Brief) -> str:
    """The brief's source with its head and comments blanked, so that lines keep their numbers."""
    lines = brief.source.split("\n")
    head = brief.body_line - 1
    body = "\n".join([""] * head + lines[head:])
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), body)


def _raw_html(body: str, brief: Brief) -> Iterator[Problem]:
    for number, line in enumerate(body.split("\n"), 1):
        for tag in _RAW_HTML.finditer(re.sub(r"`[^`]*`", lambda code: " " * len(code[0]), line)):
            yield warning(
                "raw-html",
                f"{tag[0][:40]} is shown to readers as it stands",
                Place(brief.path, number, tag.start() + 1),
                "A brief is Markdown; use its marks, or a template for layout.",
            )


def _undeclared(sandbox: Sandbox, body: str, brief: Brief) -> Iterator[Problem]:
    """Every name that the brief uses and nothing defines, each at its line."""
    tree = sandbox.parse(body, brief.path)
    known = set(sandbox.filters)
    for used in tree.find_all(nodes.Filter):
        if used.name not in known:
            yield error(
                "undefined-name",
                f'no filter is called "{used.name}"{did_you_mean(used.name, known)}',
                Place(brief.path, used.lineno),
            )
    if not {used.name for used in tree.find_all(nodes.Filter)} <= known:
        return
    missing = find_undeclared_variables(tree) - set(sandbox.globals)
    for node in tree.find_all(nodes.Name):
        if node.name in missing:
            line = body.split("\n")[node.lineno - 1]
            yield error(
                "undefined-name",
                f'"{node.name}" is not defined{_meant(node.name, sandbox)}',
                Place(brief.path, node.lineno, max(line.find(node.name), 0) + 1),
                f"A brief may use {', '.join(sorted(BriefNames.WORDS))}. If this is a value, put "
                f'it in quotation marks: "{node.name}".',
            )


_MEANT = {
    "forest_plot": "; the forest plot is part of meta_analysis",
    "yes": "; write true",
    "no": "; write false",
}
"""What is meant by names that one might expect."""


def _meant(name: str, sandbox: Sandbox) -> str:
    return _MEANT.get(name) or did_you_mean(name, sandbox.globals)


def _library(project: Project, text: str) -> Library:
    """What a citation may name, with the locator that a tie takes where it was read itself."""
    locators = {id: evidence.finding.locator for id, evidence in project.evidence.items()}
    labels = {found["label"] for found in LABEL.finditer(unmark(text))}
    return Library(project.references, locators, project.aliases, labels)


def _numbered(blocks: tuple[Block, ...], project: Project) -> tuple[Block, ...]:
    """The blocks with each claim given its number, in the order of reading, and its kind."""
    count = iter(range(1, 1_000_000))

    def visit(node: Inline) -> Inline:
        match node:
            case Claim():
                id = f"claim-{next(count)}"
                children = tuple(visit(child) for child in node.children)
                kind = node.kind if node.kind != "finding" else _kind(node, project)
                return replace(node, id=id, kind=kind, children=children)
            case Styled() | Link():
                return replace(node, children=tuple(visit(child) for child in node.children))
            case _:
                return node

    return map_runs(blocks, lambda run: tuple(visit(node) for node in run))


def _kind(claim: Claim, project: Project) -> ClaimKind:
    """A figure that is no relation is a statistic; a work cited as a whole backs a judgement."""
    evidence = [project.evidence.get(item.tie) for item in claim.items]
    found = [each.finding for each in evidence if each is not None]
    if not found:
        return KINDS["judgement"]
    if all(each.exposure is None and each.effect.estimate is not None for each in found):
        return KINDS["statistic"]
    return KINDS["finding"]


def _rated(blocks: tuple[Block, ...], audience: Audience) -> tuple[Block, ...]:
    """The blocks with a rating after each key point that does not give one."""
    if audience.framework is None:
        return blocks
    return tuple(
        replace(block, blocks=tuple(_rate_points(inner) for inner in block.blocks))
        if isinstance(block, Section) and block.role == KEY_POINTS
        else block
        for block in blocks
    )


def _rate_points(block: Block) -> Block:
    if not isinstance(block, ListBlock):
        return block
    return replace(block, items=tuple(tuple(_rate(each) for each in item) for item in block.items))


def _rate(block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    inside = list(walk(block.children))
    findings = tuple(
        item.tie for node in inside if isinstance(node, Claim) for item in node.ties if item.finding
    )
    if not findings or any(isinstance(node, Rating) for node in inside):
        return block
    return replace(block, children=(*block.children, Text(" "), Rating(findings)))


def _link_problems(blocks: tuple[Block, ...]) -> Iterator[Problem]:
    for node in walk(blocks):
        if isinstance(node, Link) and not re.match(r"(https?://|mailto:|#)", node.target):
            yield error(
                "link-refused",
                f'the link "{node.target[:60]}" leads to no web page',
                node.place,
                "A link starts with https://, http://, mailto: or #.",
            )


__all__ = ["compose", "compose_blocks", "compose_plain", "unmark"]
