"""What a claim rests on, said beside it: a short note, and a panel with the whole finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from synth.document import CitedDocument, Claim
from synth.model import Audience, Evidence, Project
from synth.render.badges import badge
from synth.wording import rated, short_author, short_name, study_line


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
        self.asked: dict[str, list[Evidence]] = {}
        self.labels = {entry.reference: entry.label for entry in cited.bibliography if entry.label}

    def note(self, claims: Sequence[Claim]) -> Markup:
        """What some claims rest on, a line a study; empty where all of it has been told."""
        ties = dict.fromkeys(item.tie for claim in claims for item in claim.ties)
        studies = [
            self._study(self.project.evidence[tie]) for tie in ties if tie in self.project.evidence
        ]
        return Markup(" ").join(study for study in studies if study)

    def _study(self, evidence: Evidence) -> Markup:
        told = self.told[evidence.reference]
        first = not told
        facts = dict(self._facts(evidence))
        parts = [words for key, words in facts.items() if key not in told]
        told.update(facts)
        if not parts:
            return Markup("")
        name = short_name(self.cited.items[evidence.reference])
        if label := self.labels.get(evidence.reference):
            name = f"{label.rstrip('.')} {name}"
        line = study_line(evidence.record, self.project, self.cited.document.locale)
        return Markup('<span class="study"><b>{}</b> {}{}</span>').format(
            name, f"{line} " if first else "", Markup(" · ").join(parts)
        )

    def _facts(self, evidence: Evidence) -> Iterator[tuple[str, Markup]]:
        """What a note says of a finding: how sure, and where it was read; each with a key."""
        if self.audience.framework is not None:
            level = rated(evidence, self.audience.framework, self.project)
            yield level.label, badge(level)
        place = locator_words(evidence)
        via = evidence.record.via
        if via is not None and via in self.cited.items:
            yield place, self._second_hand(via, place)
        elif place:
            yield place, escape(place)

    def _second_hand(self, via: str, place: str) -> Markup:
        """That a study was read in another work, which is named where it is first met."""
        told = self.told[via]
        name = "" if "as source" in told else f", in {short_author(self.cited.items[via])}"
        told.add("as source")
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
        rows = [("Study", study_line(first.record, self.project, self.cited.document.locale))]
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
            '<p class="panel-name">{}</p><dl>{}</dl></div>'
        ).format(id, f"What stands behind this: {name}", id, name, terms)

    def _rows(self, evidence: Evidence) -> Iterator[tuple[str, str | Markup]]:
        finding, record = evidence.finding, evidence.record
        yield "Finding", finding.statement
        if effect := _effect(evidence):
            yield "Size", effect
        if self.audience.framework is not None:
            level = rated(evidence, self.audience.framework, self.project)
            why = Markup(": {}.").format(level.why.rstrip(".")) if level.why else Markup("")
            yield "Rating", badge(level) + why
        limits: Sequence[str] = (*finding.limits, *record.limits)
        if limits:
            yield (
                "Limits",
                Markup("<ul>{}</ul>").format(
                    Markup("").join(Markup("<li>{}</li>").format(limit) for limit in limits)
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


def _effect(evidence: Evidence) -> str:
    effect = evidence.finding.effect
    parts: list[str] = []
    if effect.estimate is not None:
        unit = f" {effect.unit}" if effect.unit else ""
        parts.append(f"{effect.metric or 'estimate'}: {effect.estimate:,}{unit}")
    if effect.low is not None and effect.high is not None:
        parts.append(f"interval {effect.low:,} to {effect.high:,}")
    if effect.note:
        parts.append(effect.note)
    line = "; ".join(parts)
    return f"{line[0].upper()}{line[1:].rstrip('.')}." if line else ""
