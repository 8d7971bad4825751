"""The SQL of the columns of lists: `t` is the party, `l` its line for lists, `{owner}` person or organisation.

What ends on a day to come still counts; what ends today is over. `{today}` is the day of the access.
"""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.register.parties.listing import ListColumn

ORGANISATION_NAME = "coalesce(nullif(o.trade_name, ''), o.registered_name)"

_CONTACT = """(
    select c.{shown} from parties_{{owner}}_{what} c where c.{{owner}}_id = t.id
        and (c.valid_to is null or c.valid_to > {{today}})
    order by c.use <> 'work', c.id limit 1
)"""

# One address for all three columns: the one that has a city, the postal one before others.
_ADDRESS = """(
    select {shown} from parties_{{owner}}_address a
    where a.{{owner}}_id = t.id and a.city <> '' and (a.valid_to is null or a.valid_to > {{today}})
    order by a.use <> 'postal', a.use <> 'visiting', a.id limit 1
)"""

CELLS: Mapping[ListColumn, str] = {
    ListColumn.REPRESENTS: f"""(
        select string_agg({ORGANISATION_NAME}, ', ' order by o.sort_key)
        from parties_represents r join parties_organisation o on o.id = r.organisation_id
        where r.person_id = t.id and (r.ended_on is null or r.ended_on > {{today}})
    )""",
    ListColumn.TITLE: """(
        select string_agg(distinct r.title, ', ') from parties_represents r
        where r.person_id = t.id and (r.ended_on is null or r.ended_on > {today}) and r.title <> ''
    )""",
    ListColumn.RELATION: """(
        select string_agg(distinct b.kind, ' ' order by b.kind) from (
            select 'customer' as kind from parties_customership c
            where c.organisation_id = t.id and (c.ended_on is null or c.ended_on > {today})
            union all
            select r.kind from parties_business_relation r
            where r.organisation_id = t.id and (r.ended_on is null or r.ended_on > {today})
        ) as b
    )""",
    ListColumn.BUSINESS_ID: "t.business_id",
    ListColumn.EMAIL: _CONTACT.format(shown="value", what="email"),
    ListColumn.PHONE: _CONTACT.format(shown="normalised", what="phone"),
    ListColumn.STREET: _ADDRESS.format(shown="replace(a.lines, E'\\n', ', ')"),
    ListColumn.POSTAL_CODE: _ADDRESS.format(shown="a.postal_code"),
    ListColumn.CITY: _ADDRESS.format(shown="a.city"),
    ListColumn.LANGUAGE: "t.language",
    ListColumn.REFERENCE: "t.external_reference",
    ListColumn.ACTIVITY: "nullif(l.last_activity_on, '0001-01-01')",
    ListColumn.ADDED: "null",  # the time is in the id
    ListColumn.SOURCE: "t.source",
}
