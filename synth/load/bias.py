"""Risk of bias: what is wrong with a tool's file, and with a record's judgements by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from synth.bias import BiasAssessment, BiasTool, DomainBias
from synth.load.yaml_file import Path, YamlFile
from synth.problems import Problem, did_you_mean, error, warning

MOST_DOMAINS, MOST_JUDGEMENTS = 12, 8
"""A picture has room for no more."""

OVERALL = "overall"


def link_tool(tool: BiasTool, file: YamlFile) -> Iterator[Problem]:
    """What is wrong with the domains and judgements of a tool."""
    for key, most in (("domains", MOST_DOMAINS), ("judgements", MOST_JUDGEMENTS)):
        listed: Sequence[object] = getattr(tool, key)
        if not 0 < len(listed) <= most:
            said = f"a tool has 1 to {most} {key}, and this one has {len(listed)}"
            yield error("wrong-value", said, file.place((key,)))
        yield from _twice([each.id for each in getattr(tool, key)], "id", key, file)
        yield from _twice([each.letter for each in getattr(tool, key)], "letter", key, file)
    for index, domain in enumerate(tool.domains):
        if domain.id == OVERALL:
            said = 'a domain cannot be called "overall": that is the judgement of the whole'
            yield error("bad-name", said, file.place(("domains", index, "id")))
        if not 0 < len(domain.letter) <= 3:
            said = f'"{domain.letter[:20]}" is no letter of a domain'
            hint = "Use one to three letters: D1."
            yield error("wrong-value", said, file.place(("domains", index, "letter")), hint)
    for index, level in enumerate(tool.judgements):
        if len(level.letter.strip()) != 1:
            said = f'"{level.letter[:20]}" is no sign of a judgement'
            hint = "Use one letter or sign: +."
            yield error("wrong-value", said, file.place(("judgements", index, "letter")), hint)


def _twice(words: Sequence[str], what: str, key: str, file: YamlFile) -> Iterator[Problem]:
    for index, word in enumerate(words):
        if word in words[:index]:
            said = f'the {what} "{word}" stands twice'
            yield error("duplicate-key", said, file.place((key, index, what)))


def link_bias(
    assessments: Mapping[str, BiasAssessment], file: YamlFile, tools: Mapping[str, BiasTool]
) -> Iterator[Problem]:
    """Every tool, domain and judgement of an evidence record that no tool's file has."""
    for name, assessment in assessments.items():
        path: Path = ("risk-of-bias", name)
        tool = tools.get(name)
        if tool is None:
            yield error(
                "unknown-framework",
                f'unknown risk-of-bias tool "{name}"{did_you_mean(name, tools)}',
                file.key_place(path),
                f"Known: {', '.join(sorted(tools))}; each is a file of references/risk-of-bias.",
            )
            continue
        yield from _link_domains(assessment, file, (*path, "domains"), name, tool)
        if assessment.overall is not None and not tool.overall:
            said = f"{tool.name} gives no judgement overall"
            yield error("unknown-key", said, file.key_place((*path, OVERALL)), "Take it out.")
        elif (overall := assessment.of(None)) is not None:
            yield from _level(overall.judgement, file, (*path, OVERALL), name, tool)
            yield from _too_good(assessment, overall, file, path, tool)


def _too_good(
    assessment: BiasAssessment, overall: DomainBias, file: YamlFile, path: Path, tool: BiasTool
) -> Iterator[Problem]:
    """A judgement of the whole that is better than one of its parts."""
    steps = [each.id for each in tool.judgements if each.tone != "none"]
    judged = [(id, each.judgement) for id in assessment.domains if (each := assessment.of(id))]
    known = [(steps.index(word), id, word) for id, word in judged if word in steps]
    if not known or overall.judgement not in steps:
        return
    worst, id, word = max(known)
    if steps.index(overall.judgement) < worst:
        yield warning(
            "at-odds",
            f'overall is "{overall.judgement}", and the domain "{id}" is "{word}"',
            file.place((*path, OVERALL)),
            f"By {tool.name} a study as a whole is no better than the worst of its domains.",
        )


def _link_domains(
    assessment: BiasAssessment, file: YamlFile, path: Path, name: str, tool: BiasTool
) -> Iterator[Problem]:
    known = [domain.id for domain in tool.domains]
    for id in assessment.domains:
        judged = assessment.of(id)
        if id not in known:
            yield error(
                "unknown-key",
                f'{tool.name} has no domain "{id}"{did_you_mean(id, known)}',
                file.key_place((*path, id)),
                f"Its domains are {', '.join(known)}.",
            )
        elif judged is not None:
            yield from _level(judged.judgement, file, (*path, id), name, tool)


def _level(word: str, file: YamlFile, path: Path, name: str, tool: BiasTool) -> Iterator[Problem]:
    if tool.level(word) is not None:
        return
    known = [each.id for each in tool.judgements]
    within = (*path, "judgement")
    yield error(
        "unknown-level",
        f'unknown judgement of {name} "{word}"{did_you_mean(_slug(word), known)}',
        file.place(within if within in file.values else path),
        f"Its judgements are {', '.join(known)}.",
    )


def _slug(word: str) -> str:
    return re.sub(r"[\s_]+", "-", word.strip().lower())
