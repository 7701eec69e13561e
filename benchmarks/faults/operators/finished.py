"""Faults in finished files, as someone might make them after the file was built."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf

from benchmarks.faults.fault import Edit, Fault, Planted, Spot
from benchmarks.faults.subject import Subject

SAMPLES = 5
"""Faults of each kind for each file."""

_CLAIM = re.compile(r'<span class="claim" id="(claim-\d+)"[^>]*>([^<]{30,})')
_LINK = re.compile(r'role="doc-biblioref" href="#(ref-[^"]+)"')
_ENTRY = re.compile(r'<p class="entry">.*?</p>', re.DOTALL)
_MANIFEST = re.compile(r'(id="synth-manifest">)(.*?)(</script>)', re.DOTALL)

Change = Callable[[bytes], bytes]


def html_claim_text(subject: Subject) -> Planted:
    """The words of a claim are others on the page."""
    yield from _html(subject, "html-claim-text", _claim_words, {"claim-text"})


def html_link(subject: Subject) -> Planted:
    """A citation leads to another entry of the references."""
    yield from _html(subject, "html-link", _other_link, {"claim-link"})


def html_entry(subject: Subject) -> Planted:
    """An entry of the references has another year or page."""
    yield from _html(subject, "html-entry", _other_entry, {"entry-text"})


def html_manifest(subject: Subject) -> Planted:
    """A claim of the manifest is tied to another finding."""
    rules = {"claim-ties", "claim-link", "finding-missing", "reference-missing"}
    yield from _html(subject, "html-manifest", _other_tie, rules)


def pdf_text(subject: Subject) -> Planted:
    """Letters of a printed line are put in another order."""
    rules = {"broken-seal", "claim-text", "claim-missing", "entry-text"}
    yield from _pdf(subject, "pdf-text", _other_letters, rules)


def pdf_link(subject: Subject) -> Planted:
    """A link leads to another entry of the references.

    It may be that of a note, which belongs to no claim; then only the seal can tell.
    """
    yield from _pdf(subject, "pdf-link", _other_destination, {"claim-link", "broken-seal"})


def pdf_manifest(subject: Subject) -> Planted:
    """The manifest says other words for a claim than the page."""
    yield from _pdf(subject, "pdf-manifest", _other_manifest, {"claim-text", "claim-fingerprint"})


def built_name(brief: str, audience: str, format: str) -> str:
    """How the finished file of a brief is called here."""
    return f"{brief}--{audience}.{format}"


def _html(
    subject: Subject, operator: str, change: Callable[[str, int], str | None], rules: set[str]
) -> Planted:
    def of(number: int) -> Change:
        def edit(data: bytes) -> bytes:
            text = change(data.decode(), number)
            return data if text is None else text.encode()

        return edit

    yield from _files(subject, operator, "html", of, rules)


def _pdf(
    subject: Subject, operator: str, change: Callable[[pikepdf.Pdf, int], None], rules: set[str]
) -> Planted:
    def of(number: int) -> Change:
        def edit(data: bytes) -> bytes:
            with pikepdf.open(io.BytesIO(data)) as pdf:
                change(pdf, number)
                out = io.BytesIO()
                pdf.save(out)
            return out.getvalue()

        return edit

    yield from _files(subject, operator, "pdf", of, rules)


def _files(
    subject: Subject,
    operator: str,
    format: str,
    of: Callable[[int], Change],
    rules: set[str],
) -> Planted:
    for brief in subject.project.briefs:
        for audience in brief.audiences:
            name = built_name(brief.id, audience, format)
            for number in range(SAMPLES):
                seed = hashlib.sha256(f"{operator}{name}{number}".encode()).digest()
                pick = int.from_bytes(seed[:4], "big")
                edit = Edit(name, number, "", "")
                yield Fault(operator, edit, (Spot(name),), frozenset(rules), bytes_of=of(pick))


def _claim_words(text: str, number: int) -> str | None:
    claims = list(_CLAIM.finditer(text))
    claim = claims[number % len(claims)]
    words = list(re.finditer(r"[A-Za-z]{4,}", claim[2]))
    one = words[number % len(words)]
    start = claim.start(2) + one.start()
    return f"{text[:start]}not {text[start:]}"


def _other_link(text: str, number: int) -> str | None:
    links = list(_LINK.finditer(text))
    link = links[number % len(links)]
    others = sorted({each[1] for each in links} - {link[1]})
    other = others[number % len(others)]
    return text[: link.start(1)] + other + text[link.end(1) :]


def _other_entry(text: str, number: int) -> str | None:
    entries = [
        each for each in _ENTRY.finditer(text) if re.search(r"(?<!\d)(?:18|19|20)\d\d", each[0])
    ]
    entry = entries[number % len(entries)]
    year = re.search(r"(?<!\d)(?:18|19|20)\d\d", entry[0])
    assert year is not None
    start = entry.start() + year.start()
    return f"{text[:start]}{int(year[0]) + 1 + number % 9}{text[start + 4 :]}"


def _other_tie(text: str, number: int) -> str | None:
    found = _MANIFEST.search(text)
    assert found is not None
    manifest = json.loads(found[2])
    _retie(manifest, number)
    told = json.dumps(manifest, ensure_ascii=False).replace("<", "\\u003c")
    return text[: found.start(2)] + told + text[found.end(2) :]


def _retie(manifest: dict[str, Any], number: int) -> None:
    claims = [claim for claim in manifest["claims"] if claim["ties"]]
    claim = claims[number % len(claims)]
    own = {tie["reference"] for tie in claim["ties"]}
    others = [tie for each in claims for tie in each["ties"] if tie["reference"] not in own]
    claim["ties"] = [others[number % len(others)]]


def _other_letters(pdf: pikepdf.Pdf, number: int) -> None:
    pages = list(pdf.pages)
    for turn in range(len(pages)):
        page = pages[(number + turn) % len(pages)]
        told: list[Any] = list(pikepdf.parse_content_stream(page))
        shown = [
            at for at, (operands, op) in enumerate(told) if str(op) == "TJ" and _long(operands)
        ]
        if not shown:
            continue
        at = shown[number % len(shown)]
        operands, operator = told[at]
        told[at] = pikepdf.ContentStreamInstruction([_turned(operands[0])], operator)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(told))
        return


def _long(operands: Any) -> bool:
    return any(len(bytes(part)) >= 8 for part in operands[0] if isinstance(part, pikepdf.String))


def _turned(parts: Any) -> pikepdf.Array:
    """The glyphs of the longest string of a line, two bytes each, the other way round."""
    texts = [part for part in parts if isinstance(part, pikepdf.String)]
    longest = max(texts, key=lambda part: len(bytes(part)))
    out = pikepdf.Array()
    done = False
    for part in parts:
        if not done and isinstance(part, pikepdf.String) and bytes(part) == bytes(longest):
            raw = bytes(part)
            pairs = [raw[at : at + 2] for at in range(0, len(raw), 2)]
            out.append(pikepdf.String(b"".join(reversed(pairs))))
            done = True
        else:
            out.append(part)
    return out


def _other_destination(pdf: pikepdf.Pdf, number: int) -> None:
    links = [
        each
        for page in pdf.pages
        for each in page.get("/Annots", [])
        if each.get("/Subtype") == "/Link" and _target(each).startswith("ref-")
    ]
    link = links[number % len(links)]
    others = sorted({_target(each) for each in links} - {_target(link)})
    _set_target(link, others[number % len(others)])


def _target(link: Any) -> str:
    action = link.get("/A")
    target = link.get("/Dest") if action is None else action.get("/D")
    return "" if target is None or isinstance(target, pikepdf.Array) else str(target).lstrip("/")


def _set_target(link: Any, name: str) -> None:
    if link.get("/A") is not None:
        link.A.D = pikepdf.String(name)
    else:
        link.Dest = pikepdf.String(name)


def _other_manifest(pdf: pikepdf.Pdf, number: int) -> None:
    told = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
    claim = told["claims"][number % len(told["claims"])]
    words = claim["text"].split()
    at = number % max(1, len(words) - 1)
    words[at], words[at + 1 : at + 2] = (
        (words[at + 1], [words[at]]) if len(words) > 1 else ("not", [])
    )
    claim["text"] = " ".join(words)
    name = next(iter(pdf.attachments))
    spec = pdf.attachments[name].obj
    spec.EF.F.write(json.dumps(told, ensure_ascii=False).encode())


def build_finished(subject: Subject, out: Path, *briefs: str) -> Iterator[Path]:
    """Builds briefs, all when none is named, and gives each file the name that it has here.

    A brief that a false alarm keeps from being built is built as a draft.
    """
    from synth.build import build

    project, built_in = subject.project, out / "built"
    for built in build(project, *briefs, out=built_in):
        paths = built.paths
        if not paths:
            task = built.task
            drafts = build(
                project, task.brief, audiences=(task.audience,), out=built_in, draft=True
            )
            paths = drafts[0].paths
        for path in paths:
            name = built_name(built.task.brief, built.task.audience, path.suffix[1:])
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            yield target
