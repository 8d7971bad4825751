"""Prints docs/glossary.md: every word of the vocabularies in three languages, with provision and DPV term."""

from __future__ import annotations

from collections.abc import Iterable

from kortisto.declaration.printing.terms import words as terms
from kortisto.declaration.vocabulary import dpv
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.glossary import GLOSSARY
from kortisto.declaration.vocabulary.items import ITEMS
from kortisto.declaration.vocabulary.law import ARTICLE_OF_BASIS, ARTICLE_OF_RIGHT
from kortisto.declaration.vocabulary.measures import MEASURES
from kortisto.declaration.vocabulary.purposes import PURPOSE_KINDS
from kortisto.declaration.vocabulary.states import STATES

INTRODUCTION = """\
# Glossary

The words of the trade in Finnish, Swedish and English, with the provision that defines or uses each and the term of
[W3C DPV](https://w3id.org/dpv) that it is exchanged as. What the actions mean is fixed here once, copies and backups
included. The words that a declaration is written in follow. This page is printed from the vocabularies in
`src/kortisto/declaration/vocabulary/`; change them there.
"""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print one table."""
    columns = list(head)
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
    print()


def main() -> None:
    """Print the page."""
    print(INTRODUCTION)
    for heading, entries in GLOSSARY.items():
        print(f"## {heading}\n")
        table(
            ("suomi", "svenska", "English", "provision", "DPV", "meaning"),
            ((t.word.fi, t.word.sv, t.word.en, t.provision, t.dpv, t.meaning) for t in entries),
        )
    print("## Legal bases\n")
    table(
        ("written", "suomi", "svenska", "English", "article", "DPV"),
        ((b, n.fi, n.sv, n.en, ARTICLE_OF_BASIS[b], dpv.BASIS[b]) for b, n in terms.BASIS.items()),
    )
    print("## Rights\n")
    table(
        ("written", "suomi", "svenska", "English", "article", "DPV"),
        ((r, n.fi, n.sv, n.en, ARTICLE_OF_RIGHT[r], dpv.RIGHT[r]) for r, n in terms.RIGHT.items()),
    )
    print("## Items\n\nA rule on an item holds for the items under it.\n")
    table(
        ("written", "suomi", "svenska", "English", "nature", "DPV"),
        ((i.id, i.name.fi, i.name.sv, i.name.en, i.nature, i.dpv) for i in ITEMS.values()),
    )
    print("## Clocks\n\nThe part before the dot is the owner: whose event it is.\n")
    table(
        ("written", "suomi", "svenska", "English"),
        ((c.id, c.name.fi, c.name.sv, c.name.en) for c in CLOCKS.values()),
    )
    print("## States\n\nWhat may be true of a subject, in the predicates of groups, exceptions and holds.\n")
    table(("written", "suomi", "svenska", "English"), ((s, n.fi, n.sv, n.en) for s, n in STATES.items()))
    print("## Kinds of purpose\n")
    table(("written", "DPV"), PURPOSE_KINDS.items())
    print("## Measures of protection\n")
    table(("written", "DPV"), MEASURES.items())


if __name__ == "__main__":
    main()
