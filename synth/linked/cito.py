"""How a claim cites a work, in the terms of CiTO, the Citation Typing Ontology.

The definitions are those of CiTO 2.8.1 (http://purl.org/spar/cito; Peroni and Shotton 2012,
https://doi.org/10.1016/j.websem.2012.08.001):

- citesAsEvidence: "as source of factual evidence for statements it contains"
- citesAsDataSource: "as source of data"
- citesAsAuthority: "as one that provides an authoritative description or definition of the
  subject under discussion"
- citesAsPotentialSolution: "as providing or containing a possible solution to the issues being
  discussed"
- citesAsSourceDocument: "as being the entity from which the citing entity is derived"
- cites: no more than that it cites
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PREFIX = "http://purl.org/spar/cito/"
SOURCE_DOCUMENT = "cito:citesAsSourceDocument"
"""To the work in which the cited one was read, when it was read second-hand: what the claim says
comes from there."""

_BY_BASIS: Mapping[str, str] = {
    "result": "cito:citesAsEvidence",
    "count": "cito:citesAsDataSource",
    "view": "cito:citesAsAuthority",
    "proposal": "cito:citesAsPotentialSolution",
}

PROPERTIES = ("cito:cites", *_BY_BASIS.values(), SOURCE_DOCUMENT)


def relation(kind: str, finding: Mapping[str, Any] | None) -> str:
    """The relation of a claim of a kind to the work of a finding, as the manifest gives both.

    A statistic is data, whatever study it stands in. Of a work that is cited as a whole, nothing
    is known but that it is cited.
    """
    if finding is None:
        return "cito:cites"
    basis = str(finding.get("basis", "result"))
    if kind == "statistic" and basis == "result":
        basis = "count"
    return _BY_BASIS.get(basis, "cito:cites")
