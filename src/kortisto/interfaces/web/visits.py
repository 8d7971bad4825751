"""Who visits a page, and for which purpose: every page that shows people goes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language

from kortisto.declaration.model import Text
from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.access import current, rules
from kortisto.register.access.operations import DeniedError, enter, speak
from kortisto.register.access.queries import ElevationView, open_elevation
from kortisto.register.access.rules import actor_of
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import UnrecordedAccessError
from kortisto.register.audit.values import Access, Actor, NotGrantedError, touches
from kortisto.register.parties import queries
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.values import Origin

P = ParamSpec("P")
PURPOSE = "purpose"
"""Where the session keeps the purpose that its user has chosen to work for."""
_NOT_FOUND = 404
ELEVATION = "elevation"
"""Where the session keeps the elevated access that was opened in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of a member of staff: who, for which purpose (empty: the role has none), and when.

    `elevated`: the elevated access that is open in this session, also while another purpose is chosen. `asked_for`: of
    what lines stand in the log already, by its passages through the door.
    """

    by: Actor
    purpose: str
    at: datetime
    language: str
    elevated: ElevationView | None = None
    request_id: str = field(default_factory=lambda: uuid7().hex)
    asked_for: set[UUID] = field(default_factory=set)

    @property
    def today(self) -> date:
        """Return the civil day of the visit."""
        return timezone.localdate(self.at)

    @contextmanager
    def enter(self, *operations: Operation) -> Iterator[Access]:
        """Open the door for these operations; to read, unless others are named. Raises DeniedError."""
        with enter(
            by=self.by,
            purpose=self.purpose,
            at=self.at,
            channel=Door.WEB,
            operations=operations or (Operation.READ,),
            request_id=self.request_id,
        ) as access:
            yield access
        self.asked_for.update(event.object_id for event in access.events if event.object_id)

    def may(self, operation: Operation, item: str) -> bool:
        """Return whether the declaration lets this role do an operation on an item, or on a part of it."""
        permit = rules.permitted(role=self.by.role, purpose=self.purpose, operation=operation)
        return permit is not None and touches(permit.items, item)

    def may_at_all(self, operation: Operation) -> bool:
        """Return whether the declaration lets this role do an operation on anything for the purpose."""
        return rules.permitted(role=self.by.role, purpose=self.purpose, operation=operation) is not None

    def has(self, permission: str) -> bool:
        """Return whether the visitor has a permission of permissions.yaml, for what a page offers."""
        return rules.may(self.by, permission)

    def require(self, permission: str) -> None:
        """Go on only with a permission of permissions.yaml and a signed undertaking.

        Raises NotPermittedError (the page is answered as one that does not exist) or DeniedError (sign first).
        """
        rules.require(by=self.by, permission=permission, at=self.at, request_id=self.request_id)
        if rules.must_sign(self.by):
            raise DeniedError(
                by=self.by, purpose=self.purpose, operation=Operation.READ, at=self.at, channel=Door.WEB,
                request_id=self.request_id, no_undertaking=True,
            )  # fmt: skip

    def origin(self, source: str, operation: Operation) -> Origin:
        """Return the origin of what is typed in now, on the first legal basis on which the role may do it."""
        permit = rules.permitted(role=self.by.role, purpose=self.purpose, operation=operation)
        if permit is None:
            raise self.denied(operation)
        return Origin(source=source, collected_at=self.at, basis=permit.bases[0], declaration=current.version())

    def may_for_some_purpose(self, operation: Operation, item: str) -> bool:
        """Return whether the declaration lets the visitor do an operation on an item for any of their purposes."""
        visits = (replace(self, purpose=one, by=rules.acting_for(self.by, one)) for one in rules.purposes_of(self.by))
        return self.may(operation, item) or any(one.may(operation, item) for one in visits)

    def denied(self, operation: Operation, *, hidden: bool = False) -> DeniedError:
        """Return the refusal of an operation, for the log. `hidden`: it is answered as what is not there."""
        return DeniedError(
            by=self.by, purpose=self.purpose, operation=operation, at=self.at, channel=Door.WEB,
            request_id=self.request_id, hidden=hidden,
        )  # fmt: skip


def language_of_page() -> str:
    """Return `fi`, `sv` or `en`: the language in which this page is shown."""
    language = (get_language() or "fi").partition("-")[0]
    return language if language in {"fi", "sv", "en"} else "fi"


def remember_language(response: HttpResponse, language: str) -> None:
    """Show pages in this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


def keep_language(request: HttpRequest, language: str) -> None:
    """Keep with the account which language its user has chosen; without a log-in, the browser alone remembers it."""
    if request.user.is_authenticated:
        visit = visit_of(request)
        speak(language=language, chosen=True, by=visit.by, at=visit.at, request_id=visit.request_id)


def in_words(text: Text) -> str:
    """Return a text of the declaration in the language of the page."""
    return text.in_language(language_of_page())


def visit_of(request: HttpRequest) -> Visit:
    """Return the visit of a request by somebody who has logged in, in the role that fits the purpose."""
    user: Any = request.user
    actor = actor_of(user)
    at = timezone.now()
    chosen = request.session.get(PURPOSE, "")
    elevated = _elevated(request, actor, at)
    visit = Visit(by=actor, purpose=chosen, at=at, language=language_of_page(), elevated=elevated)
    if elevated is not None and elevated.purpose == chosen:
        return replace(visit, by=replace(actor, role=elevated.role, elevation=elevated.id))
    permitted = rules.purposes_of(actor)
    if chosen in permitted:
        return replace(visit, by=rules.acting_for(actor, chosen))
    # Nobody has chosen yet: of the purposes for which the role finds people the one that shows most, which is what most
    # of its work is for; of equal ones, the first of the notice.
    possible = [replace(visit, purpose=one, by=rules.acting_for(actor, one)) for one in permitted]
    finding = [one for one in possible if one.may(Operation.READ, "person.name")]
    return max(finding, key=_breadth) if finding else next(iter(possible), replace(visit, purpose=""))


def _breadth(visit: Visit) -> int:
    """How many items the role reads and changes for the purpose."""
    permits = (
        rules.permitted(role=visit.by.role, purpose=visit.purpose, operation=operation)
        for operation in (Operation.READ, Operation.CHANGE)
    )
    return sum(len(permit.items) for permit in permits if permit is not None)


def _elevated(request: HttpRequest, actor: Actor, at: datetime) -> ElevationView | None:
    """The elevated access of this session, while it is open."""
    id_ = request.session.get(ELEVATION)
    if id_ is None:
        return None
    elevation = open_elevation(elevation_id=UUID(id_), user_id=rules.id_of(actor), at=at)
    if elevation is None:
        del request.session[ELEVATION]
    return elevation


def purposes_of(visit: Visit) -> tuple[str, ...]:
    """Return the purposes for which the visitor may read people's data: in any of their roles, or in a borrowed one."""
    own = rules.purposes_of(visit.by)
    return own if visit.elevated is None or visit.elevated.purpose in own else (*own, visit.elevated.purpose)


StaffView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]


def staff(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the visit. What an open access turns out not to grant is refused, and recorded, like the rest.

    That somebody has logged in is seen to by the middleware, for every view that does not say it is public.
    """

    @wraps(view)
    def visited(request: HttpRequest, *arguments: P.args, **named: P.kwargs) -> HttpResponse:
        visit = visit_of(request)
        try:
            response = view(request, visit, *arguments, **named)
        except NotGrantedError as refused:
            raise visit.denied(refused.operation) from refused
        return (_where_it_went(request, visit) or response) if response.status_code == _NOT_FOUND else response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", visited)


def _where_it_went(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Lead from the address of a party that has become one with another to that of the one that stands for it.

    What was typed into a form in the meantime goes along: 307 repeats the request as it was.
    """
    named = request.resolver_match.kwargs if request.resolver_match else {}
    gone = named.get("party_id")
    if gone is None:
        return None
    kind = named.get("kind") or PartyKind.ORGANISATION if "/organisations/" in request.path else PartyKind.PERSON
    survivor = None
    with suppress(UnrecordedAccessError), visit.enter() as access:
        survivor = queries.stands_for(kind=kind, party=gone, by=access, recorded=gone in visit.asked_for)
    if survivor is None:
        return None
    return HttpResponseRedirect(request.get_full_path().replace(str(gone), str(survivor), 1), preserve_request=True)


def permitted(permission: str) -> Callable[[StaffView[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Give a view the visit, if the visitor has a permission of permissions.yaml; else the page does not exist."""

    def guard(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, visit: Visit, *arguments: P.args, **named: P.kwargs) -> HttpResponse:
            visit.require(permission)
            return view(request, visit, *arguments, **named)

        return staff(cast("StaffView[P]", guarded))

    return guard
