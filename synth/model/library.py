"""The works of a project, what journals said of them later, and who signed findings off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from synth.problems import Place

CslItem: TypeAlias = Mapping[str, Any]
"""A bibliographic item with the field names of CSL-JSON (schema csl-data.json 1.0.2)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliographic item of the library, and where it stands."""

    key: str
    item: CslItem
    place: Place

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other keys that the work goes by: the field `ids`, as in the BibLaTeX manual (2.3.2)."""
        known = str(self.item.get("custom", {}).get("ids", ""))
        return tuple(key for part in known.split(",") if (key := part.strip()))


NoticeNature = Literal["retraction", "expression-of-concern", "correction", "reinstatement"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a journal published about a work of the library after its publication.

    `list_date` is the date of the list that told of it; dates are as in ISO 8601.
    """

    reference: str
    nature: NoticeNature
    date: str | None = None
    doi: str | None = None
    notice_doi: str | None = None
    reasons: tuple[str, ...] = ()
    list_date: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeList:
    """What a list of notices told of the library: its file's name, date and SHA-256, and the
    day on which it was looked through. Dates are as in ISO 8601.
    """

    list: str
    list_date: str
    sha256: str
    checked: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed off what a finding says, on which day (ISO 8601), and its fingerprint then."""

    sha256: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """The signatures of a project, by the ids of the findings."""

    findings: Mapping[str, Signature] = field(default_factory=dict)
