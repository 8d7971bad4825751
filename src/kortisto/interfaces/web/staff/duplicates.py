"""Parties that may be one: the pairs, two side by side, merging them and taking a merge back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kortisto.declaration.vocabulary.items import ITEMS
from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, in_words, staff
from kortisto.lib.jobs import ask_for
from kortisto.register.access import current
from kortisto.register.access.rules import may
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import Language, PartyKind, SizeClass
from kortisto.register.parties.queries.finding import LONGEST_TEXT
from kortisto.register.parties.queries.names import names_of

FIELDS = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "prefix": gettext_lazy("Prefix"),
    "language": gettext_lazy("Language"),
    "informed_on": gettext_lazy("Told of the processing on"),
    "non_disclosure_until": gettext_lazy("Non-disclosure until"),
    "registered_name": gettext_lazy("Registered name"),
    "trade_name": gettext_lazy("Trade name"),
    "business_id": gettext_lazy("Business ID"),
    "vat_id": gettext_lazy("VAT number"),
    "einvoice_address": gettext_lazy("E-invoice address"),
    "einvoice_operator": gettext_lazy("E-invoice operator"),
    "industry_code": gettext_lazy("Line of business"),
    "size_class": gettext_lazy("Size"),
    "external_reference": gettext_lazy("Customer number"),
}
_PROTECTED = gettext_lazy(
    "Somebody here is under a non-disclosure for personal safety. Only who may see protected addresses can do this."
)
_CODES = {"language": dict(Language.choices), "size_class": dict(SizeClass.choices)}
_AROUND = {PartyKind.PERSON: gettext_lazy("Organisations"), PartyKind.ORGANISATION: gettext_lazy("People")}
PAGES = {PartyKind.PERSON: "web:person", PartyKind.ORGANISATION: "web:organisation"}
OFFERED = 12
"""So many are offered to be merged with: with more, the text is to be made longer."""
STATE = "web/staff/duplicates.html#state"


@require_safe
@staff
def duplicates(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the pairs that somebody should look at, the most alike first."""
    visit.require("merge")
    scans = queries.latest_scans(by=visit.by)
    context: dict[str, Any] = {
        "scans": scans,
        "scanning": any(scan.is_running for scan in scans),
        "searching": any(scan.is_running and scan.batch is None for scan in scans),
        "may_scan": may(visit.by, "duplicates.scan"),
    }
    if request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers:
        # How far the search is, every few seconds: that shows nobody, and is no look at the pairs.
        return _varying(render(request, STATE, context))
    kind = {"people": PartyKind.PERSON, "organisations": PartyKind.ORGANISATION}.get(request.GET.get("kind", ""))
    with visit.enter() as access:
        page = queries.duplicate_pairs(by=access, kind=kind, after=request.GET.get("after"))
    context |= {
        "page": page,
        "kind": request.GET.get("kind", "") if kind else "",
        "continued": bool(request.GET.get("after")),
    }
    return _varying(render(request, "web/staff/duplicates.html", context))


def _varying(response: HttpResponse) -> HttpResponse:
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


@require_POST
@staff
def scan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin to compare everybody with everybody, or stop it. The worker does it."""
    visit.require("duplicates.scan")
    if stop := request.POST.get("stop"):
        with visit.enter() as access:
            operations.cancel_scan(scan_id=UUID(stop), by=access, at=visit.at)
        toast(request, _("The search was stopped. What it had found is below."))
        return redirect("web:duplicates")
    begun = 0
    for kind in PartyKind:
        try:
            with visit.enter() as access:
                operations.begin_scan(kind=kind, by=access, at=visit.at)
        except operations.AlreadyScanningError:
            continue
        begun += 1
    ask_for("compare_parties", once="compare_parties", user=str(visit.by.id), role=visit.by.role, purpose=visit.purpose)
    text = _("The search has begun. You can go on with other work.") if begun else _("A search is under way already.")
    toast(request, text, level=messages.SUCCESS if begun else messages.INFO)
    return redirect("web:duplicates")


@require_POST
@staff
def dismiss(request: HttpRequest, visit: Visit, pair_id: UUID) -> HttpResponse:
    """Remember that two are two."""
    visit.require("merge")
    with visit.enter(Operation.READ, Operation.CHANGE) as access:
        try:
            operations.dismiss_duplicate(pair_id=pair_id, by=access, at=visit.at)
        except queries.PairNotFoundError:
            access.record("duplicates.dismiss", object_id=pair_id)
            return not_found(request)
    toast(request, _("Remembered: they are two. The pair is not shown again."))
    return redirect("web:duplicates")


@require_safe
@staff
def merge_with(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Choose with whom a party is one: whoever `find` finds; at first those of the same name."""
    visit.require("merge")
    with visit.enter() as access:
        named = names_of(by=access, ids=[party_id]).get(party_id)
        if named is None or named[0].kind is not kind:
            return not_found(request)
        text = request.GET.get("find", named[1])[:LONGEST_TEXT].strip()
        hits = queries.best_matches(by=access, text=text, kinds=(kind,), limit=OFFERED + 1).hits if text else ()
    context = {
        "party": named[0],
        "name": named[1],
        "page": PAGES[kind],
        "find": text,
        "hits": [hit for hit in hits if hit.party.id != party_id][:OFFERED],
    }
    return render(request, "web/staff/merge_with.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def merge(request: HttpRequest, visit: Visit, kind: PartyKind, first: UUID, second: UUID) -> HttpResponse:
    """Show two side by side; make them one, field by field as chosen. `first` stays."""
    visit.require("merge")
    if request.method == "POST":
        return _merged(request, visit, kind, first, second)
    try:
        with visit.enter() as access:
            found = queries.compare(kind=kind, first=first, second=second, by=access)
    except queries.PairNotFoundError:
        return not_found(request)
    return render(request, "web/staff/merge.html", _side_by_side(found))


def _merged(request: HttpRequest, visit: Visit, kind: PartyKind, first: UUID, second: UUID) -> HttpResponse:
    take = [name.removeprefix("field-") for name, value in request.POST.items() if value == "second"]
    try:
        with visit.enter(Operation.READ, Operation.CHANGE) as access:
            done = operations.merge(kind=kind, survivor=first, absorbed=second, take=take, by=access, at=visit.at)
    except operations.CannotMergeError as reason:
        text = _PROTECTED if reason.protected else _("One of the two is not there any more. Nothing was changed.")
        toast(request, str(text), level=messages.WARNING)
        return redirect("web:duplicates")
    toast(
        request,
        _("Merged. Everything of both is now here."),
        undo=reverse("web:undo-merge", kwargs={"merge_id": done.id}),
    )
    return redirect(PAGES[kind], done.survivor)


def _side_by_side(found: queries.Comparison) -> dict[str, Any]:
    return {
        "found": found,
        "kind": found.kind.value,
        "page": PAGES[found.kind],
        "fields": [
            {
                "name": one.field,
                "label": FIELDS.get(one.field) or in_words(current.compiled().name(one.item)),
                "first": _CODES.get(one.field, {}).get(one.first, one.first),
                "second": _CODES.get(one.field, {}).get(one.second, one.second),
                "differ": one.differ,
            }
            for one in found.fields
            if one.first or one.second
        ],
        "hanging": [
            (
                # The rows between people and organisations are told by who stands at their other end.
                _AROUND[found.kind] if one.item == "person.title" else in_words(ITEMS[one.item].name),
                ((found.first_name, one.first, one.first_values), (found.second_name, one.second, one.second_values)),
            )
            for one in found.hanging
        ],
        "reasons": [reason.label for reason in found.reasons],
    }


@require_safe
@staff
def merges(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the latest merges, each with a way back."""
    visit.require("merge")
    with visit.enter() as access:
        found = queries.merges(by=access)
    return render(request, "web/staff/merges.html", {"merges": found})


@require_POST
@staff
def undo_merge(request: HttpRequest, visit: Visit, merge_id: UUID) -> HttpResponse:
    """Make two of one again."""
    visit.require("merge")
    try:
        with visit.enter(Operation.READ, Operation.CHANGE) as access:
            done = operations.undo_merge(merge_id=merge_id, by=access, at=visit.at)
    except queries.MergeNotFoundError:
        return not_found(request)
    except operations.CannotUndoError as reason:
        text = (
            _("The one that stayed has been merged into another since. Undo that merge first, then this one.")
            if reason.later
            else str(_PROTECTED)
            if reason.protected
            else _("This merge cannot be undone: it was undone before, or what was there has been erased by its rule.")
        )
        toast(request, text, level=messages.WARNING)
        return redirect("web:merges")
    if done.not_restored:
        left = ", ".join(dict.fromkeys(str(_told(table, field)) for table, field in done.not_restored))
        toast(
            request,
            _("They are two again. This was changed or erased since the merge, and was left as it is now: %(fields)s.")
            % {"fields": left},
            level=messages.WARNING,
        )
    else:
        toast(request, _("They are two again, as they were."))
    return redirect(PAGES[done.kind], done.absorbed)


def _told(table: str, field: str) -> str:
    """Say what could not be put back: the name of a field, else that of what its table holds."""
    if field in FIELDS:
        return str(FIELDS[field])
    if field == "parent_id":
        return _("Parent")
    item = queries.item_of_table(table)
    return in_words(ITEMS[item].name) if item else _("An entry")
