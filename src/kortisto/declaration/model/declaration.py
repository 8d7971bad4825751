"""The whole: one register as declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kortisto.declaration.model.parties import Party, Register
from kortisto.declaration.model.people import Consent, Objection, Rights
from kortisto.declaration.model.practice import Automation, Evidence, Measure, NoticeText, Role, TerminalItem
from kortisto.declaration.model.purposes import Item, LegalBasis, Purpose, SubjectGroup
from kortisto.declaration.model.retention import Hold, Relation, RetentionRule, Run
from kortisto.declaration.model.uses import Ban, Processing, Recipient, Source, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One register as declared. The order of the fields is the order of the file."""

    register: Register
    parties: Mapping[str, Party]
    purposes: Mapping[str, Purpose]
    bases: Mapping[str, LegalBasis]
    subject_groups: Mapping[str, SubjectGroup]
    items: Mapping[str, Item]
    processing: Mapping[str, Processing]
    bans: Mapping[str, Ban]
    sources: Mapping[str, Source]
    recipients: Mapping[str, Recipient]
    transfers: Mapping[str, Transfer]
    retention: Mapping[str, RetentionRule]
    relations: Mapping[str, Relation]
    holds: Mapping[str, Hold]
    runs: Mapping[str, Run]
    consents: Mapping[str, Consent]
    objections: Mapping[str, Objection]
    rights: Rights
    terminal_items: Mapping[str, TerminalItem]
    automation: Automation
    roles: Mapping[str, Role]
    measures: Mapping[str, Measure]
    evidence: Mapping[str, Evidence]
    notice_text: Mapping[str, NoticeText]
    template: str | None = field(default=None, compare=False)
    file: str = field(default="", compare=False)
