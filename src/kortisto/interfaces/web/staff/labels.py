"""Words for codes: legal bases, sources, kinds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kortisto.declaration.model import LegalBasis
from kortisto.declaration.words import Basis, SourceKind
from kortisto.interfaces.web.staff.days import day_in_words
from kortisto.interfaces.web.visits import in_words
from kortisto.register.access import current
from kortisto.register.access.sources import sources_for

_BASES = {
    Basis.CONSENT: gettext_noop("Consent"),
    Basis.CONTRACT: gettext_noop("Contract"),
    Basis.LEGAL_OBLIGATION: gettext_noop("Legal obligation"),
    Basis.VITAL_INTEREST: gettext_noop("Vital interest"),
    Basis.PUBLIC_TASK: gettext_noop("Public task"),
    Basis.LEGITIMATE_INTEREST: gettext_noop("Legitimate interest"),
}


def basis_name(basis: Basis) -> str:
    """Return the name of a legal basis in the language of the page."""
    return _(_BASES[basis])


def source_name(source: str) -> str:
    """Return the name of a source of the declaration; its id where an older version had it."""
    node = current.compiled().declaration.sources.get(source)
    return in_words(node.name) if node is not None else source


def origin_in_words(source: str, collected_at: datetime) -> str:
    """Return where a datum is from and when it was collected, a civil day here."""
    return f"{source_name(source)}, {day_in_words(timezone.localdate(collected_at), 'SHORT_DATE_FORMAT')}"


def sources() -> list[tuple[str, str]]:
    """Return the sources of the declaration with their names, as choices of a form."""
    return [(id_, in_words(node.name)) for id_, node in current.compiled().declaration.sources.items()]


def sources_to_choose(items: Collection[str]) -> list[tuple[str, str]]:
    """Return those from which the notice says that the items come, below an empty choice where there are several."""
    offered = sources_for(items)
    found = [one for one in sources() if one[0] in offered]
    return found if len(found) == 1 else [("", _("Choose")), *found]


def our_source() -> str:
    """Return whence it comes that we say of something that it holds no longer: from us; else the first source."""
    listed = current.compiled().declaration.sources
    return next((id_ for id_, node in listed.items() if node.kind is SourceKind.STAFF), next(iter(listed)))


def bases() -> list[tuple[str, str]]:
    """Return the legal bases of the declaration, as choices of a form: the kind, and the words of the declaration."""
    return [(id_, _basis_in_words(node)) for id_, node in current.compiled().declaration.bases.items()]


def _basis_in_words(node: LegalBasis) -> str:
    kind = basis_name(node.basis)
    text = node.contract or node.interest or node.text
    more = in_words(text) if text is not None else ", ".join(node.statutes)
    return f"{kind}: {more}" if more else kind


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as pages name it: `name` in the language of the page, empty where the notice gives none."""

    ref: str
    name: str

    @property
    def anchor(self) -> str:
        """Return the id of the place in the printed notice where the rule stands."""
        return f"node-{self.ref}"


def rule_of(ref: str) -> Rule:
    """Return the rule of a reference; what is no retention rule of the notice in force has no name."""
    kind, _dot, id_ = ref.partition(".")
    found = current.compiled().declaration.retention.get(id_) if kind == "retention" else None
    return Rule(ref, in_words(found.name) if found is not None and found.name is not None else "")
