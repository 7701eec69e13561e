"""synth diff and `changes(since=…)`: what changed in the claims between two editions."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.build import build, check
from synth.cli import main
from synth.diff import ClaimChange, Difference, Edition, StatedClaim, Tie, compare_editions
from synth.diff.edition import Certainty, from_manifest
from synth.diff.matching import Side, pairs
from synth.diff.words import as_markdown, as_text
from synth.document import ListBlock, plain, walk
from synth.editions import difference
from synth.history import commit_of, folder_at
from synth.problems import ProjectError, ToolError
from tests.conftest import Copy
from tests.history import commit, git

CLUBS = "briefs/demo/clubs.md"


@pytest.fixture
def kept(project: Copy, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """The small project in a repository of its own, its state tagged v1."""
    commit(project.root, "v1")
    monkeypatch.chdir(project.root)
    return project


def since(project: Copy, old: str = "v1", new: str | None = None) -> Difference:
    return difference(old, new, project.root)


def only(found: Difference, brief: str = "demo/clubs") -> ClaimChange:
    (change,) = [change for change in found.changes if change.page[0] == brief]
    return change


def kinds(found: Difference) -> list[str]:
    return [change.kind for change in found.changes]


# ── what is found ───────────────────────────────────────────────────────────────────


def test_nothing_changed(kept: Copy) -> None:
    found = since(kept)
    assert found.changes == ()
    assert found.unchanged == 11
    assert found.notes == ()


def test_a_new_claim(kept: Copy) -> None:
    kept.replace(
        CLUBS, "- Whether it lasts.", "- Whether it lasts.\n- It ended in May [@lee2019#pupils]."
    )
    change = only(since(kept))
    assert change.kind == "appeared"
    assert change.new is not None
    assert (change.new.text, change.new.file, change.new.line) == ("It ended in May", CLUBS, 31)


def test_a_claim_that_went(kept: Copy) -> None:
    kept.replace(CLUBS, "The trial drew 840 pupils by lot [@lee2019#pupils]. ", "")
    change = only(since(kept))
    assert change.kind == "went"
    assert change.old is not None
    assert (change.old.text, change.old.line) == ("The trial drew 840 pupils by lot", 18)


def test_new_words(kept: Copy) -> None:
    kept.replace(CLUBS, "The trial drew 840 pupils by lot", "By lot the trial drew its 840 pupils")
    change = only(since(kept))
    assert change.aspects == ("text",)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("The trial drew 850 pupils by lot", (("840",), ("850",))),
        ("The trial drew pupils by lot", (("840",), ())),
        ("The trial drew 840 pupils by lot from two towns", ((), ("two",))),
        ("The trial drew 840 pupils by lot, a third of them boys", ((), ("third",))),
    ],
)
def test_another_number(kept: Copy, words: str, numbers: tuple[tuple[str, ...], ...]) -> None:
    kept.replace(CLUBS, "The trial drew 840 pupils by lot", words)
    change = only(since(kept))
    assert change.aspects == ("text", "number")
    assert change.numbers == numbers


def test_other_ties(kept: Copy) -> None:
    kept.replace(
        CLUBS, "by lot [@lee2019#pupils]", "by lot [@lee2019#attendance; @omar2021#low-mood]"
    )
    change = only(since(kept))
    assert "support" in change.aspects
    assert change.gained == ("lee2019#attendance", "omar2021#low-mood")
    assert change.lost == ("lee2019#pupils",)


def test_an_edited_finding(kept: Copy) -> None:
    kept.replace("references/records/lee2019.yaml", "estimate: 840", "estimate: 841")
    change = only(since(kept))
    assert change.aspects == ("support",)
    assert [(each.finding, each.fields, each.state) for each in change.findings] == [
        ("lee2019#pupils", ("effect",), "changed")
    ]


def test_a_finding_that_is_gone(kept: Copy) -> None:
    kept.replace("references/records/lee2019.yaml", "  pupils:\n", "  children:\n")
    (each,) = only(since(kept)).findings
    assert each.state == "gone"
    (each,) = only(difference(str(kept.root), "v1", kept.root)).findings
    assert each.state == "added"


def test_another_place_in_the_source(kept: Copy) -> None:
    kept.replace(CLUBS, "by lot [@lee2019#pupils]", "by lot [@lee2019#pupils, p. 9]")
    change = only(since(kept))
    assert change.aspects == ("support",)
    assert change.places == ("lee2019#pupils",)


def test_another_rating(kept: Copy) -> None:
    kept.replace("references/records/lee2019.yaml", "level: 4", "level: 3")
    found = [change for change in since(kept).changes if change.page == ("demo/clubs", "schools")]
    assert {change.aspects for change in found} == {("certainty",)}
    first = found[0]
    assert first.old is not None
    assert first.new is not None
    assert first.old.certainty != first.new.certainty


def test_another_reason_for_a_rating(kept: Copy) -> None:
    kept.replace("references/records/lee2019.yaml", "drawn by lot}", "drawn by coin}")
    found = [change for change in since(kept).changes if change.page == ("demo/clubs", "schools")]
    assert {change.findings[0].fields for change in found} == {("reason of the rating",)}


def test_the_audiences_are_compared_each_for_itself(kept: Copy) -> None:
    kept.replace(
        "briefs/both.md",
        "{% endif %} Isolated",
        "{% endif %} {% if audience.name == 'Schools' %}Many isolated{% else %}Isolated{% endif %}",
    )
    assert [change.page for change in since(kept).changes] == [("both", "schools")]


def test_a_key_that_was_renamed(kept: Copy) -> None:
    for path in [
        *(kept.root / "briefs").rglob("*.md"),
        kept.root / "references/records/lee2019.yaml",
    ]:
        path.write_text(path.read_text().replace("lee2019", "leeokafor2019"))
    kept.replace("references/library.bib", "{lee2019,", "{leeokafor2019,\n  ids = {lee2019},")
    assert since(kept).changes == ()


def test_a_brief_that_cannot_be_read_is_left_out(kept: Copy) -> None:
    kept.replace("briefs/both.md", "Clubs went", "{{ nothing }} Clubs went")
    found = since(kept)
    assert found.changes == ()
    assert found.notes[0] == (
        "both for schools cannot be read in the project as it stands: it is not compared."
    )


def test_a_new_brief(kept: Copy) -> None:
    kept.write(
        "briefs/new.md",
        "---\ntitle: N\naudience: schools\n---\n\nFewer days were missed [@lee2019#attendance].\n",
    )
    assert only(since(kept), "new").kind == "appeared"


# ── where editions come from ────────────────────────────────────────────────────────


def test_two_revisions(kept: Copy) -> None:
    kept.replace(CLUBS, "840 pupils by lot", "850 pupils by lot")
    commit(kept.root, "v2")
    kept.replace(CLUBS, "850 pupils by lot", "860 pupils by lot")
    assert only(since(kept, "v1", "v2")).numbers == (("840",), ("850",))
    assert only(since(kept, "v2", "HEAD~1")).numbers == (("850",), ("840",))
    assert only(since(kept)).numbers == (("840",), ("860",))


def test_two_folders(project: Copy, tmp_path: Path) -> None:
    shutil.copytree(project.root, tmp_path / "other")
    project.replace(CLUBS, "840 pupils by lot", "850 pupils by lot")
    assert only(difference(str(tmp_path / "other"), str(project.root), None)).numbers == (
        ("840",),
        ("850",),
    )


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_a_finished_file_and_the_project(finished: Path, project: Copy, suffix: str) -> None:
    file = str(finished / "demo" / f"clubs.{suffix}")
    assert since(project, file).changes == ()
    project.replace(CLUBS, "840 pupils by lot", "850 pupils by lot")
    project.replace("references/records/lee2019.yaml", "level: 4", "level: 3")
    found = since(project, file)
    assert {change.page for change in found.changes} == {("demo/clubs", "schools")}
    drawn = next(change for change in found.changes if change.numbers[0])
    assert drawn.aspects == ("text", "number", "certainty")
    assert found.notes == ()


def test_a_finished_file_and_a_revision(finished: Path, kept: Copy) -> None:
    assert since(kept, str(finished / "demo" / "clubs.html"), "v1").changes == ()
    assert since(kept, "v1", str(finished / "demo" / "clubs.pdf")).unchanged == 7


def test_two_finished_files(finished: Path) -> None:
    page, pdf = (str(finished / "demo" / f"clubs.{suffix}") for suffix in ("html", "pdf"))
    assert difference(page, pdf, None).changes == ()
    schools, health = (
        str(finished / f"both--{each}.html") for each in ("schools", "health-partners")
    )
    found = difference(schools, health, None)
    assert "The two files are of other briefs or audiences." in found.notes
    assert found.unchanged + len(found.changes) == 2


def test_a_file_that_was_edited_is_told(finished: Path, tmp_path: Path) -> None:
    page = finished / "demo" / "clubs.html"
    edited = tmp_path / "edited.html"
    edited.write_text(
        page.read_text().replace("840 pupils by lot</span>", "940 pupils by lot</span>")
    )
    found = difference(str(page), str(edited), None)
    assert any("is not as it was built" in note for note in found.notes)


def test_a_project_below_the_top_of_its_repository(tmp_path: Path, project: Copy) -> None:
    (tmp_path / "all").mkdir()
    shutil.move(project.root, tmp_path / "all" / "our briefs")
    moved = Copy(tmp_path / "all" / "our briefs")
    (tmp_path / "all" / "notes.txt").write_text("not of the project")
    commit(tmp_path / "all", "v1")
    moved.replace(CLUBS, "840 pupils by lot", "850 pupils by lot")
    assert only(since(moved)).numbers == (("840",), ("850",))


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        ("v9", 'the repository has no revision "v9"'),
        ("--help", '"--help" cannot name a revision'),
        ("-n1", '"-n1" cannot name a revision'),
        ("HEAD:briefs", "the repository has no revision"),
        ("v1\nv2", "cannot name a revision"),
        ("v" * 300, "cannot name a revision"),
        ("\0", "cannot name a revision"),
        ("", "cannot name a revision"),
    ],
)
def test_what_names_no_revision(kept: Copy, revision: str, words: str) -> None:
    with pytest.raises(ProjectError, match=re.escape(words)):
        since(kept, revision)


def test_no_repository(project: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.root.parent))
    with pytest.raises(ProjectError, match="no git repository"):
        since(project)


def test_no_git(kept: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(kept.root))
    with pytest.raises(ToolError, match="git is not installed"):
        since(kept)


def test_a_revision_without_the_project(kept: Copy) -> None:
    git(kept.root, "rm", "-r", "-q", "references")
    commit(kept.root, "empty")
    git(kept.root, "checkout", "-q", "v1")
    with pytest.raises(ProjectError, match="it has no folder references/"):
        since(kept, "empty")


def test_git_is_told_by_the_project_alone(
    kept: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a hook of another repository, where git leaves its variables."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere" / "index"))
    assert since(kept).changes == ()


def test_nothing_of_the_repository_runs(kept: Copy, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    mark = tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    trap.chmod(trap.stat().st_mode | stat.S_IEXEC)
    for name in ("filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv",
                 "diff.external", "core.fsmonitor", "core.pager", "gpg.program", "tar.tar.command",
                 "core.sshCommand", "core.editor"):  # fmt: skip
        git(kept.root, "config", name, str(trap))
    git(kept.root, "config", "log.showSignature", "true")
    hooks = kept.root / ".git" / "hooks"
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        hooks.mkdir(exist_ok=True)
        shutil.copy(trap, hooks / hook)
    (kept.root / ".git" / "info").mkdir(exist_ok=True)
    (kept.root / ".git" / "info" / "attributes").write_text("* filter=evil diff=evil\n")
    mark.unlink(missing_ok=True)
    kept.replace(CLUBS, "840 pupils by lot", "850 pupils by lot")
    assert only(since(kept)).numbers == (("840",), ("850",))
    assert not mark.exists()


def test_links_are_left_out(kept: Copy) -> None:
    (kept.root / "references" / "out.bib").symlink_to("/etc/passwd")
    commit(kept.root, "v2")
    with folder_at(kept.root, commit_of(kept.root, "v2")) as folder:
        assert not (folder / "references" / "out.bib").exists()
        assert (folder / CLUBS).read_bytes() == (kept.root / CLUBS).read_bytes()
        left = folder
    assert not left.exists()


@pytest.mark.parametrize("name", ["../evil.bib", "..", ".git", "/evil.bib", "a\\b.bib"])
def test_a_path_that_leads_out_is_left_out(kept: Copy, name: str) -> None:
    blob = bytes.fromhex(git(kept.root, "rev-parse", "HEAD:briefs/both.md"))
    inner = _tree(kept.root, b"100644 " + name.encode() + b"\0" + blob)
    parts = {"briefs": git(kept.root, "rev-parse", "HEAD:briefs"), "references": inner}
    whole = _tree(kept.root, b"".join(
        b"40000 " + part.encode() + b"\0" + bytes.fromhex(sha) for part, sha in parts.items()
    ))  # fmt: skip
    git(kept.root, "tag", "odd", git(kept.root, "commit-tree", "-m", "odd", whole))
    with pytest.raises(ProjectError, match="it has no folder references/"):
        since(kept, "odd")


def _tree(folder: Path, raw: bytes) -> str:
    """A tree as no git would make it."""
    file = folder.parent / "raw"
    file.write_bytes(raw)
    return git(folder, "hash-object", "-w", "-t", "tree", "--literally", str(file))


def test_a_revision_is_bounded(kept: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.history.MAX_BYTES", 100)
    with pytest.raises(ProjectError, match="more than 20,000 files or 100 bytes"):
        since(kept)


# ── how it is told ──────────────────────────────────────────────────────────────────


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as leaving:
        main(["diff", *arguments])
    told = capsys.readouterr()
    return int(leaving.value.code or 0), told.out, told.err


def test_the_command(kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "v1") == (
        0,
        "v1 → the project as it stands: 0 new, 0 gone, 0 changed, 11 as they were.\n",
        "",
    )
    kept.replace(CLUBS, "The trial drew 840 pupils by lot", "The trial drew *850* pupils by lot")
    status, out, _ = run(capsys, "v1")
    assert status == 0
    assert "  changed (text, number)  briefs/demo/clubs.md:18\n      was: The trial drew 840" in out
    value = json.loads(run(capsys, "v1", "--output-format", "json")[1])
    assert (value["appeared"], value["went"], value["changed"], value["unchanged"]) == (0, 0, 1, 10)
    assert value["changes"][0]["old"]["line"] == 18
    assert value["changes"][0]["numbers"] == {"lost": ["840"], "gained": ["850"]}
    assert run(capsys, "v9")[0] == 2
    assert run(capsys, "nowhere.html")[2].startswith("synth: the repository has no revision")


ODD = "a *b* _c_ [d](e) `f` <g> {{ h }} {% i %} @j # k | l \\ m ~n~ ^o^ ![p] & q $r$ {.s}"


def test_markdown_shows_claims_as_words() -> None:
    from pypandoc import convert_text

    old = _edition("x")
    new = replace(_edition("x"), claims=(_claim(ODD, "a#b"),))
    text = "\n".join(as_markdown(compare_editions(old, new)))
    assert "{{" not in text
    assert "{%" not in text
    for dialect in ("markdown", "commonmark", "gfm"):
        shown = convert_text(text, "plain", dialect, extra_args=["--wrap=none"])
        assert ODD in shown, dialect


def test_the_list_for_readers(kept: Copy) -> None:
    kept.replace(CLUBS, "The trial drew 840 pupils by lot", "The trial drew 830 pupils by lot")
    kept.replace(CLUBS, "Children missed", "In one term children missed")
    kept.replace(
        CLUBS, " Isolated parents report more low mood [@omar2021#low-mood], and", " Still,"
    )
    kept.replace("references/records/omar2021.yaml", "size not reported", "size not given")
    kept.replace(
        CLUBS, "- Whether it lasts.",
        '- Whether it lasts.\n- It ended in May [@lee2019#pupils].\n\n## Changes\n\n{{ changes(since="v1") }}\n',
    )  # fmt: skip
    document = _composed(kept)
    assert document.problems == ()
    told = next(
        block
        for block in walk(document.blocks)
        if isinstance(block, ListBlock) and len(block.items) > 2
    )
    lines = [plain(node.children) for item in told.items for node in item]  # type: ignore[union-attr]
    assert lines == [
        "Reworded: “In one term children missed 1.5 days fewer each term”. "
        "Before: “Children missed 1.5 days fewer each term”.",
        "Number changed: “The trial drew 830 pupils by lot”. Before: “The trial drew 840 pupils by lot”.",
        "Removed: “Isolated parents report more low mood”.",
        "Evidence changed: “clubs may help them”. What we say of Omar and others 2021 was corrected: "
        "the size of the effect.",
        "New: “It ended in May”.",
    ]
    page = _built(kept)
    assert "What changed since edition v1 of 3 March 2026:" in page


def test_nothing_changed_for_readers(kept: Copy) -> None:
    kept.replace(CLUBS, "- Whether it lasts.", '- Whether it lasts.\n\n{{ changes(since="v1") }}')
    assert "Nothing that this page states has changed since edition v1 of 3 March 2026." in _built(
        kept
    )
    sha = git(kept.root, "rev-parse", "v1")
    kept.replace(CLUBS, 'since="v1"', f'since="{sha}"')
    assert "has changed since the edition of 3 March 2026." in _built(kept)


def test_the_words_of_old_claims_are_no_claims(kept: Copy) -> None:
    old = "Of 900 pupils `{{ 1 }} [x](javascript:alert) <script> @lee2019 {.claim} 20%` some were drawn by lot"
    old_source = old.replace("{{ 1 }}", '{{ "{{ 1 }}" }}')
    kept.replace(CLUBS, "The trial drew 840 pupils by lot", old_source)
    commit(kept.root, "v2")
    kept.replace(CLUBS, old_source, "The trial drew 840 pupils by lot")
    kept.replace(CLUBS, "- Whether it lasts.", '- Whether it lasts.\n\n{{ changes(since="v2") }}')
    document = _composed(kept)
    assert len(list(document.claims())) == 7
    assert not any("900" in sentence.text for sentence in document.sentences)
    words = plain(
        tuple(
            node for block in document.blocks for node in walk((block,)) if hasattr(node, "value")
        )
    )  # type: ignore[arg-type]
    assert (
        "Of 900 pupils {{ 1 }} [x](javascript:alert) <script> @lee2019 {.claim} 20% some" in words
    )
    assert check(kept.load(), "demo/clubs") == ()
    assert "&lt;script&gt; @lee2019" in _built(kept)


def test_the_list_stands_where_it_is_called(kept: Copy) -> None:
    kept.replace(
        CLUBS, "- Whether it lasts.", '- Whether it lasts. {{ changes(since="v1") }} More words.'
    )
    page = _built(kept)
    assert (
        page.index("Whether it lasts")
        < page.index("Nothing that this page")
        < page.index("More words.")
    )
    assert "changes-0-" not in page


def test_editions_that_both_tell_changes(kept: Copy) -> None:
    kept.replace(CLUBS, "- Whether it lasts.", '- Whether it lasts.\n\n{{ changes(since="v1") }}')
    commit(kept.root, "v2")
    kept.replace(CLUBS, 'since="v1"', 'since="v2"')
    assert "Nothing that this page states has changed" in _built(kept)
    assert since(kept, "v1").changes == ()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('changes(since="v9")', 'the repository has no revision "v9"'),
        ('changes(since="--output=x")', "cannot name a revision"),
        ("changes(since=1)", 'the repository has no revision "1"'),
    ],
)
def test_a_revision_that_a_brief_cannot_name(kept: Copy, call: str, words: str) -> None:
    kept.replace(CLUBS, "- Whether it lasts.", f"- Whether it lasts.\n\n{{{{ {call} }}}}")
    (problem,) = [each for each in check(kept.load()) if each.rule == "unknown-revision"]
    assert words in problem.message
    assert str(problem.place) == f"{CLUBS}:32"


def test_a_revision_without_the_brief(kept: Copy) -> None:
    kept.write(
        "briefs/new.md",
        '---\ntitle: N\naudience: schools\n---\n\nDays [@lee2019#attendance]. {{ changes(since="v1") }}\n',
    )
    (problem,) = [each for each in check(kept.load(), "new") if each.rule == "unknown-revision"]
    assert "there was no such brief" in problem.message


def test_changes_without_git(kept: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.replace(CLUBS, "- Whether it lasts.", '- Whether it lasts.\n\n{{ changes(since="v1") }}')
    monkeypatch.setenv("PATH", os.devnull)
    (problem,) = [each for each in _composed(kept).problems if each.rule == "unknown-revision"]
    assert "git is not installed" in problem.message


def _composed(project: Copy):  # type: ignore[no-untyped-def]
    from synth.checking import Task, compose_task

    return compose_task(project.load(), Task("demo/clubs", "schools"))


def _built(project: Copy) -> str:
    (built,) = build(
        project.load(), "demo/clubs", formats=("html",), out=project.root / "out", draft=True
    )
    return built.path.read_text(encoding="utf-8")


# ── laws ────────────────────────────────────────────────────────────────────────────

PAGE = ("brief", "schools")
WORDS = st.lists(
    st.sampled_from("clubs pupils days 840 1.5 two fewer more may".split()), max_size=6
)
TIES = st.lists(st.sampled_from(("a#b", "a#c", "d#e", "d")), max_size=3, unique=True)


def _claim(
    text: str, *ties: str, entry: int = 0, level: str | None = None, id: str = "claim-1"
) -> StatedClaim:
    made = tuple(
        Tie(
            tie.partition("#")[0],
            tie.partition("#")[2] or None,
            "",
            {"effect": entry} if "#" in tie else None,
        )
        for tie in ties
    )
    rating = Certainty("grade", "GRADE", level, level) if level is not None else None
    return StatedClaim(id, PAGE, text, made, rating)


def _edition(name: str, *claims: StatedClaim) -> Edition:
    return Edition(name, claims, (PAGE,), {}, {})


claims = st.builds(
    lambda words, ties, entry, level: _claim(" ".join(words), *ties, entry=entry, level=level),
    WORDS, TIES, st.integers(0, 1), st.sampled_from((None, "low", "high")),
)  # fmt: skip
editions = st.lists(claims, max_size=8).map(lambda made: _edition("one", *made))


@given(editions)
def test_an_edition_differs_in_nothing_from_itself(edition: Edition) -> None:
    found = compare_editions(edition, edition)
    assert found.changes == ()
    assert found.unchanged == len(edition.claims)


@given(editions, editions)
def test_a_comparison_turned_round_is_the_mirror(old: Edition, new: Edition) -> None:
    there, back = compare_editions(old, new), compare_editions(new, old)
    assert there.unchanged == back.unchanged
    assert sorted(map(_mirrored, there.changes)) == sorted(map(_seen, back.changes))


@given(editions, editions)
def test_every_claim_is_accounted_for(old: Edition, new: Edition) -> None:
    found = compare_editions(old, new)
    assert len(new.claims) == found.unchanged + found.of_kind("appeared") + found.of_kind("changed")
    assert len(old.claims) == found.unchanged + found.of_kind("went") + found.of_kind("changed")
    assert all(change.aspects for change in found.changes if change.kind == "changed")
    assert "\n".join(as_text(found))


def _seen(change: ClaimChange) -> str:
    told = change.to_json()
    told.pop("change")
    return json.dumps(_with_states(told), sort_keys=True)


def _mirrored(change: ClaimChange) -> str:
    told = change.to_json()
    told.pop("change")
    told["old"], told["new"] = told["new"], told["old"]
    for part in (told["numbers"], told["support"]):
        part["lost"], part["gained"] = part["gained"], part["lost"]
    return json.dumps(_with_states(told), sort_keys=True)


def _with_states(told: dict) -> dict:  # type: ignore[type-arg]
    """Sorted where the order is that of one of the editions."""
    for part in (
        *told["numbers"].values(),
        *(told["support"][each] for each in ("lost", "gained", "places")),
    ):
        part.sort()
    told["support"]["findings"].sort(key=lambda each: each["finding"])
    return told


@given(
    st.lists(st.builds(Side, st.text(max_size=5), st.frozensets(st.sampled_from("ab"))), max_size=6)
)
def test_each_claim_is_its_own(sides: list[Side]) -> None:
    assert pairs(sides, sides) == [(number, number) for number in range(len(sides))]


def test_the_best_match_is_taken_first() -> None:
    old = [
        Side("Clubs help pupils to come", frozenset("a")),
        Side("Clubs help pupils to come early", frozenset("a")),
    ]
    new = [Side("Clubs help pupils to come early each day", frozenset("a"))]
    assert pairs(old, new) == [(1, 0)]


def test_claims_of_other_words_and_ties_are_two() -> None:
    assert (
        pairs([Side("Clubs help", frozenset("a"))], [Side("Nurses met parents", frozenset("b"))])
        == []
    )


@pytest.mark.parametrize(
    "framework", [None, 5, {}, {"levels": "abc"}, {"levels": [1, {"id": []}], "id": {}}]
)
@pytest.mark.parametrize(
    "entry", [{}, {"appraisal": 5}, {"appraisal": {"{}": {"level": [1]}}, "basis": "result"}]
)
def test_a_manifest_that_anyone_may_have_written(framework: object, entry: dict) -> None:  # type: ignore[type-arg]
    manifest = {
        "brief": "b", "audience": "a", "framework": framework, "findings": {"r#f": entry},
        "claims": [{"id": "c", "text": "t", "ties": [{"reference": "r", "finding": "f", "locator": None}]}],
        "references": [{"id": "r", "author": 5, "custom": 7, "issued": "x", "title": 3}],
    }  # fmt: skip
    edition = from_manifest("x", manifest)
    assert compare_editions(edition, edition).unchanged == 1
