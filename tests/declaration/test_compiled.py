from dataclasses import replace

import pytest

from kortisto.declaration.closest_rules import Gap, Tie
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.model import Item, Reach, RetentionRule
from kortisto.declaration.words import Operation
from tests.declaration.building import declaration, group, purpose, row, rule

pytestmark = pytest.mark.unit

EMAIL, PHONE, NOTE = "person.contact.email", "person.contact.phone", "person.note"


def of(*rules: RetentionRule, **sections: object) -> Compiled:
    sections.setdefault("processing", (row("serving", "service", items=("person.contact", NOTE)),))
    sections.setdefault("items", (Item(id="person.contact", section="items"), Item(id=NOTE, section="items")))
    sections.setdefault("purposes", (purpose("above"), purpose("service", under="above")))
    return compile_declaration(declaration(retention=rules, **sections))


def chosen(compiled: Compiled, place: str | None = None) -> dict[str, str]:
    serving = compiled.rows["serving"]
    return {
        item: plan.rule.id for item in serving.items for plan, _ in serving.rules_of(item, place)
    }  # fmt: skip


ALL = rule("10 years", "item.collected", id="all")


def test_a_row_on_a_parent_covers_the_words_of_the_vocabulary_under_it() -> None:
    compiled = of(ALL)
    assert {EMAIL, PHONE, NOTE} <= compiled.rows["serving"].items
    assert "person.contact" not in compiled.rows["serving"].items
    assert set(compiled.expand("person")) == set(compiled.rows["serving"].items)
    assert compiled.expand("person.name") == ("person.name",)


def test_items_of_the_declaration_itself_make_a_hierarchy_too() -> None:
    items = (Item(id="own.meter", section="items"), Item(id="own.meter.reading", section="items"))
    compiled = of(ALL, items=items, processing=(row("serving", "service", items=("own.meter",)),))
    assert compiled.rows["serving"].items == {"own.meter.reading"}


def test_a_rule_on_a_child_overrides_the_rule_on_its_parent() -> None:
    contact = rule("5 years", "item.collected", id="contact", items=("person.contact",))
    email = rule("1 year", "item.collected", id="email", items=(EMAIL,))
    found = chosen(of(ALL, contact, email))
    assert (found[EMAIL], found[PHONE], found[NOTE]) == ("email", "contact", "all")


def test_the_item_decides_before_the_purpose() -> None:
    by_purpose = rule("5 years", "item.collected", id="purpose", purposes=("service",))
    email = rule("1 year", "item.collected", id="email", items=(EMAIL,))
    found = chosen(of(ALL, by_purpose, email))
    assert (found[EMAIL], found[PHONE]) == ("email", "purpose")


@pytest.mark.parametrize(
    "closer",
    [
        {"purposes": ("service",)},
        {"purposes": ("above",)},
        {"groups": ("customers",)},
        {"reach": Reach(processing=("serving",))},
    ],
)
def test_a_rule_that_names_more_is_closer(closer: dict[str, object]) -> None:
    named = rule("1 year", "item.collected", id="named", **closer)
    compiled = of(ALL, named)
    assert set(chosen(compiled).values()) == {"named"}
    assert compiled.ties == ()


def test_the_nearer_purpose_is_closer_than_the_one_above_it_and_the_row_than_both() -> None:
    above = rule("1 year", "item.collected", id="above", purposes=("above",))
    near = rule("2 years", "item.collected", id="near", purposes=("service",))
    very = rule("3 years", "item.collected", id="very", reach=Reach(processing=("serving",)))
    assert set(chosen(of(above, near)).values()) == {"near"}
    assert set(chosen(of(above, near, very)).values()) == {"very"}


def test_rules_that_nothing_tells_apart_tie() -> None:
    compiled = of(ALL, replace(ALL, id="other"), items=(Item(id=NOTE, section="items"),),
                  processing=(row("serving", "service", items=(NOTE,)),))  # fmt: skip
    assert compiled.ties == (Tie("serving", NOTE, "customers", ("retention.all", "retention.other")),)
    assert chosen(compiled) == {NOTE: "all"}
    by_purpose = rule("1 year", "item.collected", id="purpose", purposes=("service",))
    by_group = rule("2 years", "item.collected", id="group", groups=("customers",))
    assert of(by_purpose, by_group).ties


def test_an_item_without_a_rule_is_a_gap() -> None:
    compiled = of(rule("1 year", "item.collected", items=("person.contact",)))
    assert compiled.gaps == (Gap("serving", NOTE, "customers"),)


def test_a_rule_for_one_group_leaves_the_others_to_the_general_one() -> None:
    groups = (group("customers"), group("others", "patient"))
    serving = row("serving", "service", items=(NOTE,), groups=("customers", "others"))
    compiled = of(
        ALL,
        rule("1 year", "item.collected", id="one", groups=("others",)),
        subject_groups=groups,
        processing=(serving,),
    )
    rules = {group: compiled.rows["serving"].rules[NOTE, group, None].rule.id for group in ("customers", "others")}
    assert rules == {"customers": "all", "others": "one"}


def test_a_rule_for_a_place_holds_only_there() -> None:
    compiled = of(ALL, rule("1 day", "item.collected", id="there", places=("server",)))
    assert set(chosen(compiled, "server").values()) == {"there"}
    assert set(chosen(compiled, "elsewhere").values()) == {"all"}
    assert set(chosen(compiled).values()) == {"all"}


def test_a_clock_that_strikes_at_birth_falls_back_to_the_collection() -> None:
    compiled = of(rule("7 months", "call.recorded"), rule("1 year", "ticket.closed", id="closed", items=(NOTE,)))
    plans = {item: compiled.rows["serving"].rules[item, "customers", None] for item in (EMAIL, NOTE)}
    assert plans[EMAIL].rule.if_unknown is not None
    assert plans[NOTE].rule.if_unknown is None
    assert (plans[EMAIL].from_collection, plans[EMAIL].by_collection) == (False, True)


def test_uses_are_found_by_purpose_role_and_operation() -> None:
    compiled = of(ALL, processing=(row("serving", "above", items=(NOTE,), by=("service", "sales")),))
    assert compiled.uses["service", "sales", Operation.READ] == (compiled.rows["serving"],)
    assert ("service", "legal", Operation.READ) not in compiled.uses


def test_every_entry_is_a_value_that_others_may_read() -> None:
    found = {(entry[0].node.id, entry[1], entry[2], entry[3], entry[4].id) for entry in of(ALL).entries()}
    assert ("serving", EMAIL, "customers", None, "all") in found
