"""How much evidence there is: studies, findings, countries, kinds of study, how they were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from synth.document import Block, Inline, Table, Text
from synth.model import Evidence, EvidenceRecord, Project
from synth.synthesis.axes import counted
from synth.synthesis.view import Narrow, Setting, View
from synth.wording import year

READING_WORDS: Mapping[str, str] = {
    "full-text": "in full",
    "abstract": "in the abstract alone",
    "second-hand": "second-hand, in another work’s account",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of studies by what is known of them; `None` as a name means that it is not known.

    `people` is the sum over the studies whose number of people is known, which are `counted`.
    `years` are the first and the last year of publication.
    """

    studies: int
    findings: int
    outcomes: int
    exposures: int
    years: tuple[str, str] | None
    countries: tuple[tuple[str | None, int], ...]
    designs: tuple[tuple[str | None, int], ...]
    readings: tuple[tuple[str, int], ...]
    people: int
    counted: int


def find(evidence: Sequence[Evidence], _options: Narrow, project: Project) -> Overview:
    """How much evidence some findings are."""
    records = {id(each.record): each.record for each in evidence}.values()
    items = [
        project.references[record.references[0]].item
        for record in records
        if record.references[0] in project.references
    ]
    years = sorted(found for item in items if (found := year(item)).isdigit())
    samples = [record.sample for record in records if record.sample is not None]
    return Overview(
        studies=len(records),
        findings=len(evidence),
        outcomes=len({each.finding.outcome for each in evidence}),
        exposures=len({each.finding.exposure for each in evidence if each.finding.exposure}),
        years=(years[0], years[-1]) if years else None,
        countries=_counted(code for record in records for code in _countries(record)),
        designs=_counted(record.design for record in records),
        readings=tuple(Counter(record.read for record in records).most_common()),
        people=sum(samples),
        counted=len(samples),
    )


def show(found: Overview, _options: Narrow, setting: Setting) -> tuple[Block, ...]:
    """The counts as a table of two columns."""
    outcomes = counted(found.outcomes, "outcome", "outcomes")
    exposures = counted(found.exposures, "exposure", "exposures")
    rows = [
        ("Studies", f"{found.studies}, with {counted(found.findings, 'result', 'results')}"),
        ("Published", _years(found)),
        ("Outcomes and exposures", f"{outcomes}, {exposures} (what an outcome was set against)"),
        ("Countries", _list((_country(code, setting), n) for code, n in found.countries)),
        ("Kinds of study", _list((_design(id, setting), n) for id, n in found.designs)),
        ("How they were read", _list((READING_WORDS[name], n) for name, n in found.readings)),
        ("Number of people studied", _people(found, setting)),
    ]
    head: tuple[tuple[Inline, ...], ...] = ((Text("What is counted"),), (Text("How much"),))
    cells = tuple(((Text(name),), (Text(words),)) for name, words in rows)
    return (Table(head, cells, (Text("The evidence in numbers"),), None, setting.place),)


def _countries(record: EvidenceRecord) -> Sequence[str | None]:
    return record.countries or (None,)


def _counted(names: Iterable[str | None]) -> tuple[tuple[str | None, int], ...]:
    """Each name with how often it stands there, the most frequent first, the unknown last."""
    counts = Counter(names)
    order = sorted(counts.items(), key=lambda each: (each[0] is None, -each[1], each[0] or ""))
    return tuple(order)


def _list(counts: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{name}: {count}" for name, count in counts)


def _country(code: str | None, setting: Setting) -> str:
    return "not known" if code is None else setting.country(code)


def _design(id: str | None, setting: Setting) -> str:
    return "not known" if id is None else setting.design(id)


def _years(found: Overview) -> str:
    if found.years is None:
        return "not known"
    first, last = found.years
    return first if first == last else f"{first} to {last}"


def _people(found: Overview, setting: Setting) -> str:
    if not found.counted:
        return "not known for any study"
    known = f"{setting.number(found.people)} in {found.counted} of {found.studies} studies"
    return known if found.counted == found.studies else f"{known}; not known for the others"


VIEW: View[Narrow, Overview] = View(options=Narrow, find=find, show=show)
