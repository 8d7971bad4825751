"""Prints docs/generated/settings.md: every variable that the program reads, from where it is declared."""

from __future__ import annotations

from kortisto.config.environment import KNOWN

TITLE = """# Settings

Environment variables. Any other name that begins with `KORTISTO_` is refused, with the nearest known one.

| variable | what it says |
|---|---|"""


def main() -> None:
    print(TITLE)
    for name, meaning in KNOWN.items():
        print(f"| `{name}` | {meaning} |")


if __name__ == "__main__":
    main()
