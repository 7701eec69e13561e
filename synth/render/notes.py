"""What a claim rests on, said beside it: a short note, and a panel with the whole finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from synth.document import CitationItem, CitedDocument, Claim
from synth.model import Audience, Evidence, Project
from synth.render.badges import badge
from synth.wording import rated, short_author, short_name, study_line

def panel_id(tie: str) -> str:
    """The identifier of a finding's panel."""
    return f"panel-{tie.replace('#', '--')}"


class Notes:
    """Notes for the claims of one document; a study that was told of is only named again."""

    def __init__(self, cited: CitedDocument, project: Project, audience: Audience) -> None:
        self.cited = cited
        self.project = project
        self.audience = audience
        self.told: set[str] = set()
        self.labels = {entry.reference: entry.label for entry in cited.bibliography if entry.label}

    def note(self, claim: Claim) -> Markup:
        """The note of a claim, or nothing where all it rests on has been told already."""
        studies = [self._study(item) for item in claim.ties if item.tie in self.project.evidence]
        studies = [study for study in studies if study]
        if not studies:
            return Markup("")
        return Markup('<span class="note" role="note">{}</span>').format(
            Markup(" ").join(studies)
        )

    def _study(self, item: CitationItem) -> Markup:
        if item.tie in self.told:
            return Markup("")
        self.told.add(item.tie)
        evidence = self.project.evidence[item.tie]
        name = short_name(self.cited.items[item.reference])
        if label := self.labels.get(item.reference):
            name = f"{label.rstrip('.')} {name}"
        known = item.reference in self.told
        self.told.add(item.reference)
        line = "" if known else study_line(evidence.record, self.project, self.cited.document.locale)
        return Markup('<span class="study"><b>{}</b> {} {}</span>').format(
            name, line, self._how_sure(evidence)
        )

    def _how_sure(self, evidence: Evidence) -> Markup:
        parts: list[Markup] = []
        if self.audience.framework is not None:
            parts.append(badge(rated(evidence, self.audience.framework, self.project)))
        parts.append(self._reading(evidence))
        return Markup(" · ").join(parts)

    def _reading(self, evidence: Evidence) -> Markup:
        """How the study was read; for second-hand reading a link to the work that reported it."""
        record = evidence.record
        place = _locator(evidence)
        if record.via is None or record.via not in self.cited.items:
            return Markup("{}").format(place)
        via = self.cited.items[record.via]
        return Markup('<a href="#ref-{}">second-hand</a>, in {}{}').format(
            record.via, short_author(via), f", {place}" if place else ""
        )

    def panels(self) -> Markup:
        """A panel for each finding that the document cites."""
        ties = dict.fromkeys(
            item.tie for claim in self.cited.document.claims() for item in claim.ties
        )
        return Markup("\n").join(
            self._panel(self.project.evidence[tie]) for tie in ties if tie in self.project.evidence
        )

    def _panel(self, evidence: Evidence) -> Markup:
        rows = Markup("").join(
            Markup("<dt>{}</dt><dd>{}</dd>").format(name, value)
            for name, value in self._rows(evidence)
        )
        return Markup(
            '<div class="panel" id="{}" popover tabindex="-1" role="dialog" aria-label="{}">'
            '<button type="button" popovertarget="{}" popovertargetaction="hide" '
            'aria-label="Close">✕</button>'
            "<h2>{}</h2><dl>{}</dl></div>"
        ).format(
            panel_id(evidence.id),
            f"What stands behind this: {short_name(self.cited.items[evidence.reference])}",
            panel_id(evidence.id),
            short_name(self.cited.items[evidence.reference]),
            rows,
        )

    def _rows(self, evidence: Evidence) -> Iterator[tuple[str, str | Markup]]:
        finding, record = evidence.finding, evidence.record
        yield "Finding", finding.statement
        yield "Study", study_line(record, self.project, self.cited.document.locale)
        if effect := _effect(evidence):
            yield "Size", effect
        if self.audience.framework is not None:
            level = rated(evidence, self.audience.framework, self.project)
            why = Markup(": {}.").format(level.why.rstrip(".")) if level.why else Markup("")
            yield "Rating", badge(level) + why
        limits: Sequence[str] = (*finding.limits, *record.limits)
        if limits:
            yield "Limits", Markup("<ul>{}</ul>").format(
                Markup("").join(Markup("<li>{}</li>").format(limit) for limit in limits)
            )
        yield "Where", self._where(evidence)
        yield "Reference", Markup('<a href="#ref-{}">{}</a>').format(
            evidence.reference, "See the full entry"
        )

    def _where(self, evidence: Evidence) -> str | Markup:
        place = _locator(evidence) or "no place given"
        record = evidence.record
        if record.via is None or record.via not in self.cited.items:
            return f"{place[0].upper()}{place[1:]}."
        via = short_name(self.cited.items[record.via])
        return f"Read second-hand, in {via}, {place}. The study itself was not read."


def _locator(evidence: Evidence) -> str:
    locator = evidence.finding.locator
    if locator is None:
        return ""
    if locator.label == "page":
        return f"p. {locator.value}"
    return f"‘{locator.value}’" if locator.label == "section" else f"{locator.label} {locator.value}"


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

