"""Views of the evidence, asked for by a brief or of a library that somebody wrote to do harm."""

from __future__ import annotations

import re

import pytest

from synth.compose.stand_ins import MOST
from synth.problems import Problem
from tests.conftest import Copy

HEAD = "---\ntitle: It\naudience: schools\n---\n\n"
LINE = 6
"""Where the text of a brief starts."""

_NO_TEXT = re.compile(r"(?s)<(script|style)\b.*?</\1>|base64,[^\"]*|<[^>]*>")
_STAND_IN = re.compile("[\U000f0000-\U0010ffff]|udb80|(?i:F3%B0)|f0000")


def drafted(project: Copy, text: str) -> tuple[str, str, tuple[Problem, ...]]:
    """A draft of a brief with this text: its page, the words of the page, and its problems."""
    project.write("briefs/it.md", HEAD + text)
    (built,) = project.build("it", draft=True)
    page = built.path.read_text(encoding="utf-8") if built.paths else ""
    return page, _NO_TEXT.sub(" ", page), built.problems


@pytest.mark.parametrize(
    "text",
    [
        "## A heading {.x}\n\n{{ gap_map() | upper }}",
        '{{ gap_map() | replace("a", "b") }}',
        'Words {{ "x" ~ gap_map() ~ "y" }} after.',
        "{{ gap_map() | reverse }}",
        "{{ gap_map() | title }}",
        "{{ gap_map() | wordwrap(3) }}",
        "{{ gap_map()[:20] }}",
        "{{ [gap_map(), gap_map()] | join('-') }}",
        "{% set map = gap_map() %}\n\n{{ map }}\n\n{{ map }}",
        "{% macro map() %}{{ gap_map() }}{% endmacro %}\n{{ map() }}",
        "| a | b |\n|---|---|\n| {{ gap_map() }} | c |",
        "## Title {{ gap_map() }} more\n\nWords.",
        "See [this {{ gap_map() }} link](https://example.org).",
        "See [this]({{ gap_map() }}).",
        "- one {{ gap_map() }} two\n- three",
        "- one\n  - two\n    - {{ gap_map() }}",
        "> words {{ gap_map() }} more",
        "Code `{{ gap_map() }}` here.",
        "Words.[^a]\n\n[^a]: A note {{ gap_map() }} ends.",
        "Words ^[note {{ gap_map() }}] more.",
        '## A heading {.x y="{{ gap_map() }}"}\n\nWords.',
        "![alt {{ gap_map() }}](x.png)",
    ],
)
def test_a_view_is_shown_wherever_it_is_called(project: Copy, text: str) -> None:
    page, words, _ = drafted(project, text)
    assert '<svg class="chart"' in page
    assert not _STAND_IN.search(words)


@pytest.mark.parametrize(
    "text",
    [
        "{{ gap_map()[3:] }}",
        "{{ gap_map() | list }}",
        "{{ gap_map() | tojson }}",
        "{{ gap_map() | urlencode }}",
        "{{ gap_map() | striptags }}",
        '{{ gap_map() | replace("`", "") }}',
        "{% set map = gap_map() %}{{ map }}{{ map | tojson }}",
        "~~~\n{{ gap_map() }}\n~~~",
        "````\nx\n{{ gap_map() }}\n````",
    ],
)
def test_a_view_that_cannot_be_shown_is_told_at_its_line(project: Copy, text: str) -> None:
    _, _, problems = drafted(project, text)
    told = [each for each in problems if each.rule == "template-failed"]
    assert [each.message for each in told] == [
        "what gap_map() gives is blocks, and cannot be changed, cut or put in here"
    ]
    assert told[0].place
    assert told[0].place.line in range(LINE, LINE + text.count("\n") + 1)


@pytest.mark.parametrize(
    "text",
    [
        '{{% for each in "{0}" %}}{{{{ gap_map() }}}}{{% endfor %}}',
        '{{% set map = gap_map() %}}{{% for each in "{0}" %}}{{{{ map }}}}{{% endfor %}}',
        '{{% for one in "{0}" %}}{{% for two in "{0}" %}}{{{{ swim() }}}}{{% endfor %}}{{% endfor %}}',
    ],
)
def test_a_brief_holds_so_many_views_and_no_more(project: Copy, text: str) -> None:
    _, _, problems = drafted(project, text.format("x" * (MOST + 1)))
    (told,) = (each for each in problems if each.rule == "template-failed")
    assert f"{MOST} views" in told.message
    assert told.place
    assert (told.place.file, told.place.line) == ("briefs/it.md", LINE)


@pytest.mark.parametrize("character", ["\U000f0000", "\U000f0031", "\U00100000"])
def test_a_writer_cannot_write_what_stands_for_a_view(project: Copy, character: str) -> None:
    _, _, problems = drafted(project, f"{{{{ gap_map() }}}}\n\n```\n{character}\n```")
    assert "private-character" in {each.rule for each in problems}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("rows={'a': 1}", 'a list of names with values is no value of "rows"'),
        ("rows=none", 'none is no value of "rows"'),
        ("rows=gap_map", 'a value of another kind (function) is no value of "rows"'),
        ("rows=true", 'true is no value of "rows"'),
        ("findings", 'a list is no value of "rows"'),
        ("outcome=findings", '"outcome" wants a text, not a value of another kind (Evidence)'),
        ("outcome=brief", '"outcome" wants a text, not a value of another kind (FrontMatter)'),
        ("outcome=[[['a']]]", '"outcome" wants a text, not a list'),
        ("outcome='" + "y" * 200_000 + "'", f'unknown outcome "{"y" * 60}..."'),
        ("outcome=('" + "y" * 2_000 + "' | list)", '"outcome" takes 1,000 values at most, not 2,000'),
        ("**{'" + "y" * 200_000 + "': 1}", f'there is no option "{"y" * 60}..." here'),
        ("*('" + "y" * 200 + "' | list)", 'this wants the names of its options, and "y" has none'),
        ("rows=nothing", '"nothing" is not defined'),
    ],
    ids=lambda each: each[:30],
)  # fmt: skip
def test_what_is_no_option_is_told_in_few_words(project: Copy, given: str, said: str) -> None:
    _, _, problems = drafted(project, f"{{{{ gap_map({given}) }}}}")
    told = next(each for each in problems if each.rule in ("no-synthesis", "undefined-name"))
    assert told.message.startswith(said)
    assert len(str(told)) < 600
    assert " at 0x" not in str(told)
    assert told.place
    assert told.place.line == LINE


@pytest.mark.parametrize("level", ["1e308 * 10", "1e308 * 10 - 1e308 * 10", "10 ** 60", "-1", "0"])
def test_a_level_that_is_none(project: Copy, level: str) -> None:
    _, _, problems = drafted(project, f"{{{{ meta_analysis(level={level}) }}}}")
    assert [each.rule for each in problems if each.place and each.place.line == LINE] == [
        "no-synthesis"
    ]
