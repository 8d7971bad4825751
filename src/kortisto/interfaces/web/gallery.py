"""A page of all parts that pages are built of: for those who build pages, and for the tests that look at them."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kortisto.interfaces.web.charts import bars
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.toasts import toast


class SampleForm(forms.Form):
    """One field of each kind; the first is wrong."""

    name = forms.CharField(label="Name", help_text="As it stands in the trade register.")
    country = forms.ChoiceField(label="Country", choices=[("fi", "Finland"), ("se", "Sweden")])
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    kinds = forms.MultipleChoiceField(
        label="Kinds",
        choices=[("a", "Customer"), ("b", "Supplier")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    one = forms.ChoiceField(
        label="One of", choices=[("x", "This"), ("y", "That")], widget=forms.RadioSelect, required=False
    )


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every part once. Only where KORTISTO_DEBUG is on: it is no page of the register."""
    if not settings.DEBUG:
        return not_found(request)
    toast(request, "Saved.", undo="/looks/")
    toast(request, "That did not work. Try again.", level=messages.ERROR)
    form = SampleForm({"name": "", "country": "fi"}, label_suffix="")
    months = [(f"{month}/2026", month * month) for month in range(1, 12)]
    chart = bars("People added", months, heads=("Month", "People"))
    return render(request, "web/gallery.html", {"form": form, "chart": chart})
