"""The evidence vocabulary: what a project knows, as values that never change.

The dataclasses mirror the files of a project: a field here is a key there, and a key
with a hyphen there has an underscore here. Unknown is None, never guessed.
Nothing here imports anything but the standard library.
"""

from __future__ import annotations

from synth.model.bodies import (
    Body,
    CertaintyLevel,
    ComparisonRisk,
    Concern,
    DomainJudgement,
    Domains,
    EffectSize,
    Methods,
    SizeJudgement,
    Start,
    Upgrade,
    Upgrades,
)
from synth.model.briefs import (
    Audience,
    Brief,
    FindingFilter,
    FrontMatter,
    Series,
)
from synth.model.evidence import (
    Arm,
    Basis,
    Direction,
    Effect,
    Evidence,
    EvidenceRecord,
    Finding,
    Judgement,
    Limit,
    LimitSeverity,
    Locator,
    LocatorLabel,
    Reading,
)
from synth.model.library import (
    CslItem,
    Notice,
    NoticeList,
    NoticeNature,
    Reference,
    Signature,
    SignOff,
)
from synth.model.project import (
    Project,
    RuleSeverity,
    Settings,
    Source,
)
from synth.model.vocabulary import (
    Design,
    Desired,
    Framework,
    Level,
    Outcome,
    Scale,
    Term,
    Vocabulary,
)

__all__ = [
    "Arm",
    "Audience",
    "Basis",
    "Body",
    "Brief",
    "CertaintyLevel",
    "ComparisonRisk",
    "Concern",
    "CslItem",
    "Design",
    "Desired",
    "Direction",
    "DomainJudgement",
    "Domains",
    "Effect",
    "EffectSize",
    "Evidence",
    "EvidenceRecord",
    "Finding",
    "FindingFilter",
    "Framework",
    "FrontMatter",
    "Judgement",
    "Level",
    "Limit",
    "LimitSeverity",
    "Locator",
    "LocatorLabel",
    "Methods",
    "Notice",
    "NoticeList",
    "NoticeNature",
    "Outcome",
    "Project",
    "Reading",
    "Reference",
    "RuleSeverity",
    "Scale",
    "Series",
    "Settings",
    "SignOff",
    "Signature",
    "SizeJudgement",
    "Source",
    "Start",
    "Term",
    "Upgrade",
    "Upgrades",
    "Vocabulary",
]
