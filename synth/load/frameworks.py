"""Rating frameworks: those that rate several things are taken apart into their scales."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from synth.load.yaml_file import Path, YamlFile
from synth.model import Framework, Level
from synth.problems import Problem, error


def each_scale(name: str, framework: Framework) -> Mapping[str, Framework]:
    """The scales on which a rating can stand, by the names that records and audiences use.

    A framework with levels of its own is one, `NAME`; each of its `scales` is `NAME/SCALE`.
    """
    found: dict[str, Framework] = {}
    if framework.levels:
        found[name] = replace(framework, scales=())
    for scale in framework.scales:
        found[f"{name}/{scale.id}"] = replace(
            framework,
            title=f"{framework.title}: {scale.label}",
            short=f"{framework.short or framework.title}: {scale.label}",
            levels=scale.levels,
            dots=scale.dots,
            about=" ".join(part for part in (framework.about, scale.about) if part) or None,
            scales=(),
        )
    return found


def link_framework(framework: Framework, file: YamlFile) -> Iterator[Problem]:
    """What is wrong with the levels and scales of a framework."""
    if not framework.levels and not framework.scales:
        yield error(
            "missing-key",
            'the key "levels" is missing',
            file.place(()),
            "List the levels from the lowest to the highest, or `scales`, each with its levels.",
        )
    yield from _twice(framework.levels, file, ("levels",))
    ids = [scale.id for scale in framework.scales]
    for index, scale in enumerate(framework.scales):
        path = ("scales", index)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", scale.id):
            yield error(
                "bad-name",
                f'no rating can name the scale "{scale.id}"',
                file.place((*path, "id")),
                "Use small letters, digits and hyphens: evidence-strength.",
            )
        if scale.id in ids[:index]:
            yield error(
                "duplicate-key", f'the id "{scale.id}" stands twice', file.place((*path, "id"))
            )
        if not scale.levels:
            yield error(
                "missing-key",
                f'the scale "{scale.id}" has no levels',
                file.place((*path, "levels")),
                "List its levels from the lowest to the highest.",
            )
        yield from _twice(scale.levels, file, (*path, "levels"))


def _twice(levels: Sequence[Level], file: YamlFile, path: Path) -> Iterator[Problem]:
    ids = [str(level.id) for level in levels]
    for index, id in enumerate(ids):
        if id in ids[:index]:
            yield error(
                "duplicate-key", f'the id "{id}" stands twice', file.place((*path, index, "id"))
            )
