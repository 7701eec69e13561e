"""The report: recall by operator and half, false alarms, and what other tools catch."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.faults.fault import HELD_OUT_SUBJECT
from benchmarks.faults.measure import Clean, Measured, Result
from benchmarks.faults.operators import OPERATORS
from benchmarks.faults.plant import MOST, SEED

HALVES = ("dev", "held-out")
OUTCOMES = ("as error", "as warning", "wrong line", "another rule", "missed", "pandoc", "key check")


def wilson(hits: int, all: int) -> tuple[float, float]:
    """The 95% interval of a share by Wilson's method (1927): low and high, between 0 and 1."""
    if not all:
        return 0.0, 1.0
    z = 1.959964
    share, weight = hits / all, z * z / all
    middle = (share + weight / 2) / (1 + weight)
    reach = z * math.sqrt(share * (1 - share) / all + weight / (4 * all)) / (1 + weight)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def report(measured: Measured) -> str:
    return "\n".join([*_head(measured), *_operators(measured), *_alarms(measured.clean)]) + "\n"


def _head(measured: Measured) -> Iterator[str]:
    results = measured.results
    yield "# Planted faults: what the checks find"
    yield ""
    yield (
        "Written by `python -m benchmarks.faults --write`; [README.md](README.md) says what is "
        "measured and how."
    )
    yield ""
    yield (
        f"{len(results):,} faults, each planted alone. All faults of `{HELD_OUT_SUBJECT}` and a "
        "quarter of the others are held out, by a hash of subject, operator and place; at most "
        f"{MOST} of an operator in a subject, drawn with seed {SEED}. "
        f"{sum(measured.left.values()):,} edits were left out, as they leave the claim true."
    )
    yield ""
    yield from _table("half", "faults", "caught", "recall, 95% interval", *OUTCOMES)
    for half in HALVES:
        own = [each for each in results if each.half == half]
        if own:
            yield f"| {half} | {len(own):,} | " + " | ".join(_summary(own)) + " |"
    yield ""


def _table(*names: str) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield "|---" * len(names) + "|"


def _summary(own: Sequence[Result]) -> Iterator[str]:
    verdicts = Counter(each.verdict for each in own)
    severities = Counter(each.severity for each in own)
    low, high = wilson(verdicts["caught"], len(own))
    yield f"{verdicts['caught']:,}"
    yield f"{verdicts['caught'] / len(own):.1%} ({low:.1%} to {high:.1%})"
    yield str(severities["error"])
    yield str(severities["warning"] + severities["info"])
    for verdict in ("wrong line", "another rule", "missed"):
        yield str(verdicts[verdict])
    yield str(sum(each.pandoc for each in own))
    yield str(sum(each.keys for each in own))


def _operators(measured: Measured) -> Iterator[str]:
    yield "## By operator"
    yield ""
    yield (
        "Caught of planted. `as error` and `as warning` say how severe the right answer was; "
        "`left out` are edits that leave the claim true."
    )
    yield ""
    yield from _table("operator", "dev", "held out", *OUTCOMES, "left out")
    for name in OPERATORS:
        own = [each for each in measured.results if each.operator == name]
        if not own:
            continue
        verdicts = Counter(each.verdict for each in own)
        severities = Counter(each.severity for each in own)
        cells = [
            *(_share([each for each in own if each.half == half]) for half in HALVES),
            str(severities["error"]),
            str(severities["warning"] + severities["info"]),
            *(str(verdicts[verdict]) for verdict in ("wrong line", "another rule", "missed")),
            str(sum(each.pandoc for each in own)),
            str(sum(each.keys for each in own)),
            str(measured.left.get(name, 0)),
        ]
        yield f"| {name} | " + " | ".join(cells) + " |"
    yield ""


def _share(own: Sequence[Result]) -> str:
    return f"{sum(each.verdict == 'caught' for each in own)} / {len(own)}" if own else ""


def _alarms(clean: Sequence[Clean]) -> Iterator[str]:
    yield "## False alarms"
    yield ""
    yield "What the check says of the briefs without faults, for each 100 sentences."
    yield ""
    yield "| subject | sentences | errors | for each 100 | warnings | for each 100 | by rule |"
    yield "|---|---|---|---|---|---|---|"
    rows = [
        *clean,
        Clean(
            "all",
            sum(each.sentences for each in clean),
            tuple(p for c in clean for p in c.problems),
        ),
    ]
    for each in rows:
        errors = sum(problem.severity == "error" for problem in each.problems)
        warnings = sum(problem.severity == "warning" for problem in each.problems)
        rules = Counter(problem.rule for problem in each.problems if problem.severity != "info")
        named = ", ".join(f"{rule} {count}" for rule, count in rules.most_common())
        yield (
            f"| {each.subject} | {each.sentences} | {errors} | "
            f"{100 * errors / each.sentences:.2f} | {warnings} | "
            f"{100 * warnings / each.sentences:.2f} | {named} |"
        )


def misses(results: Sequence[Result]) -> Iterator[str]:
    """One line for each fault that was not caught, for those who mend the rules."""
    for each in results:
        if each.verdict != "caught":
            old, new = (" ".join(text.split())[:90] for text in (each.old, each.new))
            yield (
                f"{each.operator} [{each.subject}] {each.place}: {old!r} -> {new!r}\n"
                f"    {each.verdict}; wanted {', '.join(each.wanted)}; "
                f"new: {', '.join(each.said) or 'nothing'}"
            )
