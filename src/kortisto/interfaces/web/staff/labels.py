"""Words for codes: legal bases, sources, kinds."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kortisto.declaration.words import Basis
from kortisto.interfaces.web.visits import in_words
from kortisto.register.access import current

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


def sources() -> list[tuple[str, str]]:
    """Return the sources of the declaration with their names, as choices of a form."""
    return [(id_, in_words(node.name)) for id_, node in current.compiled().declaration.sources.items()]
