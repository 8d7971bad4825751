"""Prints docs/generated/language.md: the sections and keys of a declaration, from the grammar that reads it."""

from __future__ import annotations

from kortisto.declaration.grammar import AUTOMATION, NEEDED, REGISTER, RIGHTS, SECTIONS
from kortisto.declaration.shapes import Record, key_of

INTRODUCTION = """\
# The language of a declaration: sections and keys

One YAML 1.2 file is one register (strict subset: no tags, anchors or duplicate keys). It begins with `kortisto: 1`.
A key marked * must be there. Every statement may carry `promises` (what of the source it carries out) or `ours` (why it
was added). Texts that people read are given as `{fi: ..., sv: ..., en: ...}`.
How to write one: `docs/howto/write-a-declaration.md`.
"""


def show(record: Record) -> None:
    """Print the keys of a record, one a line."""
    for key, needed, expects in record.described():
        if key not in {"promises", "ours"}:
            star = "\\*" if needed else ""
            print(f"- `{key}`{star}: {expects}")
    print()


def main() -> None:
    """Print the page."""
    print(INTRODUCTION)
    single = {"register": REGISTER, "rights": RIGHTS, "automation": AUTOMATION}
    order = ["register", *(name for name in SECTIONS if name not in single), "rights", "automation"]
    for name in order:
        must = name in single or name in NEEDED
        print(f"## {key_of(name)}{'' if must else ' (may be left out)'}\n")
        show(single[name] if name in single else SECTIONS[name].of)


if __name__ == "__main__":
    main()
