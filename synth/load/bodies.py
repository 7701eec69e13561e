"""Bodies of evidence: every name that they use is defined, and every judgement may be made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace

from synth.load.yaml_file import Path, YamlFile
from synth.model import Body, Evidence, Reference, Vocabulary
from synth.problems import Problem, did_you_mean, error, warning
from synth.synthesis.body_row import evidence_of

EXTREME = ("risk-of-bias", "imprecision")
"""The domains that GRADE lets take three levels: Schünemann and others (2019), GRADE guidelines 18,
for risk of bias; Schünemann and others (2022), GRADE guidance 35, for imprecision."""


def under_own_keys(body: Body, aliases: Mapping[str, str]) -> Body:
    """The body with each work that it names by another of its keys under its own."""
    if not aliases:
        return body
    findings = tuple(
        f"{aliases.get(key, key)}{mark}{name}"
        for key, mark, name in (id.rpartition("#") for id in body.findings)
    )
    risk = body.comparison_risk
    if risk is not None:
        risk = replace(risk, reference=aliases.get(risk.reference, risk.reference))
    return replace(body, findings=findings, comparison_risk=risk)


def link_body(
    body: Body,
    file: YamlFile,
    references: Collection[str] | Mapping[str, Reference],
    vocabulary: Vocabulary,
    evidence: Mapping[str, Evidence],
) -> Iterator[Problem]:
    """Names that nothing defines in a body of evidence, and judgements that GRADE rules out."""
    for kind, word in (("outcome", body.outcome), ("exposure", body.exposure)):
        known = [term.id for term in getattr(vocabulary, f"{kind}s")]
        if word not in known:
            yield error(
                "unknown-term",
                f'unknown {kind} "{word}"{did_you_mean(word, known)}',
                file.place((kind,)),
                f"The {kind}s are listed in references/vocabulary.yaml.",
            )
    yield from _findings(body, file, evidence)
    yield from _domains(body, file)
    yield from _upgrades(body, file)
    yield from _reasons(body, file)
    yield from _risk(body, file, references)
    yield from _at_odds(body, file, evidence_of(body, evidence))


def _findings(body: Body, file: YamlFile, evidence: Mapping[str, Evidence]) -> Iterator[Problem]:
    for index, id in enumerate(body.findings):
        place = file.place(("findings", index))
        each = evidence.get(id)
        if each is None:
            yield error(
                "unknown-finding",
                f'no finding is called "{id}"{did_you_mean(id, evidence)}',
                place,
                "A finding is named KEY#FINDING; `synth evidence list` shows all of them.",
            )
        elif id in body.findings[:index]:
            yield error("duplicate-key", f'the finding "{id}" stands twice', place)
        elif each.finding.outcome != body.outcome or each.finding.basis != "result":
            kind = each.finding.basis if each.finding.basis != "result" else each.finding.outcome
            yield error(
                "wrong-value",
                f'"{id}" is no result on "{body.outcome}", but on "{kind}"'
                if each.finding.basis == "result"
                else f'"{id}" is no result of a study, but a {kind}',
                place,
                "A body of evidence holds results of studies on one outcome.",
            )
    if not body.findings and not any(
        each.finding.outcome == body.outcome
        and each.finding.exposure == body.exposure
        and each.finding.basis == "result"
        for each in evidence.values()
    ):
        yield error(
            "wrong-value",
            f'no study has a result on "{body.outcome}" and "{body.exposure}"',
            file.place(("outcome",)),
            "Name the findings under `findings`, or take the file out.",
        )


def _domains(body: Body, file: YamlFile) -> Iterator[Problem]:
    for part in fields(body.domains):
        name = part.name.replace("_", "-")
        judged = getattr(body.domains, part.name)
        if judged is not None and judged.judgement == "extremely-serious" and name not in EXTREME:
            yield error(
                "wrong-value",
                f"GRADE takes at most two levels for {name.replace('-', ' ')}",
                file.place(("domains", name, "judgement")),
                "Write very-serious; three levels are for risk of bias and imprecision alone.",
            )


def _upgrades(body: Body, file: YamlFile) -> Iterator[Problem]:
    down = [
        part.name.replace("_", " ")
        for part in fields(body.domains)
        if (judged := getattr(body.domains, part.name))
        and judged.judgement not in (None, "not-serious")
    ]
    for part in fields(body.upgrades):
        name = part.name.replace("_", "-")
        upgrade = getattr(body.upgrades, part.name)
        if upgrade is None:
            continue
        if down:
            yield error(
                "wrong-value",
                f"a body that is rated down ({', '.join(down)}) is not rated up",
                file.place(("upgrades", name)),
                "GRADE rates up only where there is no reason to rate down (Guyatt and others "
                "2011, GRADE guidelines 9). Take the upgrade out.",
            )
        if upgrade.by == 2 and name != "large-effect":
            yield error(
                "wrong-value",
                f"GRADE gives at most one level for {name.replace('-', ' ')}",
                file.place(("upgrades", name, "by")),
                "Two levels are for a very large effect alone.",
            )


def _at_odds(body: Body, file: YamlFile, held: Sequence[Evidence]) -> Iterator[Problem]:
    """Judgements that the findings of the body do not bear out."""
    effects = [each.finding.effect for each in held]
    if body.upgrades.large_effect is not None and not any(
        effect.estimate is not None or effect.exposed is not None for effect in effects
    ):
        yield error(
            "at-odds",
            "no finding here gives the size of an effect, so it cannot be rated up as large",
            file.place(("upgrades", "large-effect")),
            "Write the size into a record, or take the upgrade out.",
        )
    directions = [each.finding.direction for each in held]
    more, less = directions.count("increase"), directions.count("decrease")
    judged = body.domains.inconsistency
    if judged is not None and judged.judgement == "not-serious" and more and less:
        yield warning(
            "at-odds",
            f"inconsistency is not serious here, and {more} of {len(held)} findings say more, "
            f"{less} less",
            file.place(("domains", "inconsistency", "judgement")),
            "Judge again how far the findings agree.",
        )


def _reasons(body: Body, file: YamlFile) -> Iterator[Problem]:
    """Judgements whose reason is blank."""
    parts: list[tuple[Path, str | None]] = [
        *(
            (("domains", part.name.replace("_", "-"), "why"), judged.why)
            for part in fields(body.domains)
            if (judged := getattr(body.domains, part.name)) is not None
        ),
        *(
            (("upgrades", part.name.replace("_", "-"), "why"), upgrade.why)
            for part in fields(body.upgrades)
            if (upgrade := getattr(body.upgrades, part.name)) is not None
        ),
        (("start", "why"), body.start.why if body.start else None),
        (("size", "why"), body.size.why if body.size else None),
    ]
    for path, why in parts:
        if why is not None and not why.strip():
            yield error(
                "wrong-value",
                f'"why" wants the reason for the judgement of {str(path[-2]).replace("-", " ")}',
                file.place(path),
                "Readers are shown it. Without a reason, write null for the whole judgement.",
            )


def _risk(body: Body, file: YamlFile, references: Collection[str]) -> Iterator[Problem]:
    risk = body.comparison_risk
    if risk is None:
        return
    if not 0 <= risk.per_thousand <= 1000:
        yield error(
            "wrong-value",
            f"a comparison risk is from 0 to 1,000 of 1,000 people, and this is "
            f"{risk.per_thousand:,}",
            file.place(("comparison-risk", "per-thousand")),
            "Write how many of 1,000 people have the outcome in the comparison: 4% is 40.",
        )
    if risk.reference not in references:
        yield error(
            "unknown-reference",
            f'unknown reference "{risk.reference}"{did_you_mean(risk.reference, references)}',
            file.place(("comparison-risk", "reference")),
            "Add it to library.bib.",
        )
