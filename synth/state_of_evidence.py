"""The page on the state of the evidence, which `synth build` writes for the whole library.

It is a brief that nobody wrote: its text calls the views of the evidence that can be made of this
library, and says of the others why they cannot. So it goes through the same pipeline as a brief.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from synth.model import Audience, Brief, Evidence, FrontMatter, Project
from synth.synthesis import VIEWS, Listed
from synth.synthesis.asking import look, options_of
from synth.synthesis.view import SynthesisError

NAME = "state-of-the-evidence"
AUDIENCE = "library"
"""The audience of the page; a project may give it a folder in `templates/`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page: its heading, what it says before the view, and the view's options."""

    heading: str
    words: str
    macro: str
    options: Mapping[str, object] = field(default_factory=dict)
    refused: bool = False
    """Whether the section stands even where the view cannot be made, with the reason."""


PARTS: Sequence[Part] = (
    Part("What the library holds", "", "evidence_overview"),
    Part(
        "Where the evidence lies, and where there is none",
        "Each sign is a study. An empty cell means that no study in this library looked; it does "
        "not mean that there is nothing to find.",
        "gap_map",
    ),
    Part(
        "Which way the findings point",
        "An arrow says the direction of a finding and nothing of its size.",
        "effect_directions",
    ),
    Part("What disagrees", "", "what_disagrees"),
    Part(
        "How it may work",
        "Mechanisms that studies and their authors name. Naming one is not showing it.",
        "mechanisms",
    ),
    Part("How sure each body of evidence is", "", "summary_of_findings"),
    Part("How each finding is rated", "", "ratings", {"rated": True}),
    Part("Risk of bias", "", "risk_of_bias"),
    Part("Pooled results", "", "meta_analysis", refused=True),
    Part("What a reader should be told of the synthesis", "", "swim"),
)


def with_state_page(project: Project) -> Project:
    """The project with its page on the state of the evidence as one more brief.

    A project without results, or with a brief of that name, stays as it is.
    """
    results = [each for each in project.evidence.values() if each.finding.basis == "result"]
    if not results or project.brief(NAME) is not None:
        return project
    source = "\n\n".join(_text(project))
    head = FrontMatter(
        title="State of the evidence",
        audience=AUDIENCE,
        subtitle="What this library of evidence holds, how sure it is, and where it is silent",
    )
    brief = Brief(NAME, None, f"{NAME}.md", head, source, 1)
    return replace(
        project,
        audiences={AUDIENCE: _reader(project, results), **project.audiences},
        briefs=(*project.briefs, brief),
    )


def _text(project: Project) -> Iterator[str]:
    rows = {listed.macro: listed for listed in VIEWS}
    for part in PARTS:
        if part.macro not in rows:
            continue
        refusal = _refusal(rows[part.macro], part.options, project)
        if refusal is None:
            options = ", ".join(f"{name}={value!r}" for name, value in part.options.items())
            yield f"## {part.heading}"
            if part.words:
                yield part.words
            yield f"{{{{ {part.macro}({options}) }}}}"
        elif part.refused:
            yield f"## {part.heading}"
            yield f"None can be given: {refusal}."


def _refusal(listed: Listed, given: Mapping[str, object], project: Project) -> str | None:
    """Why a view cannot be made of the whole library, or None if it can."""
    view = listed.load()
    try:
        look(view, tuple(project.evidence.values()), options_of(view.options, given), project)
    except SynthesisError as fault:
        return str(fault).partition("\n")[0].rstrip(".")
    return None


def _reader(project: Project, results: Sequence[Evidence]) -> Audience:
    """Whom the page is for; it shows the framework that rates most of the findings."""
    first = next(iter(project.audiences.values()), None)
    rated = {
        name: sum(each.judgement(name) is not None for each in results)
        for name in project.frameworks
    }
    best = max(rated, key=lambda name: rated[name], default=None)
    return Audience(
        name="Anyone who works with this evidence",
        reader="those who write from this library",
        style=first.style if first else "apa",
        locale=first.locale if first else "en-GB",
        framework=best if best and rated[best] else None,
    )
