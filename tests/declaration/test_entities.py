"""The language says everything that a notice needs: each of the 26 kinds of statement, and each key is in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import yaml

from kortisto.declaration import model
from kortisto.declaration.grammar import AUTOMATION, REGISTER, RIGHTS, SECTIONS
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load, loads
from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.printing import markdown, notice
from kortisto.declaration.shapes import key_of
from kortisto.declaration.writer import write

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
ENTITIES = ROOT / "tests/declaration/samples/entities.yaml"

# What each kind of statement must be able to say, as fields of the model.
MUST_SAY: dict[type, str] = {
    model.Register: "version drafted valid_from replaces changes status changes_told name medium places covers feeds "
    "register_per_member",
    model.Place: "kind country lag locked fireproof",
    model.Party: "name business_id address email country member_of roles answers_for receives_requests",
    model.SubjectGroup: "when phases events represents guardian_of household_of employed_by minors "
    "sole_trader_is_personal",
    model.Item: "mandatory refusal minimised never_collect never_disclose open_list derived_from",
    model.Purpose: "under description compatible_with never_with",
    model.LegalBasis: "basis condition statutes interest balancing contract valid_from valid_until",
    model.Processing: "purpose groups items operations by basis phases unless",
    model.Ban: "operations reach by unless",
    model.Consent: "given_by purposes channels recipients items how proof text valid withdrawal",
    model.Withdrawal: "how closes then",
    model.Objection: "kind channels situation_needed closes suppression",
    model.Source: "kind items verified every correct_at_source",
    model.Recipient: "role items purposes basis regular conditions every to_register logged onward tell_subject",
    model.Transfer: "recipients countries tool ground decision module valid_from valid_until measures copy_on_request",
    model.ClockPick: "clock first to_end_of",
    model.ClockChoice: "mode of to_end_of",
    model.RetentionRule: "reach start at_least at_most round_end if_unknown review may_shorten then undo law unless",
    model.Relation: "cascade keeps",
    model.Hold: "kind opened_by reach reason_needed ends review_every leaves",
    model.Action: "kind keeps alike readable_for proof",
    model.Run: "kind every by reach",
    model.Rights: "channels languages signature known_address_first identity_check free answer_within may_extend_by "
    "refusal_certificate notify self_service extras limits",
    model.Automation: "decisions profiling logic effect human_review segments",
    model.TerminalItem: "purpose consent_class life party links_to_person_when",
    model.Role: "named_people employer confidentiality logged",
    model.Measure: "kind enforced_by",
    model.NoticeText: "heading order audience text strength",
    model.Evidence: "kind reference made",
}


@pytest.mark.parametrize("kind", MUST_SAY, ids=lambda kind: kind.__name__)
def test_a_statement_can_say_what_it_must(kind: type) -> None:
    assert set(MUST_SAY[kind].split()) <= {field.name for field in fields(kind)}


def keys_in_use() -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for path in [
        *(ROOT / "notices").glob("*.yaml"),
        *(ROOT / "tests/declaration/samples").glob("*.yaml"),
        *(ROOT / "tests/declaration/hard_cases").glob("*.yaml"),
        *(ROOT / "tests/declaration/linter").glob("*_good.yaml"),
    ]:
        texts = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (it makes texts, nothing else)
        for section, body in texts.items():
            used.setdefault(section, set()).update(keys_of(body))
    return used


def keys_of(body: object) -> Iterator[str]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield key
            yield from keys_of(value)
    elif isinstance(body, list):
        for value in body:
            yield from keys_of(value)


def test_every_key_of_the_language_is_used_by_some_declaration() -> None:
    shapes = {"register": REGISTER, "rights": RIGHTS, "automation": AUTOMATION}
    shapes |= {key_of(name): section.of for name, section in SECTIONS.items()}
    used = keys_in_use()
    unused = {
        f"{section}: {key}"
        for section, shape in shapes.items()
        for key, _, _ in shape.described()
        if key not in used.get(section, set())
    }
    assert unused == set()


def test_the_sample_with_the_rarer_statements_is_sound_and_reads_back() -> None:
    loaded = load(ENTITIES)
    assert loaded.problems == ()
    assert loaded.declaration is not None
    assert lint(loaded.declaration, date(2026, 11, 22)) == ()
    assert loads(write(loaded.declaration)).declaration == loaded.declaration


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_prints(language: str) -> None:
    declaration = load(ENTITIES).declaration
    assert declaration is not None
    printed = markdown.write(notice(declaration, language))
    guardians = {"fi": "Huoltajat", "sv": "Vårdnadshavare", "en": "Guardians"}
    assert guardians[language] in printed
