"""Tags and groups: on a party, and the lists of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import FromASource, text
from kortisto.interfaces.web.staff.saving import REFUSED, address_of, page_of
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page
from kortisto.interfaces.web.visits import Visit, permitted, staff
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import PartyKind, TagColour
from kortisto.register.parties.values import Party

TAG, GROUP = "person.tag", "person.group"
_IN_USE = gettext_lazy("There is one of this name already. Choose another name.")


class LabelsForm(FromASource):
    """The tags and groups of a party."""

    what = TAG

    tags = forms.MultipleChoiceField(
        label=gettext_lazy("Tags"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"})
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Groups"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"})
    )
    field_order = ("tags", "groups", "source")

    def __init__(self, *arguments: Any, tags: Any, groups: Any, **named: Any) -> None:
        """Offer the lists that the access grants."""
        super().__init__(*arguments, **named)
        for name, offered in (("tags", tags), ("groups", groups)):
            if offered is None:
                del self.fields[name]
            else:
                self.fields[name].choices = [(str(one.id), one.name) for one in offered]  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """The name of a tag or a group, and of a tag its colour."""

    name = text(gettext_lazy("Name"), 60, required=True)
    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=TagColour.choices, required=False)

    def __init__(self, *arguments: Any, coloured: bool = True, **named: Any) -> None:
        """Ask for a colour where that is shown."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        if not coloured:
            del self.fields["colour"]


@form_page
@staff
def labels(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Choose the tags and groups of a party."""
    page = page_of(visit, kind, party_id, Operation.CHANGE)
    if page is None:
        return not_found(request)
    party = Party(kind=kind, id=party_id)
    may_tag, may_group = visit.may(Operation.CHANGE, TAG), visit.may(Operation.CHANGE, GROUP)
    if not may_tag and not may_group:
        return not_found(request)
    with visit.enter() as by:
        now = queries.labels_of(party=party, by=by)
        tags = queries.tags(by=by) if may_tag else None
        groups = queries.groups(by=by) if may_group else None
    initial = {"tags": [str(one.id) for one in now.tags or ()], "groups": [str(one.id) for one in now.groups or ()]}
    form = LabelsForm(request.POST if request.method == "POST" else None, initial=initial, tags=tags, groups=groups)
    if form.is_bound and form.is_valid():
        origin = visit.origin(form.cleaned_data["source"], Operation.COLLECT)
        with visit.enter(Operation.COLLECT, Operation.CHANGE) as by:
            common: dict[str, Any] = {"owner": party, "origin": origin, "by": by, "at": visit.at}
            if "tags" in form.fields:
                operations.set_tags(tags=[UUID(one) for one in form.cleaned_data["tags"]], **common)
            if "groups" in form.fields:
                operations.set_groups(groups=[UUID(one) for one in form.cleaned_data["groups"]], **common)
        toast(request, _("Saved."))
        return redirect(f"{address_of(page)}#labels")
    context = {"form": form, "party": page, "address": address_of(page), "title": _("Tags and groups")}
    return render(request, "web/timeline/form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@permitted("tags.manage")
def manage(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the lists of tags and groups; add, rename, recolour and remove them."""
    with visit.enter() as by:
        tags = queries.tags(by=by) if visit.may(Operation.READ, TAG) else None
        groups = queries.groups(by=by) if visit.may(Operation.READ, GROUP) else None
        by.record("labels.list")
    if tags is None and groups is None:
        return not_found(request)
    tag_form, group_form = NameForm(auto_id="tag_%s"), NameForm(auto_id="group_%s", coloured=False)
    status = 200
    if request.method == "POST":
        form = NameForm(request.POST, auto_id=f"{_what(request)}_%s", coloured=_what(request) == "tag")
        if "remove" in request.POST or form.is_valid():
            try:
                _do(request, visit, form)
            except IntegrityError:
                form.add_error("name", str(_IN_USE))
            except ObjectDoesNotExist:
                return not_found(request)
            else:
                toast(request, _("Saved."))
                return redirect("web:tags")
        status = REFUSED
        if _what(request) == "tag":
            tag_form = form
        else:
            group_form = form
    context = {
        "tags": tags, "groups": groups, "colours": TagColour.choices, "tag_form": tag_form, "group_form": group_form,
    }  # fmt: skip
    return render(request, "web/timeline/tags.html", context, status=status)


def _what(request: HttpRequest) -> str:
    return "group" if request.POST.get("what") == "group" else "tag"


def _do(request: HttpRequest, visit: Visit, form: NameForm) -> None:
    try:
        id_ = UUID(request.POST["id"]) if request.POST.get("id") else None
    except ValueError as error:
        raise ObjectDoesNotExist from error
    operation = Operation.CHANGE if id_ else Operation.COLLECT
    with transaction.atomic(), visit.enter(operation) as by:
        common: dict[str, Any] = {"by": by, "at": visit.at}
        if id_ and "remove" in request.POST:
            if _what(request) == "tag":
                operations.remove_tag(tag_id=id_, **common)
            else:
                operations.remove_group(group_id=id_, **common)
            return
        name = form.cleaned_data["name"]
        colour = TagColour(form.cleaned_data.get("colour") or TagColour.GREY)
        if _what(request) == "tag" and id_:
            operations.edit_tag(tag_id=id_, name=name, colour=colour, **common)
        elif _what(request) == "tag":
            operations.add_tag(name=name, colour=colour, **common)
        elif id_:
            operations.rename_group(group_id=id_, name=name, **common)
        else:
            operations.add_group(name=name, **common)


@require_safe
@staff
def group(request: HttpRequest, visit: Visit, group_id: UUID) -> HttpResponse:
    """Show who is in a group."""
    with visit.enter() as by:
        found = queries.members(group_id=group_id, by=by)
    if found is None:
        return not_found(request)
    return render(request, "web/timeline/group.html", {"group": found[0], "members": found[1]})
