"""The seal of a PDF."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from synth.manifest import FILE_NAME, MAX_BYTES, SEAL, to_text
from synth.sealing.blank import BLANK

_SEAL_BYTES = re.compile(rf'("{SEAL}":")[0-9a-f]{{64}}(")'.encode())
_REFERENCE = re.compile(rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]*>|(\d+) (\d+) R\b", re.DOTALL)
"""A reference to another object, or a string, whose words may look like one."""

_HOW_PACKED = ("/Length", "/Filter", "/DecodeParms")
MAX_OBJECTS = 500_000
MAX_STREAM = 100_000_000


def sealed_pdf(pdf: pikepdf.Pdf, manifest: Mapping[str, Any]) -> bytes:
    """The PDF with its manifest inside as an associated file (ISO 32000-2, 14.13), sealed."""
    stream = pdf.make_stream(to_text({**manifest, SEAL: BLANK}).encode())
    stream.Type = pikepdf.Name.EmbeddedFile
    stream.Subtype = pikepdf.Name("/application/json")
    specification = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=FILE_NAME,
            UF=FILE_NAME,
            Desc="The claims of this document and what each is tied to",
            AFRelationship=pikepdf.Name.Data,
            EF=pikepdf.Dictionary(F=stream, UF=stream),
        )
    )
    if "/Names" not in pdf.Root:
        pdf.Root.Names = pikepdf.Dictionary()
    pdf.Root.Names.EmbeddedFiles = pikepdf.Dictionary(
        Names=pikepdf.Array([pikepdf.String(FILE_NAME), specification])
    )
    pdf.Root.AF = pikepdf.Array([specification])
    stream.write(_SEAL_BYTES.sub(rb"\g<1>" + pdf_digest(pdf).encode() + rb"\g<2>",
                                 stream.read_bytes(), count=1))  # fmt: skip
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return out.getvalue()


def pdf_manifest(pdf: pikepdf.Pdf) -> bytes | None:
    """The bytes of the manifest inside a PDF, or None if it holds none that can be read."""
    stream = _manifest_stream(pdf)
    return None if stream is None else _decoded(stream, MAX_BYTES)


def pdf_digest(pdf: pikepdf.Pdf) -> str:
    """SHA-256 (hexadecimal) of everything that can be reached in a PDF, the seal blanked.

    Objects are numbered in the order in which they are reached, and streams are unpacked, so
    that a file which was only packed anew keeps its seal. Raises ValueError for a file of more
    than MAX_OBJECTS objects, or with a stream of more than MAX_STREAM bytes.
    """
    manifest = _manifest_stream(pdf)
    sealed = manifest.objgen if manifest is not None else None
    numbers: dict[tuple[int, int], int] = {}
    waiting: list[tuple[int, int]] = []
    digest = hashlib.sha256()

    def numbered(found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        at = (int(found[1]), int(found[2]))
        if at not in numbers:
            numbers[at] = len(numbers) + 1
            waiting.append(at)
        return b"@%d" % numbers[at]

    def absorb(written: bytes) -> None:
        digest.update(_REFERENCE.sub(numbered, written) + b"\n")

    for name in ("/Root", "/Info"):
        if name in pdf.trailer:
            absorb(_written(pdf.trailer[name]))
    position = 0
    while position < len(waiting):
        if position > MAX_OBJECTS:
            raise ValueError(f"the file has more than {MAX_OBJECTS:,} objects")
        at = waiting[position]
        position += 1
        node = pdf.get_object(at)
        absorb(_written(node))
        if isinstance(node, pikepdf.Stream):
            data = _decoded(node, MAX_STREAM)
            if data is None:
                raise ValueError(f"a part of it unpacks to more than {MAX_STREAM:,} bytes")
            if at == sealed:
                data = _SEAL_BYTES.sub(rb"\g<1>" + BLANK.encode() + rb"\g<2>", data, count=1)
            digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


def _written(node: Any) -> bytes:
    """An object in PDF syntax with its keys in order; of a stream, its dictionary.

    How a stream is packed is left out where it is unpacked, and belongs to it where it is not.
    """
    if isinstance(node, pikepdf.Stream):
        dropped = _HOW_PACKED if plainly_packed(node) else ("/Length",)
        kept = {key: value for key, value in node.stream_dict.items() if key not in dropped}
        return bytes(pikepdf.Dictionary(kept).unparse(resolved=True))
    return bytes(node.unparse(resolved=True)) if isinstance(node, pikepdf.Object) else b"null"


def plainly_packed(stream: pikepdf.Stream) -> bool:
    """Whether a stream is packed by Flate alone, or not at all."""
    return stream.get("/Filter", "/FlateDecode") == "/FlateDecode" and "/DecodeParms" not in stream


def _decoded(stream: pikepdf.Stream, most: int) -> bytes | None:
    """A stream's bytes, unpacked where that is safe; None when it unpacks to more than `most`."""
    raw = bytes(stream.read_raw_bytes())
    if "/Filter" not in stream or not plainly_packed(stream):
        return raw
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(raw, most)
    except zlib.error:
        return raw
    return None if unpacker.unconsumed_tail else data


def _manifest_stream(pdf: pikepdf.Pdf) -> pikepdf.Stream | None:
    """The stream of the embedded file `manifest.json`, or None."""
    for specification in _associated(pdf):
        if str(specification.get("/UF", "")) == FILE_NAME:
            stream = specification.get("/EF", pikepdf.Dictionary()).get("/F")
            if isinstance(stream, pikepdf.Stream):
                return stream
    return None


def _associated(pdf: pikepdf.Pdf) -> Iterator[Any]:
    files = pdf.Root.get("/AF")
    if isinstance(files, pikepdf.Array):
        for each in files:
            if isinstance(each, pikepdf.Dictionary):
                yield each
