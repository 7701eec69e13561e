"""Summary of findings in GRADE's form (Cochrane Handbook, chapter 14): a row for each body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from synth.document import Badge, Block, Claim, Inline, Paragraph, Table, Text
from synth.model import Body, Evidence, Project
from synth.synthesis.body_row import BodyRow, Relative, body_row, evidence_of
from synth.synthesis.certainty import LEVELS, PARTS, START, Gap, Step
from synth.synthesis.footnotes import Footnotes
from synth.synthesis.statement import Words, statement
from synth.synthesis.view import Narrow, Setting, SynthesisError, UnknownWordError, View
from synth.wording import as_sentence, mid_sentence, short_name

Cell = tuple[Inline, ...]

NOT_KNOWN = "not known"

NO_CAUSE = "This is about what goes with what: nothing here shows that one causes the other."


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryOptions(Narrow):
    """Which bodies of evidence are summed up."""

    body: tuple[str, ...] = field(
        default=(), metadata={"help": "Only this file of references/bodies/, without .yaml."}
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """The rows, and the bodies of which some findings are not among those asked for."""

    rows: tuple[BodyRow, ...]
    left_out: tuple[str, ...] = ()


def find(findings: Sequence[Evidence], options: SummaryOptions, project: Project) -> Summary:
    """The bodies whose findings are all there. Raises SynthesisError where there is none."""
    for name in options.body:
        if name not in project.bodies:
            raise UnknownWordError.among(
                "body of evidence", name, project.bodies, "Those of references/bodies/ are"
            )
    there = {(id(each.record), each.name) for each in findings}
    rows: list[BodyRow] = []
    left_out: list[str] = []
    for name, body in project.bodies.items():
        if options.body and name not in options.body:
            continue
        evidence = evidence_of(body, project.evidence)
        inside = sum((id(each.record), each.name) in there for each in evidence)
        if evidence and inside == len(evidence):
            rows.append(body_row(name, body, evidence, project))
        elif inside:
            left_out.append(name)
    if not rows:
        raise SynthesisError(_nothing(left_out))
    return Summary(tuple(rows), tuple(left_out))


def _nothing(left_out: Sequence[str]) -> str:
    if left_out:
        return (
            f"of {', '.join(left_out)} only some findings are asked for, and certainty is that of "
            "a whole body\n    Ask for less narrowing: by outcome, exposure or body alone."
        )
    return (
        "no body of evidence holds these findings, so there is no certainty to show\n"
        "    Judge one in a file of references/bodies/: `synth schema body` says what it holds."
    )


def show(summary: Summary, _: SummaryOptions, setting: Setting) -> tuple[Block, ...]:
    """A table with lettered reasons, and what a reader must know of it."""
    notes = Footnotes()
    wide = any(row.risks is not None for row in summary.rows)
    mixed = len({row.causal for row in summary.rows}) > 1
    rows = tuple(_row(row, notes, setting, wide=wide, mixed=mixed) for row in summary.rows)
    absolute = ("In the comparison", "With the exposure", "Difference") if wide else ()
    head = (
        "Outcome and exposure",
        "People (studies)",
        "Relative effect",
        *(f"{part}, per 1,000" for part in absolute or ("Absolute effect",)),
        "Certainty (GRADE)",
        "What it comes to",
    )
    table = Table(
        head=tuple((Text(words),) for words in head),
        rows=rows,
        caption=(Text("Summary of findings"),),
        number=None,
        place=setting.place,
        notes=tuple(notes.notes),
    )
    said = _remarks(summary, setting)
    return (table, *(Paragraph((Text(words),), setting.place) for words in said))


def _row(
    row: BodyRow, notes: Footnotes, setting: Setting, *, wide: bool, mixed: bool
) -> tuple[Cell, ...]:
    body = setting.project.bodies[row.body]
    outcome, exposure = setting.outcome(row.outcome), setting.exposure(row.exposure)
    said = statement(row, words_of(body, setting))
    if body.statement and row.certainty.complete:
        said = body.statement
    return (
        (_claim(row, f"{outcome}: {mid_sentence(exposure)} ", setting),),
        _people(row, notes, setting),
        _relative(row, notes, setting),
        *_absolute(row, body, notes, setting, wide=wide),
        _certainty(row, notes),
        (Text(said), *_no_cause(row, notes, mixed=mixed)),
    )


def _no_cause(row: BodyRow, notes: Footnotes, *, mixed: bool) -> Cell:
    """The mark of a row that cannot show a cause, beside rows that can."""
    return (notes.mark(NO_CAUSE),) if mixed and not row.causal else ()


def words_of(body: Body, setting: Setting) -> Words:
    """How a reader is told of a body, in the audience's words."""
    exposure = mid_sentence(setting.exposure(body.exposure))
    return Words(
        outcome=body.measured or mid_sentence(setting.outcome(body.outcome)),
        exposure=f"having more {exposure}",
        exposed=body.exposed or f"there is more {exposure}",
    )


def _claim(row: BodyRow, words: str, setting: Setting) -> Claim:
    """The row's name, tied to each of its findings."""
    citation = setting.citing(*(setting.project.evidence[id] for id in row.findings))
    return Claim("", "finding", (Text(words), citation), (), setting.place)


def _people(row: BodyRow, notes: Footnotes, setting: Setting) -> Cell:
    people = row.participants
    studies = "1 study" if row.studies == 1 else f"{row.studies} studies"
    if row.cited_together:
        studies = f"up to {studies}"
    count = NOT_KNOWN if people.known is None else setting.number(people.known, 0)
    if people.known is not None and people.unknown:
        count = f"at least {count}"
    cell: list[Inline] = [Text(f"{count} ({studies})")]
    if 0 < people.unknown < people.studies:
        cell.append(notes.mark(f"The sample is not known for {people.unknown} of {studies}."))
    if row.cited_together:
        cell.append(
            notes.mark(
                "Works are named together for one statement, and their source does not say which "
                "of them shows it: they may be one result."
            )
        )
    if row.second_hand:
        every = row.second_hand == row.studies
        who = "No study was read itself" if every else f"{row.second_hand} of {studies} not read"
        cell.append(notes.mark(f"{who}: what is said was read in another work’s account."))
    return tuple(cell)


def _relative(row: BodyRow, notes: Footnotes, setting: Setting) -> Cell:
    effect = row.relative
    if effect is None:
        return (Text("not reported"), notes.mark(row.gaps["relative"]))
    cell: list[Inline] = [Text(_effect(effect, setting))]
    note = f" {as_sentence(effect.note)}" if effect.note else ""
    bounded = effect.low is not None and effect.high is not None
    gap = "" if bounded or "interval" in note else " No interval is reported."
    count = len(effect.findings)
    if effect.method is not None:
        studies = f"From {count} of {row.studies} studies" if row.studies > 1 else "From its study"
        words = f"{studies}, {effect.method}; the interval is of 95%.{note}"
    elif row.studies > 1:
        words = f"From one study of {row.studies}; the others give no size.{note}{gap}"
    else:
        words = f"{note}{gap}".strip()
    return (*cell, notes.mark(words)) if words else tuple(cell)


def _effect(effect: Relative, setting: Setting) -> str:
    """`odds ratio 0.73 (0.61 to 0.88)`."""

    def shown(value: float) -> str:
        digits = 2 if effect.method is not None else None
        unit = effect.unit or ""
        return f"{setting.number(value, digits)}{unit if unit == '%' else ''}"

    unit = f" {effect.unit}" if effect.unit and effect.unit != "%" else ""
    interval = ""
    if effect.low is not None and effect.high is not None:
        interval = f" ({shown(effect.low)} to {shown(effect.high)})"
    per = f" per {effect.per}" if effect.per else ""
    return f"{effect.metric} {shown(effect.estimate)}{unit}{per}{interval}"


def _absolute(
    row: BodyRow, body: Body, notes: Footnotes, setting: Setting, *, wide: bool
) -> tuple[Cell, ...]:
    """One cell without any risks in the table, three with them."""
    risks, risk = row.risks, body.comparison_risk
    if risks is None or risk is None:
        gap: Cell = (Text("not worked out"), notes.mark(row.gaps["absolute"]))
        return (gap, *((Text("–"),),) * 2) if wide else (gap,)
    exposed, difference = setting.number(risks.exposed, 0), _difference(risks.difference, setting)
    if risks.exposed_low is not None and risks.exposed_high is not None:
        low, high = (setting.number(end, 0) for end in (risks.exposed_low, risks.exposed_high))
        exposed += f" ({low} to {high})"
    if risks.difference_low is not None and risks.difference_high is not None:
        low, high = (
            _difference(end, setting) for end in (risks.difference_low, risks.difference_high)
        )
        difference += f" ({low} to {high})"
    marks: list[Inline] = []
    if risks.capped:
        marks.append(notes.mark("An end of the interval went beyond all people, and is set to it."))
    return (
        (Text(setting.number(risks.comparison, 0)), _source(body, notes, setting)),
        (Text(exposed),),
        (Text(difference), *marks),
    )


def _difference(value: float, setting: Setting) -> str:
    """`62 fewer`, `24 more`, `under 1 more`, `no difference`."""
    if value == 0:
        return "no difference"
    count = abs(round(value))
    many = setting.number(count, 0) if count else "under 1"
    return f"{many} {'fewer' if value < 0 else 'more'}"


def _source(body: Body, notes: Footnotes, setting: Setting) -> Inline:
    """Where the comparison's risk comes from."""
    risk = body.comparison_risk
    assert risk is not None
    reference = setting.project.references.get(risk.reference)
    name = short_name(reference.item) if reference else risk.reference
    place = f", {risk.locator.label} {risk.locator.value}" if risk.locator else ""
    why = f" {as_sentence(risk.why)}" if risk.why else ""
    who = f" {as_sentence(f'The comparison: {body.comparison}')}" if body.comparison else ""
    return notes.mark(f"The risk in the comparison is taken from {name}{place}.{why}{who}")


def _certainty(row: BodyRow, notes: Footnotes) -> Cell:
    found = row.certainty
    cell: list[Inline]
    if found.level is None:
        cell = [Text("not judged in full")]
    else:
        words = f"{found.level.replace('-', ' ')} certainty"
        cell = [Badge(words, LEVELS.index(found.level) + 1, len(LEVELS))]
    said = {step.part: step_words(step) for step in found.steps}
    said |= {gap.part: _gap(gap) for gap in found.missing}
    in_order = sorted(said, key=lambda part: PARTS.index(part) if part in PARTS else -1)
    reasons = [said[part] for part in in_order]
    if found.level is None:  # each step of a certainty is a mark, what is unfinished is one
        reasons = [" ".join(reasons)]
    for reason in reasons:
        cell += [notes.mark(reason), Text(" ")]
    return tuple(cell[:-1])


def _gap(gap: Gap) -> str:
    why = f" {as_sentence(gap.why)}" if gap.why else ""
    return f"{as_sentence(f'{gap.part}: not judged yet')}{why}"


def step_words(step: Step) -> str:
    """A step of the certainty with its reason: `Imprecision: serious, one level down. …`."""
    why = as_sentence(step.why)
    part = step.part[0].upper() + step.part[1:]
    count = {1: "one level", 2: "two levels", 3: "three levels"}.get(abs(step.by), "")
    match step.effect:
        case "starts":
            return f"Starts {step.judgement}. {why}"
        case "kept":
            return f"{part}: {step.judgement}. {why}"
        case "lowered":
            return f"{part}: {step.judgement}, {count} down. {why}"
        case "raised":
            return f"{part}: {count} up. {why}"
        case "not applied":
            held = "it is at the top" if step.after == LEVELS[-1] else "it is rated down"
            return f"{part}: not rated up, as {held}. {why}"
    raise AssertionError(START)


def _remarks(summary: Summary, setting: Setting) -> list[str]:
    said = []
    if not any(row.causal for row in summary.rows):
        said.append(NO_CAUSE)
    bodies = setting.project.bodies
    about = (bodies[row.body].about for row in summary.rows)
    said += dict.fromkeys(words.strip() for words in about if words)
    if summary.left_out:
        said.append(
            f"Left out, as only some of their findings are drawn on here: "
            f"{', '.join(name.replace('-', ' ') for name in summary.left_out)}."
        )
    return said


VIEW = View(SummaryOptions, find, show, positional=("body",))
