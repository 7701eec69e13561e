"""Rules about the chain from a claim to a finding, a reference and a place in it."""

from __future__ import annotations

from collections.abc import Iterator

from synth.check.subject import Subject
from synth.document import CitationItem, Rating, Weight, walk
from synth.model import Brief, FindingFilter, Project
from synth.problems import Place, Problem, Severity, did_you_mean
from synth.selection import select


def _problem(
    rule: str,
    message: str,
    item: CitationItem,
    claim: str | None,
    hint: str,
    severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(rule, severity, message, item.place, hint, claim)


def unknown_reference(subject: Subject) -> Iterator[Problem]:
    """A citation of a key that the library does not hold."""
    project = subject.project
    for item, claim in subject.items():
        if item.reference not in project.references:
            yield _problem(
                "unknown-reference",
                f'no work has the key "{item.reference}"'
                f"{did_you_mean(item.reference, project.references)}",
                item,
                claim,
                "Add the work to references/library.bib, or write \\@ where no citation is meant.",
            )
    brief = subject.brief
    for key in subject.document.nocite:
        if key != "*" and key not in project.references:
            yield Problem(
                "unknown-reference",
                Severity.ERROR,
                f'no work has the key "{key}"{did_you_mean(key, project.references)}',
                brief.places.get("nocite", Place(brief.path)),
                "It is named in `nocite`, the works that are listed without being cited.",
            )


def unknown_finding(subject: Subject) -> Iterator[Problem]:
    """A tie to a finding that no record holds."""
    project = subject.project
    for item, claim in subject.items():
        if not item.finding or item.reference not in project.references:
            continue
        if item.tie in project.evidence or _others(item, project):
            continue
        known = [evidence.name for evidence in project.findings_of(item.reference)]
        if known:
            hint = f"Its findings are {', '.join(known)}."
        elif _unread(item.reference, project):
            hint = "Its evidence record could not be read: mend that first."
        else:
            hint = f"It has no evidence record: add references/records/{item.reference}.yaml."
        yield _problem(
            "unknown-finding",
            f'"{item.reference}" has no finding "{item.finding}"'
            f"{did_you_mean(item.finding, known)}",
            item,
            claim,
            hint,
        )


def unknown_rating(subject: Subject) -> Iterator[Problem]:
    """A rating that a writer asked for by hand, of a finding that no record holds."""
    project = subject.project
    brief = subject.brief
    known = {*project.evidence, *(item.tie for item, _ in subject.items())}
    for node in walk(subject.document.blocks):
        if isinstance(node, Rating | Weight):
            for id in node.findings:
                if id not in known:
                    yield Problem(
                        "unknown-finding",
                        Severity.ERROR,
                        f'no finding is called "{id}"{did_you_mean(id, project.evidence)}',
                        _written(id, brief),
                        "A rating is asked for, of a finding that no record holds.",
                    )


def _written(id: str, brief: Brief) -> Place:
    """Where the body of a brief first names a finding; templates leave no other trace of it."""
    body = sum(len(line) + 1 for line in brief.source.split("\n")[: brief.body_line - 1])
    at = brief.source.find(id, body)
    if at < 0:
        return Place(brief.path)
    line = brief.source.count("\n", 0, at) + 1
    return Place(brief.path, line, at - brief.source.rfind("\n", 0, at))


def _unread(reference: str, project: Project) -> bool:
    """Whether a record by the name of the reference is there, and something is wrong with it."""
    files = (problem.place.file for problem in project.problems if problem.place)
    return any(file.endswith(f"/{reference}.yaml") for file in files)


def finding_of_other_study(subject: Subject) -> Iterator[Problem]:
    """A tie that names one study and the finding of another."""
    project = subject.project
    for item, claim in subject.items():
        if item.finding and item.reference in project.references:
            others = [] if item.tie in project.evidence else _others(item, project)
            if others:
                yield _problem(
                    "finding-of-other-study",
                    f'"{item.finding}" is no finding of "{item.reference}", but of '
                    f"{' and of '.join(others)}",
                    item,
                    claim,
                    f"Write @{others[0]}#{item.finding}, or cite a finding of {item.reference}.",
                )


def _others(item: CitationItem, project: Project) -> list[str]:
    """The studies that have a finding of this name."""
    return [each.reference for each in project.evidence.values() if each.name == item.finding]


def missing_locator(subject: Subject) -> Iterator[Problem]:
    """A tie to a finding that leads to no place in a source."""
    project = subject.project
    for item, claim in subject.items():
        evidence = project.evidence.get(item.tie)
        if evidence is not None and item.locator is None:
            yield _problem(
                "missing-locator",
                f'"{item.tie}" leads to no place in a source',
                item,
                claim,
                f"Add a locator to the finding, at {evidence.place}, "
                f"or type one: [@{item.tie}, p. 4].",
            )


def untied_claim(subject: Subject) -> Iterator[Problem]:
    """A claim that cites a work as a whole, and none of its findings."""
    project = subject.project
    for item, claim in subject.items():
        if item.finding is None and item.reference in project.references and claim:
            known = [evidence.id for evidence in project.findings_of(item.reference)]
            yield _problem(
                "untied-claim",
                f'this claim cites "{item.reference}" as a whole, so no finding stands behind it',
                item,
                claim,
                f"Tie it to a finding, such as [@{known[0]}]."
                if known
                else f"Add an evidence record for {item.reference}, with the finding.",
                Severity.WARNING,
            )


def secondhand_unmarked(subject: Subject) -> Iterator[Problem]:
    """Second-hand evidence that a reader would take for first-hand.

    A tie is marked for readers by the engine; a work cited as a whole, or with a page of its
    own that nobody opened, is not.
    """
    project = subject.project
    for item, claim in subject.items():
        record = project.record_of(item.reference)
        if record is None or not record.second_hand:
            continue
        if item.locator_typed:
            yield _problem(
                "secondhand-unmarked",
                f'a place in "{item.reference}" is given, but the work itself was not read',
                item,
                claim,
                f"Take the locator out: the finding gives the place in {record.via}, "
                "where it was read.",
            )
        elif item.finding is None:
            yield _problem(
                "secondhand-unmarked",
                f'"{item.reference}" was read second-hand, and this citation does not say so',
                item,
                claim,
                f"Tie it to a finding; readers are then told that {record.via} reported it.",
            )


def outside_selection(subject: Subject) -> Iterator[Problem]:
    """A tie to a finding that the brief's own filter leaves out."""
    project = subject.project
    brief = subject.brief
    if brief.head.findings == FindingFilter():
        return
    reasons = {each.evidence.id: each.reason for each in select(project, brief).excluded}
    for item, claim in subject.items():
        if item.tie in reasons:
            yield _problem(
                "outside-selection",
                f'the brief\'s filter leaves "{item.tie}" out: {reasons[item.tie]}',
                item,
                claim,
                "Widen `findings:` in the head of the brief, or cite another finding.",
                Severity.WARNING,
            )
