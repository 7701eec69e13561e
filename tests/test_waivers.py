"""Waivers at their place, and the severities of synth.toml."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.check.waivers import waivers_of
from synth.checking import Checked, check_tasks, tasks
from synth.load.settings import read_settings
from synth.model import Brief, FrontMatter
from tests.conftest import Copy

HEAD = "---\ntitle: T\naudience: schools\n---\n\n"
CITED = "Pupils who were offered a club missed fewer days [@lee2019#attendance]."
FIGURE = "Clubs cost £40 a term."
ALLOW = "<!-- synth: allow uncited-claim: our own price list -->"


def checked(project: Copy, text: str) -> list[Checked]:
    project.write(
        "briefs/both.md", text if text.startswith("---") else f"{HEAD}{text}\n\n{CITED}\n"
    )
    loaded = project.load()
    assert loaded.problems == ()
    return list(check_tasks(loaded, tasks(loaded, ["both"])))


def told(project: Copy, text: str) -> list[tuple[str, int]]:
    """The rules that still speak, each with the line of the text that it names."""
    lines = 0 if text.startswith("---") else HEAD.count("\n")
    problems = dict.fromkeys(p for each in checked(project, text) for p in each.problems)
    rules = ("uncited-claim", "unused-waiver", "bad-waiver")
    return [(p.rule, (p.place.line or 0) - lines) for p in problems if p.place and p.rule in rules]


HOLDS = {
    "at the end of a sentence": f"{FIGURE} {ALLOW}",
    "inside the sentence": f"Clubs cost {ALLOW} £40 a term.",
    "in a wrapped paragraph": f"Clubs are good.\n{FIGURE}\nThey are open {ALLOW}\nevery day.",
    "in a wrapped paragraph, before": f"Clubs are good {ALLOW}\nfor all. Each\nof them cost £40.",
    "alone before a paragraph": f"{ALLOW}\n{FIGURE}",
    "alone before a paragraph, an empty line between": f"{ALLOW}\n\n\n{FIGURE}",
    "alone, for the whole of the next paragraph": f"{ALLOW}\n\nClubs are good.\nThey\ncost £40.",
    "over several lines": f"<!-- synth: allow uncited-claim:\n  our own\n  prices -->\n{FIGURE}",
    "two alone before one paragraph":
        f"{ALLOW}\n\n<!-- a remark -->\n\n{FIGURE}",
    "in a list item": f"- Clubs are good.\n- {FIGURE} {ALLOW}",
    "in a list item that is wrapped": f"- Clubs are good, and\n  they cost £40. {ALLOW}",
    "alone before a list item": f"{ALLOW}\n- {FIGURE}\n- Clubs are good.",
    "in a numbered list": f"1. Clubs are good.\n2. {FIGURE} {ALLOW}",
    "in a table row": f"| A | B |\n|---|---|\n| Club | £40 a term {ALLOW} |",
    "in a row without strokes at its ends": f"A | B\n---|---\nClub | £40 a term {ALLOW}",
    "in a quotation": f"> Clubs are good.\n> {FIGURE} {ALLOW}",
    "beside another": f"{FIGURE} {ALLOW} <!-- a remark -->",
    "behind code": f"Write `<!-- so -->`. {FIGURE} {ALLOW}",
    "in the part of one audience": f"{{% if audience %}}\n{FIGURE} {ALLOW}\n{{% endif %}}",
    "with Windows line ends": f"{ALLOW}\r\n\r\n{FIGURE}",
}  # fmt: skip


@pytest.mark.parametrize("text", HOLDS.values(), ids=HOLDS)
def test_it_holds(project: Copy, text: str) -> None:
    assert told(project, text) == []


DOES_NOT_HOLD = {
    "for the next paragraph": (f"Clubs are good. {ALLOW}\n\n{FIGURE}", 3),
    "for the paragraph before": (f"{FIGURE}\n\n{ALLOW}\n\nClubs are good.", 1),
    "alone, for the second paragraph": (f"{ALLOW}\n\nClubs are good.\n\n{FIGURE}", 5),
    "alone in a paragraph, for what stands above": (f"{FIGURE}\n{ALLOW}\nClubs are good.", 1),
    "for the next list item": (f"- Clubs are good. {ALLOW}\n- {FIGURE}", 2),
    "for the list item before": (f"- {FIGURE}\n- Clubs are good. {ALLOW}", 1),
    "for another row": (f"| A | B |\n|---|---|\n| x | y {ALLOW} |\n| Club | £40 |", 4),
    "for another row without strokes": (f"A | B\n---|---\nx | y {ALLOW}\nClub | £40", 4),
    "for what stands under a heading": (f"## Prices {ALLOW}\n{FIGURE}", 2),
    "for the other branch":
        (f"{{% if audience %}}\n{FIGURE}\n{{% else %}}\nOne {ALLOW}\n{{% endif %}}", 2),
    "of another rule": (f"{FIGURE} <!-- synth: allow untied-claim: it is so -->", 1),
    "at the end of the brief": (f"{FIGURE}\n\n{CITED}\n\n{ALLOW}", 1),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line"), DOES_NOT_HOLD.values(), ids=DOES_NOT_HOLD)
def test_it_does_not_hold(project: Copy, text: str, line: int) -> None:
    said = told(project, text)
    assert ("uncited-claim", line) in said
    assert [rule for rule, _ in said].count("unused-waiver") == 1


IN_CODE = {
    "a fence": f"{FIGURE}\n\n```html\n{ALLOW}\n```",
    "a fence of tildes": f"{FIGURE}\n\n~~~\n{ALLOW}\n~~~",
    "a longer fence": f"{FIGURE}\n\n````\n```\n{ALLOW}\n```\n````",
    "a fence that is not closed": f"{FIGURE}\n\n```\n{ALLOW}",
    "a code span": f"{FIGURE} Write `{ALLOW}` for that.",
}


@pytest.mark.parametrize("text", IN_CODE.values(), ids=IN_CODE)
def test_in_code_it_is_none(project: Copy, text: str) -> None:
    assert told(project, text) == [("uncited-claim", 1)]


BAD = {
    "no reason": ("<!-- synth: allow uncited-claim -->", "gives no reason"),
    "an empty reason": ("<!-- synth: allow uncited-claim:  -->", "gives no reason"),
    "an unknown rule": ("<!-- synth: allow uncited-clam: x -->", 'did you mean "uncited-claim"?'),
    "no rule": ("<!-- synth: allow: x -->", "is no waiver"),
    "another word": ("<!-- synth: ignore uncited-claim: x -->", "is no waiver"),
    "no colon": ("<!-- synth: allow uncited-claim it is so -->", "is no waiver"),
    "one that cannot be waived": ("<!-- synth: allow no-claims: x -->", "cannot be waived"),
    "one that must be": ("<!-- synth: allow template-failed: x -->", "no briefing is made"),
    "not closed": ("<!-- synth: allow uncited-claim: x", "the comment is not closed"),
    "closed by another": ("<!-- synth: allow uncited-claim: x\n\n<!-- a -->", "not closed"),
}


@pytest.mark.parametrize(("comment", "says"), BAD.values(), ids=BAD)
def test_a_bad_one_is_told_of(project: Copy, comment: str, says: str) -> None:
    [one] = checked(project, f"Clubs are good. {comment}")
    [bad] = [each for each in one.problems if each.rule == "bad-waiver"]
    assert says in bad.message
    assert bad.place is not None
    assert (bad.place.line, bad.place.column) == (6, 22)


def test_what_is_waived_is_kept_with_its_reason(project: Copy) -> None:
    [one] = checked(project, f"{FIGURE} {ALLOW}")
    [waived] = one.waived
    assert (waived.problem.rule, waived.reason) == ("uncited-claim", "our own price list")


def test_one_in_the_head_holds_for_the_brief_as_a_whole(project: Copy) -> None:
    head = "---\ntitle: T\naudience: schools\nnocite: '@nobody'  # synth: allow untied-claim: all of it\n---\n"
    body = "\nClubs went with fewer missed days [@lee2019].\n\nHow sure? [@lee2019#attendance]\n"
    said = [each for one in checked(project, head + body) for each in one.problems]
    rules = [each.rule for each in said]
    assert "unused-waiver" in rules  # a claim is no matter of the head
    assert "untied-claim" in rules
    unused = next(each for each in said if each.rule == "unused-waiver")
    assert unused.place is not None
    assert (unused.place.line, unused.place.column) == (4, 22)


def test_words_between_quotation_marks_in_the_head_are_no_waiver(project: Copy) -> None:
    head = '---\ntitle: "Clubs # synth: allow uncited-claim: x"\naudience: schools\n---\n\n'
    assert told(project, f"{head}{FIGURE}\n\n{CITED}\n") == [("uncited-claim", 6)]


SEVERAL = (
    "---\ntitle: T\naudience: [schools, health-partners]\n---\n\n"
    '{{% if audience.name == "Schools" %}}{schools}{{% else %}}{others}{{% endif %}} {allow}\n\n{cited}\n'
)


def test_for_several_audiences_one_that_needs_it_is_enough(project: Copy) -> None:
    text = SEVERAL.format(schools=FIGURE, others="Clubs are good.", allow=ALLOW, cited=CITED)
    assert told(project, text) == []
    text = SEVERAL.format(schools="Clubs.", others="Clubs are good.", allow=ALLOW, cited=CITED)
    assert told(project, text) == [("unused-waiver", 6)]
    loaded = project.load()
    part = check_tasks(loaded, tasks(loaded, ["both"], ["schools"]))
    assert "unused-waiver" not in [each.rule for one in part for each in one.problems]


def test_an_error_that_is_waived_stops_no_briefing(project: Copy) -> None:
    project.write("briefs/both.md", f"{HEAD}{FIGURE} {ALLOW}\n\n{CITED}\n")
    [built] = project.build("both")
    assert built.paths


def test_more_than_anyone_needs_are_not_heard() -> None:
    source = f"---\ntitle: T\naudience: schools\n---\n{ALLOW}" + f"\n{ALLOW}" * 20_000
    brief = Brief("a", None, "briefs/a.md", FrontMatter("T", "schools"), source, 5)
    waivers, [problem] = waivers_of(brief)
    assert len(waivers) == 500
    assert problem.message == "only 500 waivers are heard"


@given(st.text(alphabet="<!-> `~\nsynth:alowx|#-", max_size=120))
def test_no_text_is_too_strange(text: str) -> None:
    source = f"---\ntitle: T\naudience: schools\n---\n{text}"
    brief = Brief("a", None, "briefs/a.md", FrontMatter("T", "schools"), source, 5)
    waivers, problems = waivers_of(brief)
    last = source.count("\n") + 1
    assert all(each.place and 5 <= (each.place.line or 0) <= last for each in (*waivers, *problems))


# ── synth.toml ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("severity", ["warning", "info", "error"])
def test_a_severity_is_what_the_project_says(project: Copy, severity: str) -> None:
    project.write("synth.toml", f'[rules]\nuncited-claim = "{severity}"\n')
    [one] = checked(project, FIGURE)
    assert [str(each.severity) for each in one.problems if each.rule == "uncited-claim"] == [
        severity
    ]


def test_a_rule_that_is_off_says_nothing(project: Copy) -> None:
    project.write("synth.toml", '[rules]\nuncited-claim = "off"\n')
    assert told(project, FIGURE) == []
    assert told(project, f"{FIGURE} {ALLOW}") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[rules\n", "synth.toml:1:7: error[toml-syntax]"),
        ("rules = 1\n", "synth.toml:1:1: error[wrong-value]"),
        ("[rule]\n", 'synth.toml:1:2: error[unknown-key] unknown key "rule"; did you mean "rules"?'),
        ('[rules]\nuncited = "off"\n', 'synth.toml:2:1: error[unknown-key] no rule is called "uncited"'),
        ('[rules]\n\nuncited-claim = "of"\n', 'synth.toml:3:1: error[wrong-value] "of" is no severity'),
        ("[rules]\nuncited-claim = true\n", 'synth.toml:2:1: error[wrong-value] "True" is no severity'),
        ("[rules]\nuncited-claim = []\n", 'synth.toml:2:1: error[wrong-value] "[]" is no severity'),
        ('[rules]\nno-claims = "off"\n', "synth.toml:2:1: error[wrong-value] no-claims is always"),
        ('[rules]\ntoo-deep = "info"\n', "synth.toml:2:1: error[wrong-value] too-deep is always"),
        ('rules.uncited-claim = "of"\n', 'synth.toml:1:7: error[wrong-value] "of" is no severity'),
        ('[rules]\n# uncited-claim = "off"\nuncited-claim = "of"\n', "synth.toml:3:1: error"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_told_of_at_its_place(text: str, says: str) -> None:
    settings, problems = read_settings(text, "synth.toml")
    assert [str(each) for each in problems if str(each).startswith(says)], list(map(str, problems))
    assert not settings.rules


def test_a_bad_setting_hides_no_good_one() -> None:
    settings, problems = read_settings(
        '[rules]\nuncited-claim = "off"\nuntied-claim = "of"\n', "synth.toml"
    )
    assert settings.rules == {"uncited-claim": "off"}
    assert len(problems) == 1


def test_a_severity_reaches_what_is_said_of_the_projects_files(project: Copy) -> None:
    project.replace("references/records/lee2019.yaml", "outcome: attendance", "outcome: atendance")
    assert [str(each.severity) for each in project.problems() if each.rule == "unknown-term"] == [
        "error"
    ] * 2
    project.write("synth.toml", '[rules]\nunknown-term = "info"\n')
    assert [str(each.severity) for each in project.problems() if each.rule == "unknown-term"] == [
        "info"
    ] * 2
