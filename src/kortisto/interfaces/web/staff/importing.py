"""Bringing a file in: the file, what its columns mean, what would come of it, how far it is, and taking it back."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.import_forms import ChoicesForm, columns_of, policies_in, targets_in
from kortisto.interfaces.web.staff.import_texts import COUNTS, FAILURES, KEPT, NOT_READY, counted, examples_of, foreseen
from kortisto.interfaces.web.staff.labels import source_name
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, permitted
from kortisto.register.audit.enums import Door
from kortisto.register.parties.enums import RelationshipKind, UndoState, UploadState
from kortisto.register.parties.importing.choices import Duplicates, MatchBy
from kortisto.register.parties.importing.csv_files import ENCODINGS
from kortisto.register.parties.importing.meaning import Content
from kortisto.register.parties.importing.mending import SUFFIX
from kortisto.register.parties.importing.reading import UnreadableFileError
from kortisto.register.parties.importing.wording import why_unreadable
from kortisto.register.parties.intake.trial_files import TrialState
from kortisto.register.parties.operations import trying, undoing, uploads
from kortisto.register.parties.operations.undoing import StillRunningError, UndoneAlreadyError
from kortisto.register.parties.operations.uploads import NotReadyError, Trial, WrongStateError
from kortisto.register.parties.queries import imports as queries
from kortisto.register.parties.queries.duplicates import ScanView, open_pairs_of, scans_of
from kortisto.register.parties.queries.imports import BatchView, UploadView
from kortisto.register.parties.queries.search import BadCursorError

PART = "web/staff/import_progress.html#progress"
TRIAL_PART = "web/staff/import.html#trying"
UNDO_PART = "web/staff/import_undo.html#progress"
ORIGIN = ("source", "collected_on", "basis", "purpose")
"""What is asked of every file, for every datum keeps it."""
SHOWN = 100
"""Of what stayed so much is listed; the number is of all."""
SEPARATORS = ((",", ","), (";", ";"), ("\t", "TAB"), ("|", "|"))


@require_http_methods(["GET", "POST"])
@permitted("import")
def imports(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show earlier imports and files that are not in yet, and take a file."""
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            error = _("Choose a file first.")
        elif (file.size or 0) > settings.KORTISTO_LARGEST_UPLOAD:
            error = _("The file is too large to be brought in by a page: split it, or use ./kortisto import.")
        else:
            try:
                upload_id = uploads.bring_upload(
                    content=file.chunks(), file_name=str(file.name), by=visit.by, at=visit.at, channel=Door.WEB
                )
            except UnreadableFileError as unreadable:
                error = why_unreadable(unreadable, str(file.name), visit.language)
            except OSError:
                error = _("The file could not be kept: the disk may be full. Nothing was imported; try again later.")
            else:
                return redirect("web:import", upload_id)
    context = {
        "error": error,
        "under_way": queries.uploads_under_way(),
        "batches": [(one, counted(one.counts), source_name(one.source)) for one in queries.batches()],
        "may_undo": visit.has("import.undo"),
    }
    return render(request, "web/staff/imports.html", context, status=422 if error else 200)


@form_page
@permitted("import")
def upload(request: HttpRequest, visit: Visit, upload_id: UUID) -> HttpResponse:
    """Show a file on its way in: what its columns mean, or how far it is, or what is asked."""
    view = queries.upload(upload_id=upload_id)
    if view is None:
        return not_found(request)
    if view.state is UploadState.NEW:
        return _wizard(request, visit, view)
    if view.state is UploadState.ASKING and request.method == "POST":
        return _answer(request, visit, view)
    return _progress(request, visit, view)


@require_POST
@permitted("import")
def act(request: HttpRequest, visit: Visit, upload_id: UUID) -> HttpResponse:
    """Break an import off, go on with it, or remove its file."""
    if queries.upload(upload_id=upload_id) is None:
        return not_found(request)
    does = {
        "cancel": uploads.cancel_upload,
        "resume": uploads.resume_upload,
        "discard": uploads.discard_upload,
        "give up": trying.give_up_trial,
    }.get(request.POST.get("do", ""))
    if does is not None:
        try:
            does(upload_id=upload_id, by=visit.by, at=visit.at, channel=Door.WEB)
        except WrongStateError:
            toast(request, _("The import has gone on meanwhile: look at how far it is."))
        else:
            if does is uploads.discard_upload:
                toast(request, _("The file was removed."))
                return redirect("web:imports")
    return redirect("web:import", upload_id)


@require_safe
@permitted("import")
def rejected(request: HttpRequest, visit: Visit, upload_id: UUID) -> HttpResponse:
    """Give the rows that were not taken, with the reasons, as a file to be mended."""
    view = queries.upload(upload_id=upload_id)
    path = uploads.rejected_rows_of(upload_id=upload_id, by=visit.by, at=visit.at, channel=Door.WEB)
    if view is None or path is None:
        return not_found(request)
    suffix = SUFFIX[view.kind]
    name = view.file_name.rpartition(".")[0] or view.file_name
    response = FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.rejected{suffix}")
    return cast("HttpResponse", response)


@require_http_methods(["GET", "POST"])
@permitted("import.undo")
def undo(request: HttpRequest, visit: Visit, batch_id: UUID) -> HttpResponse:
    """Ask, then have an import taken back, and show how far that is and what stayed."""
    view = queries.batch(batch_id=batch_id)
    if view is None:
        return not_found(request)
    if request.method == "POST":
        try:
            undoing.start_undo(
                batch_id=batch_id, purpose=visit.purpose, by=visit.by, at=visit.at, channel=Door.WEB,
                request_id=visit.request_id,
            )  # fmt: skip
        except UndoneAlreadyError:
            pass  # somebody else was quicker: the page shows it
        except StillRunningError:
            toast(request, _("The import is still going on: cancel it first."))
            return redirect("web:imports")
        return redirect("web:undo-import", batch_id)
    context = {
        "batch": view,
        "running": view.undo_state is UndoState.RUNNING,
        "failed": view.undo_state is UndoState.FAILED,
        "failure": FAILURES.get(view.undo_failure, ""),
        "counts": counted(view.counts),
        "source": source_name(view.source),
        "kept": _kept(view),
        "kept_in_all": view.counts.get("undone_kept", 0),
        "changed": view.counts.get("updated", 0),
        "history": queries.history_is_kept(),
        "part": request.headers.get("HX-Request") == "true",
    }
    response = render(request, UNDO_PART if context["part"] else "web/staff/import_undo.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


# --- the wizard ------------------------------------------------------------------------------------------------------


def _wizard(request: HttpRequest, visit: Visit, view: UploadView) -> HttpResponse:
    typed = shown_again(request)
    posted = request.POST if request.method == "POST" else typed
    form = ChoicesForm(posted or None, view=view, visit=visit)
    error, trial = "", None
    if request.method == "POST":
        does = request.POST.get("do", "save")
        if does == "read":
            error = _read_anew(request, visit, view)
            if not error:
                return redirect("web:import", view.id)
        elif form.is_valid():
            trial, done = _choose(request, visit, view, form, does)
            if done is not None:
                return done
        view = queries.upload(upload_id=view.id) or view
    long_trial = queries.trial_of(upload_id=view.id)
    if request.headers.get("HX-Request") == "true" and long_trial is not None and long_trial.running:
        return render(request, TRIAL_PART, {"view": view, "trying": long_trial})
    columns = columns_of(view, posted, visit, queries.samples_of(upload_id=view.id), form.chosen_purpose)
    context = {
        "view": view,
        "form": form,
        "columns": columns,
        "left_out": [column for column in columns if column.why],
        "error": error,
        "encodings": ENCODINGS,
        "separators": SEPARATORS,
        "trial": _told(trial or _tried(long_trial), visit, str(view.options.get("content", ""))),
        "trying": long_trial if long_trial and long_trial.running else None,
        "trial_failure": FAILURES.get(long_trial.failure, "") if long_trial else "",
        "not_saved": bool(typed),
    }
    return render(request, "web/staff/import.html", context, status=422 if error or form.errors else 200)


def _read_anew(request: HttpRequest, visit: Visit, view: UploadView) -> str:
    """Read the file with another encoding, separator or sheet; return what is wrong, if something is."""
    encoding, separator = request.POST.get("encoding", ""), request.POST.get("separator", "")
    try:
        uploads.read_upload_as(
            upload_id=view.id,
            encoding=encoding if encoding in ENCODINGS else "",
            separator=separator if separator in dict(SEPARATORS) else "",
            sheet=request.POST.get("sheet", ""),
            by=visit.by,
            at=visit.at,
            channel=Door.WEB,
        )
    except UnreadableFileError as unreadable:
        return why_unreadable(unreadable, view.file_name, visit.language)
    except (FileNotFoundError, WrongStateError):
        return _("The file is no longer here. Bring it in again.")
    return ""


def _choose(
    request: HttpRequest, visit: Visit, view: UploadView, form: ChoicesForm, does: str
) -> tuple[Trial | None, HttpResponse | None]:
    """Keep what was chosen, then try it out or start; return the trial, or the page to go to."""
    chosen: dict[str, Any] = form.cleaned_data
    try:
        uploads.choose_for_upload(
            upload_id=view.id,
            content=Content(chosen["content"]),
            targets=targets_in(request.POST, view),
            policies=policies_in(request.POST, view),
            duplicates=Duplicates(chosen["duplicates"]),
            match_by=MatchBy(chosen["match_by"]),
            relation=RelationshipKind(chosen["relation"]),
            source=chosen["source"],
            collected_on=chosen["collected_on"],
            basis=chosen["basis"],
            purpose=chosen["purpose"],
            language=visit.language,
            by=visit.by,
            at=visit.at,
            channel=Door.WEB,
        )
        if does == "check":
            return _try(visit, view)
        if does == "start":
            uploads.start_upload(upload_id=view.id, by=visit.by, at=visit.at, channel=Door.WEB)
            return None, redirect("web:import", view.id)
    except NotReadyError as missing:
        # Whatever else has not been said is told at once, not one thing at each attempt.
        for one in dict.fromkeys((missing.missing, *(name for name in ORIGIN if not chosen[name]))):
            form.add_error(one if one in form.fields else None, NOT_READY[one])
        return None, None
    except (FileNotFoundError, UnreadableFileError):
        form.add_error(None, _("The file is no longer here. Bring it in again."))
        return None, None
    except WrongStateError:
        return None, redirect("web:import", view.id)
    toast(request, _("Your choices were saved."))
    return None, redirect("web:import", view.id)


def _try(visit: Visit, view: UploadView) -> tuple[Trial | None, HttpResponse | None]:
    """Try a short file out while the visitor waits; a long one is left to a job, whose page tells how far it is."""
    if view.rows <= trying.AT_ONCE:
        return trying.try_upload(upload_id=view.id, by=visit.by, at=visit.at, channel=Door.WEB), None
    trying.begin_trial(upload_id=view.id, by=visit.by, at=visit.at, channel=Door.WEB)
    return None, redirect("web:import", view.id)


def _tried(trial: TrialState | None) -> Trial | None:
    """Return what came of trying a long file out, once that has ended."""
    if trial is None or trial.running or trial.failure:
        return None
    return Trial(counts=trial.counts, examples=trial.examples, looked_at=trial.done)


def _told(trial: Trial | None, visit: Visit, content: str) -> dict[str, Any] | None:
    if trial is None:
        return None
    return {
        "counts": foreseen(trial.counts, content),
        "looked_at": trial.looked_at,
        "examples": examples_of(trial.examples, visit.language),
    }


# --- how far it is ---------------------------------------------------------------------------------------------------


def _answer(request: HttpRequest, visit: Visit, view: UploadView) -> HttpResponse:
    """Keep what becomes of the rows about which is asked; those that are not on the page get the one for the rest."""
    possible = {one.value for one in Duplicates if one is not Duplicates.ASK}
    rest, more = request.POST.get("rest", ""), request.POST.get("do") == "next"
    answers = {
        int(name.removeprefix("row-")): Duplicates(said)
        for name, said in request.POST.items()
        if said in possible and name.startswith("row-") and name.removeprefix("row-").isdecimal()
    }
    with suppress(WrongStateError):  # somebody else has answered
        uploads.answer_upload(
            upload_id=view.id, answers=answers, rest=_rest(rest, possible, more=more), go_on=not more,
            by=visit.by, at=visit.at, channel=Door.WEB,
        )  # fmt: skip
    address = reverse("web:import", args=[view.id])
    return redirect(f"{address}?{urlencode({'after': request.POST.get('after', '')})}" if more else address)


def _rest(said: str, possible: set[str], *, more: bool) -> Duplicates:
    if more:
        return Duplicates.ASK
    return Duplicates(said if said in possible else Duplicates.SKIP)


def _alike(visit: Visit, view: UploadView) -> int:
    """How many who came in may stand in the register twice; none where the visitor could do nothing about it."""
    if view.state is not UploadState.DONE or view.batch is None or not visit.has("merge"):
        return 0
    with visit.enter() as access:
        return open_pairs_of(batch_id=view.batch, by=access)


def _scans(visit: Visit, view: UploadView) -> tuple[ScanView, ...]:
    """How far those who came in have been compared with all who were there; nothing where nobody has to know."""
    return scans_of(batch_id=view.batch) if view.batch is not None and visit.has("merge") else ()


def _asked(view: UploadView, after: str | None) -> queries.AskedPage:
    """Return the rows after a cursor; from the beginning where it is none of ours, or nothing is left after it."""
    try:
        page = queries.asked_rows(upload_id=view.id, after=after)
    except BadCursorError:
        page = None
    return page if page and page.rows else queries.asked_rows(upload_id=view.id)


def _progress(request: HttpRequest, visit: Visit, view: UploadView) -> HttpResponse:
    asking = view.state is UploadState.ASKING and view.has_file
    asked = _asked(view, request.GET.get("after")) if asking else None
    comparing = [scan for scan in _scans(visit, view) if scan.is_running]
    context = {
        "view": view,
        "counts": counted(view.counts),
        "running": view.state is UploadState.RUNNING,
        "failure": FAILURES.get(view.failure, ""),
        "asking": asking,
        "asked": [(number, [one for one in fields if one]) for number, fields in (asked.rows if asked else ())],
        "asked_in_all": queries.asked_count(upload_id=view.id) if asking else 0,
        "next": asked.next if asked else None,
        "later": "after" in request.GET,
        "labels": COUNTS,
        # Not while they are compared: the page asks anew every two seconds, and each look is a line in the log.
        "alike": 0 if comparing else _alike(visit, view),
        "comparing": comparing,
        "part": request.headers.get("HX-Request") == "true",
    }
    response = render(request, PART if context["part"] else "web/staff/import_progress.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def _kept(view: BatchView) -> list[tuple[str, str, str]]:
    """Return what stayed when the import was undone: the kind of page, the id, and why."""
    pages = {"Person": "web:person", "Organisation": "web:organisation"}
    return [(pages.get(one["table"], ""), one["id"], str(KEPT[one["why"]])) for one in view.kept[:SHOWN]]
