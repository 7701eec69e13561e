"""Do the counts of a search add up? Each box is set against those that flow into it.

A sum with a count that is not known is not judged, but what goes on is never more than what came
in. As PRISMA 2020 draws it, what is left after
each step goes on to the next one, and a study has one report or more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from synth.flow import (
    TOTAL,
    WORDS,
    Count,
    DatabaseSearch,
    Flow,
    Included,
    Search,
    Sources,
    Tally,
    parts_of,
    sum_of_parts,
    whole,
)
from synth.load.yaml_file import Path, YamlFile
from synth.problems import Problem, error

_ARMS: Mapping[str, str] = {
    "databases": " (databases and registers)",
    "other-methods": " (other methods)",
}


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A box whose count is not the one that flows into it, and how that one comes about."""

    path: Path
    given: int
    wanted: int
    how: str
    at_most: bool = False

    @property
    def box(self) -> str:
        """What the box is called, with the arm that it is in."""
        name = ".".join(str(part) for part in self.path[:2])
        inner = [f"“{part}”" for part in self.path[2:] if part != TOTAL]
        return f"{' '.join([WORDS.get(name, name), *inner])}{_ARMS.get(str(self.path[0]), '')}"


def check_sums(flow: Flow, file: YamlFile) -> list[Problem]:
    """A problem `prisma-imbalance` for each box that does not add up, at its place."""
    return [
        error(
            "prisma-imbalance",
            _message(each),
            file.place(each.path),
            "Mend the count that is wrong. For one that is not known write null; in a table, leave"
            " the cell empty.",
        )
        for each in imbalances(flow)
    ]


def _message(each: Imbalance) -> str:
    gap = abs(each.given - each.wanted)
    more = "too many" if each.given > each.wanted else "too few"
    bound = "at most " if each.at_most else ""
    return (
        f"{each.box}: {each.given:,} given, {bound}{each.wanted:,} expected"
        f" ({each.how}); {gap:,} {more}"
    )


def imbalances(flow: Flow) -> Iterator[Imbalance]:
    """Every box that does not add up, from the top of the diagram to its foot."""
    if flow.databases is not None:
        yield from _database_arm(flow.databases)
    if flow.other_methods is not None:
        yield from _other_arm(flow.other_methods)
    yield from _new(flow)
    yield from _totals(flow)
    for name, group in (
        ("previous", flow.previous),
        ("included", flow.included),
        ("total", flow.total),
        ("meta-analysis", flow.meta_analysis),
    ):
        if group is not None:
            yield from _one_report_each(name, group)


def _database_arm(arm: DatabaseSearch) -> Iterator[Imbalance]:
    yield from _splits(("databases", "identified"), arm.identified)
    yield from _splits(("databases", "removed"), arm.removed)
    yield from _splits(("databases", "excluded"), arm.excluded)
    yield from _step(
        "databases",
        ("identified", whole(arm.identified)),
        ("removed", whole(arm.removed)),
        ("screened", arm.screened),
    )
    yield from _step(
        "databases",
        ("screened", arm.screened),
        ("excluded", whole(arm.excluded)),
        ("sought", arm.sought),
    )
    yield from _retrieval("databases", arm)


def _other_arm(arm: Search) -> Iterator[Imbalance]:
    found = whole(arm.identified)
    yield from _splits(("other-methods", "identified"), arm.identified)
    if found is not None and arm.sought is not None and found != arm.sought:
        yield Imbalance(
            ("other-methods", "sought"), arm.sought, found, f"{found:,} records identified"
        )
    yield from _retrieval("other-methods", arm)


def _retrieval(name: str, arm: Search) -> Iterator[Imbalance]:
    """The part that both arms have: sought, assessed, and what is left."""
    yield from _splits((name, "reports-excluded"), arm.reports_excluded)
    yield from _step(
        name,
        ("sought", arm.sought),
        ("not-retrieved", arm.not_retrieved),
        ("assessed", arm.assessed),
    )
    excluded = whole(arm.reports_excluded)
    if arm.assessed is not None and excluded is not None and excluded > arm.assessed:
        yield _too_many(name, ("assessed", arm.assessed), ("reports-excluded", excluded))


def _step(
    name: str,
    before: tuple[str, Count],
    leaving: tuple[str, Count],
    after: tuple[str, Count],
) -> Iterator[Imbalance]:
    """What comes into a box less what leaves it is what goes on."""
    (first, inflow), (out, outflow), (last, rest) = before, leaving, after
    if inflow is None:
        return
    if outflow is None:
        if rest is not None and rest > inflow:
            yield _too_many(name, (first, inflow), (last, rest))
    elif outflow > inflow:
        yield _too_many(name, (first, inflow), (out, outflow))
    elif rest is not None and inflow - outflow != rest:
        how = f"{inflow:,} {_short(first)} less {outflow:,} {_short(out)}"
        yield Imbalance((name, last), rest, inflow - outflow, how)


def _too_many(name: str, before: tuple[str, int], leaving: tuple[str, int]) -> Imbalance:
    (first, inflow), (out, outflow) = before, leaving
    return Imbalance((name, out), outflow, inflow, f"{inflow:,} {_short(first)}", at_most=True)


def _short(key: str) -> str:
    return key.replace("-", " ").removeprefix("reports ")


def _splits(path: Path, tally: Tally | Sources) -> Iterator[Imbalance]:
    """Each total that is given beside its parts."""
    given, parts = whole(tally), sum_of_parts(tally)
    if given is not None and parts is not None and given != parts:
        yield Imbalance((*path, TOTAL), given, parts, "the sum of its parts")
    for name, part in parts_of(tally):
        yield from _splits((*path, name), part)


def _left(arm: Search | None) -> Count:
    """The reports that an arm leads to; none where the arm was not used."""
    if arm is None:
        return 0
    excluded = whole(arm.reports_excluded)
    return None if arm.assessed is None or excluded is None else arm.assessed - excluded


def _new(flow: Flow) -> Iterator[Imbalance]:
    """The reports of new studies are those left of both arms; the studies are not more."""
    if flow.databases is None and flow.other_methods is None:
        return
    arms = [_left(flow.databases), _left(flow.other_methods)]
    known = [count for count in arms if count is not None]
    if len(known) < len(arms) or min(known) < 0:
        return
    left = sum(known)
    how = "the reports assessed less those excluded"
    if flow.included.reports is not None:
        if flow.included.reports != left:
            yield Imbalance(("included", "reports"), flow.included.reports, left, how)
    elif flow.included.studies is not None and flow.included.studies > left:
        yield Imbalance(("included", "studies"), flow.included.studies, left, how, at_most=True)


def _totals(flow: Flow) -> Iterator[Imbalance]:
    for key in ("studies", "reports"):
        new: Count = getattr(flow.included, key)
        before: Count = getattr(flow.previous, key) if flow.previous is not None else 0
        given: Count = getattr(flow.total, key) if flow.total is not None else None
        pooled: Count = getattr(flow.meta_analysis, key) if flow.meta_analysis else None
        both = None if new is None or before is None else new + before
        if both is not None and given is not None and given != both:
            how = f"{before:,} previous and {new:,} new" if before else f"{new:,} new"
            yield Imbalance(("total", key), given, both, how)
        most = given if given is not None else both
        if pooled is not None and most is not None and pooled > most:
            how = f"{most:,} in the review"
            yield Imbalance(("meta-analysis", key), pooled, most, how, at_most=True)


def _one_report_each(name: str, group: Included) -> Iterator[Imbalance]:
    studies, reports = group.studies, group.reports
    if studies is not None and reports is not None and studies > reports:
        how = f"{reports:,} reports, one or more of each study"
        yield Imbalance((name, "studies"), studies, reports, how, at_most=True)
