"""What a claim rests on, said beside it: a short note, and a panel with the whole finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from markupsafe import Markup, escape

from synth.document import CitedDocument, Claim
from synth.model import Audience, Evidence, Project
from synth.render.badges import badge
from synth.wording import (
    effect_words,
    listed,
    plain_words,
    rated,
    short_author,
    short_name,
    study_line,
)


class Notes:
    """Notes for the claims of one document, in the order of reading.

    A study is described where it is first met; later notes name it again only to say what is
    new: another place, or another rating.
    """

    def __init__(self, cited: CitedDocument, project: Project, audience: Audience) -> None:
        self.cited = cited
        self.project = project
        self.audience = audience
        self.told: dict[str, set[str]] = defaultdict(set)
        self.named: set[str] = set()
        self.asked: dict[str, list[Evidence]] = {}
        self.labels = {entry.reference: entry.label for entry in cited.bibliography if entry.label}

    def note(self, claims: Sequence[Claim]) -> Markup:
        """What some claims rest on, a line a study; empty where all of it has been told."""
        studies: dict[str, dict[str, Evidence]] = defaultdict(dict)
        for item in (item for claim in claims for item in claim.ties):
            if item.tie in self.project.evidence:
                studies[item.reference][item.tie] = self.project.evidence[item.tie]
        lines = [self._study(list(findings.values())) for findings in studies.values()]
        return Markup(" ").join(line for line in lines if line)

    def names(self, claims: Sequence[Claim]) -> str:
        """The names of the studies that some claims rest on: `Nawa and others 2018`."""
        keys = dict.fromkeys(item.reference for claim in claims for item in claim.items)
        return listed(
            [short_name(self.cited.items[key]) for key in keys if key in self.cited.items]
        )

    def _study(self, findings: Sequence[Evidence]) -> Markup:
        evidence = findings[0]
        told = self.told[evidence.reference]
        first = not told
        parts: list[Markup] = []
        for key, words in (fact for each in findings for fact in self._facts(each)):
            if key not in told:
                told.add(key)
                parts.append(words())
        if not parts:
            return Markup("")
        name = short_name(self.cited.items[evidence.reference])
        if label := self.labels.get(evidence.reference):
            name = f"{label.rstrip('.')} {name}"
        line = self._line(evidence)
        return Markup('<span class="study"><b>{}</b> {}{}</span>').format(
            name, f"{line} " if first else "", Markup(" · ").join(parts)
        )

    def _line(self, evidence: Evidence) -> str:
        line = study_line(evidence.record, self.project, self.cited.document.locale)
        return plain_words(line, self.audience)

    def _facts(self, evidence: Evidence) -> Iterator[tuple[str, Callable[[], Markup]]]:
        """What a note says of a finding: how sure, and where it was read; each with a key."""
        if self.audience.framework is not None:
            level = rated(evidence, self.audience.framework, self.project)
            if level.rank or evidence.finding.basis != "result":
                yield level.label, partial(badge, level)
        place = locator_words(evidence)
        via = evidence.record.via
        if via is not None and via in self.cited.items:
            yield place, partial(self._second_hand, via, place)
        elif place:
            yield place, partial(escape, place)

    def _second_hand(self, via: str, place: str) -> Markup:
        """That a study was read in another work, which is named where it is first met."""
        name = "" if via in self.named else f", in {short_author(self.cited.items[via])}"
        self.named.add(via)
        return Markup('<a href="#ref-{}">second-hand</a>{}{}').format(
            via, name, f", {place}" if place else ""
        )

    def panel(self, ties: Sequence[str]) -> str:
        """The identifier of the panel that tells of some findings of one study."""
        id = f"panel-{'--'.join(ties).replace('#', '-')}"
        self.asked[id] = [self.project.evidence[tie] for tie in ties]
        return id

    def panels(self) -> Markup:
        """Every panel that was asked for."""
        return Markup("\n").join(self._panel(id, found) for id, found in self.asked.items())

    def _panel(self, id: str, findings: Sequence[Evidence]) -> Markup:
        first = findings[0]
        name = short_name(self.cited.items[first.reference])
        rows: list[tuple[str, str | Markup]] = [("Study", self._line(first))]
        for evidence in findings:
            rows += self._rows(evidence)
        rows.append(
            (
                "Reference",
                Markup('<a href="#ref-{}">See the full entry</a>').format(first.reference),
            )
        )
        terms = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*row) for row in rows)
        return Markup(
            '<div class="panel" id="{}" popover tabindex="-1" role="dialog" aria-label="{}">'
            '<button type="button" popovertarget="{}" popovertargetaction="hide" '
            'aria-label="Close">×</button>'
            '<h2 class="panel-name">{}</h2><dl>{}</dl></div>'
        ).format(id, f"What stands behind this: {name}", id, name, terms)

    def _rows(self, evidence: Evidence) -> Iterator[tuple[str, str | Markup]]:
        finding, record = evidence.finding, evidence.record
        yield "Finding", plain_words(finding.statement, self.audience)
        if effect := effect_words(finding.effect, self.cited.document.locale):
            yield "Size", effect
        if self.audience.framework is not None:
            level = rated(evidence, self.audience.framework, self.project)
            why = Markup(": {}.").format(level.why.rstrip(".")) if level.why else Markup("")
            yield "Rating", badge(level) + why
        limits = (*finding.limits, *record.limits)
        if limits:
            yield (
                "Limits",
                Markup("<ul>{}</ul>").format(
                    Markup("").join(
                        Markup("<li>{}</li>").format(plain_words(limit.text, self.audience))
                        for limit in limits
                    )
                ),
            )
        yield "Where", self._where(evidence)

    def _where(self, evidence: Evidence) -> str | Markup:
        place = locator_words(evidence) or "no place given"
        record = evidence.record
        if record.via is None or record.via not in self.cited.items:
            return f"{place[0].upper()}{place[1:]}."
        via = short_name(self.cited.items[record.via])
        return f"Read second-hand, in {via}, {place}. The study itself was not read."


def locator_words(evidence: Evidence) -> str:
    """Where a finding stands in the source that was read, in a few words."""
    locator = evidence.finding.locator
    if locator is None:
        return ""
    if locator.label == "page":
        return f"p.\u00a0{locator.value}"
    return (
        f"‘{locator.value}’" if locator.label == "section" else f"{locator.label} {locator.value}"
    )
