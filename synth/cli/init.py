"""synth init: a small complete project that builds at once."""

from __future__ import annotations

from pathlib import Path

import click

from synth.problems import OutputError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Start a project in FOLDER: two studies, one brief, two audiences."""
    from importlib.resources import files

    from synth.output import write_whole

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(
            f"{folder}: there is something there already\n"
            "    Name a new folder, so that nothing of yours is overwritten."
        )
    starter = Path(str(files("synth"))) / "starter"
    for source in sorted(starter.rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            write_whole(folder / source.relative_to(starter), source.read_bytes())
    click.echo(
        f"{folder} is ready. Next:\n\n"
        f"    cd {folder}\n"
        "    synth build\n\n"
        "Then open out/neighbours--schools.html in a browser, "
        "and briefs/neighbours.md in an editor."
    )
