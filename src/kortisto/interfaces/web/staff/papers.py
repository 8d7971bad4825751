"""Files of a party: added, downloaded through the log, removed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.happening_forms import FileForm
from kortisto.interfaces.web.staff.saving import REFUSED, address_of, page_of
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.parties import file_types as types
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.scanner import ScannerFailedError
from kortisto.register.parties.values import Party
from kortisto.register.parties.vault import UnreadableFileError

SANDBOX = "sandbox; default-src 'none'"
"""Whatever is in the file: should a browser show it after all, it may run nothing and ask for nothing."""
_REASONS = {
    types.UNKNOWN_KIND: gettext_lazy(
        "Files of this kind are not taken. Take a PDF, a picture (PNG, JPEG, GIF, WebP), an office document or a text."
    ),
    types.OTHER_CONTENT: gettext_lazy("The content is not what the name of the file says. Save it anew and try again."),
    types.EMPTY: gettext_lazy("The file is empty. Choose another."),
    types.MACROS: gettext_lazy("The document has macros or programs in it. Save it without them, or as a PDF."),
    types.INFECTED: gettext_lazy("The scanner has found malicious software in the file. It was not stored."),
}


@form_page
@staff
def add(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Take in a file."""
    page = page_of(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)
    visit.require("files.add")
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        error = _kept(visit, Party(kind=kind, id=party_id), form)
        if not error:
            toast(request, _("The file is stored."))
            return redirect(f"{address_of(page)}#files")
        form.add_error("file", error)
    context = {
        "form": form,
        "party": page,
        "address": f"{address_of(page)}#files",
        "title": _("Add a file"),
        "enctype": "multipart/form-data",
    }
    return render(request, "web/timeline/form.html", context, status=REFUSED if form.is_bound else 200)


def _kept(visit: Visit, owner: Party, form: FileForm) -> str:
    """Store the file; return why it was not, empty when it was."""
    upload = form.cleaned_data["file"]
    most = settings.KORTISTO_FILE_BYTES
    too_large = _("The file is too large: %(most)s million bytes at most.") % {"most": most // 1_000_000}
    if upload.size > most:
        return too_large
    try:
        with visit.enter(Operation.COLLECT) as by:
            operations.add_file(
                owner=owner,
                name=upload.name,
                content=upload.read(),
                origin=visit.origin(form.cleaned_data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
            )
    except types.NotAllowedError as refused:
        return str(_REASONS.get(refused.reason, too_large))
    except ScannerFailedError:
        return _("The scanner does not answer, so the file was not stored. Try again in a while.")
    return ""


@require_safe
@staff
def download(request: HttpRequest, visit: Visit, file_id: UUID) -> HttpResponse:
    """Give the content of a file, to be saved: never to be shown under our address."""
    try:
        with visit.enter() as access:
            found = queries.content_of(file_id=file_id, by=access)
    except UnreadableFileError:
        return render(request, "web/timeline/unreadable.html", status=410)
    if found is None:
        return not_found(request)
    view, content = found
    response = HttpResponse(content, content_type=view.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=view.name) or ""
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
