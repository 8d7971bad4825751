"""The register of the tests with more in its notice: holds that people and modules open."""

from __future__ import annotations

from pathlib import Path

REGISTER = Path(__file__).parents[2] / "register" / "samples" / "register.yaml"

HOLDS = """
holds:
  claim:
    kind: claim
    name: {fi: Oikeudellinen vaatimus, sv: Rättsligt anspråk, en: Legal claim}
    opened by: legal
    ends: claim.settled
    review every: 6 months
  open_invoice:
    kind: open invoice
    name: {fi: Avoin lasku, sv: Öppen faktura, en: Open invoice}
    opened by: [the system, main_user]
    opens when: open invoice
    ends: invoice.paid
    review every: 3 months
    reason needed: no
  dispute:
    kind: dispute
    name: {fi: Erimielisyys, sv: Tvist, en: Dispute}
    opened by: [main_user, legal]
    ends: dispute.ended
    review every: 3 months
    at most: 1 year
    items: [person.name, person.note, person.represents]
  pending_request:
    kind: pending request
    name: {fi: Vireillä oleva pyyntö, sv: Anhängig begäran, en: Pending request}
    opened by: [dpo, the system]
    opens when: request pending
    ends: request.answered
    review every: 1 month
    at most: 3 months
    reason needed: no
"""
LEGAL = """  legal:
    name: {fi: Lakiasiat, sv: Juridik, en: Legal}
"""


def with_holds(folder: Path, *, register: Path = REGISTER) -> Path:
    """Write the register with holds and a legal department into a folder; return its path."""
    text = register.read_text(encoding="utf-8")
    assert "\nholds:" not in text
    head, roles, tail = text.partition("\nroles:\n")
    written = folder / "with-holds.yaml"
    written.write_text(f"{head}\n{HOLDS}{roles}{LEGAL}{tail}", encoding="utf-8")
    return written
