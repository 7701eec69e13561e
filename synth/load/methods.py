"""What people say of how the evidence was put together: `references/synthesis.yaml`."""

from __future__ import annotations

from dataclasses import fields, replace

from synth.load.yaml_file import YamlFile
from synth.model import Methods
from synth.problems import Problem, error


def said(methods: Methods, file: YamlFile) -> tuple[Methods, list[Problem]]:
    """The methods without what is blank, and a problem for each of that."""
    blank = [
        part.name
        for part in fields(methods)
        if (words := getattr(methods, part.name)) is not None and not words.strip()
    ]
    problems = [
        error(
            "wrong-value",
            f'"{name}" says nothing',
            file.place((name,)),
            "Say it in a sentence, or write null as long as nobody has.",
        )
        for name in blank
    ]
    return replace(methods, **dict.fromkeys(blank)), problems
