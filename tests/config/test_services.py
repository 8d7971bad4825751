"""The services, the guide and the doctor speak of the same folders, and of those that nobody else uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kortisto.config.doctor import findings, machine
from kortisto.config.postgres_binaries import SERVICE_HOME
from tests.support.running import ROOT

pytestmark = pytest.mark.unit

GUIDE = (ROOT / "docs" / "howto" / "run-it.md").read_text("utf-8")


def test_the_data_of_the_services_lie_where_the_guide_makes_the_folder() -> None:
    (made,) = re.findall(r"^install -d .* (\S+)$", GUIDE, re.MULTILINE)
    for unit in (ROOT / "deploy").glob("*.service"):
        text = unit.read_text("utf-8")
        assert re.findall(r"^Environment=KORTISTO_DATA=(.*)$", text, re.MULTILINE) == [made], unit
        assert re.findall(r"^ReadWritePaths=(.*)$", text, re.MULTILINE) == [made], unit
    assert set(re.findall(r"sudo -u kortisto KORTISTO_DATA=(\S+)", GUIDE)) == {made}


def test_they_do_not_lie_where_root_keeps_the_database_of_a_demo() -> None:
    """There the folder and its owner are the launcher's; giving it to the services would take it from them."""
    (made,) = re.findall(r"^install -d .* (\S+)$", GUIDE, re.MULTILINE)
    assert SERVICE_HOME not in (Path(made), *Path(made).parents)
    assert "id kortisto || useradd" in GUIDE  # the user may be there already, made by the same


def test_the_doctor_counts_every_secret_file(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    for name in ("kortisto.toml", "secret-key", "owner-database-url"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o600)
    assert [finding.values for finding in machine.folder(tmp_path)][-1] == ((findings.SECRETS_FINE, (3,)),)
