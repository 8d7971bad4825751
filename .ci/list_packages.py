"""Prints docs/generated/packages.md: every package, top layer first, with the first line of its docstring."""

from __future__ import annotations

import ast
import configparser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"


def children(container: str, contracts: configparser.ConfigParser) -> list[str]:
    """Names of the packages in a container in the order of its contract; none if no contract lists them."""
    for section in contracts.sections():
        if contracts[section].get("type") == "layers" and contracts[section].get("containers", "").split() == [
            container
        ]:
            return [name for name in contracts[section]["layers"].replace("|", " ").split() if "(" not in name]
    return []


def describe(package: str) -> str:
    path = SOURCE / Path(*package.split(".")) / "__init__.py"
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def rows(container: str, contracts: configparser.ConfigParser) -> list[str]:
    found = []
    for name in children(container, contracts):
        package = f"{container}.{name}"
        found.append(f"| `{package.removeprefix('kortisto.').replace('.', '/')}` | {describe(package)} |")
        found.extend(rows(package, contracts))
    return found


def main() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    print("# Packages, top layer first\n")
    print("Generated from `.importlinter` and the packages themselves by `./kortisto check --fix`; do not edit.\n")
    print("| package | what it is |\n|---|---|")
    print("\n".join(rows("kortisto", contracts)))


if __name__ == "__main__":
    main()
