"""Prints docs/generated/settings.md: every variable that the program reads, from where it is declared."""

from __future__ import annotations

from kortisto.config.environment import FILE, KNOWN, NOT_IN_FILE, SECRET, key_in_file

TITLE = f"""# Settings

Environment variables, or lines of the file `{FILE}` in the data folder: the same name without `KORTISTO_`, in small
letters (`hosts = ["crm.company.example"]`, `tls = true`). A variable wins over the file. Any other name that begins
with `KORTISTO_`, and any other line, is refused with the nearest known name. A secret may stand in a file of its own:
then set the name with `_FILE` to the path of that file. Paths in the file count from the data folder.

| variable | in the file | secret | what it says |
|---|---|---|---|"""


def main() -> None:
    print(TITLE)
    for name, meaning in KNOWN.items():
        key = "" if name in NOT_IN_FILE else f"`{key_in_file(name)}`"
        print(f"| `{name}` | {key} | {'or `_FILE`' if name in SECRET else ''} | {meaning} |")


if __name__ == "__main__":
    main()
