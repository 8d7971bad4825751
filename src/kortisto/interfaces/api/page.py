"""The description of the API as a page for people: plain, without script, made of the same description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from kortisto.interfaces.api.application import api

STYLE = """
:root { color-scheme: light dark; --line: #7777; --soft: #7771; --link: light-dark(#0b4f9e, #9cc8ff); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
a { color: var(--link); }
code, pre { font: 0.9375rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
section { border-top: 1px solid var(--line); padding-block: 0.5rem; }
h3 { margin-bottom: 0.25rem; }
h3 b { display: inline-block; min-width: 4.5rem; }
table { border-collapse: collapse; width: 100%; margin-block: 0.5rem; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--soft); }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; }
nav ul { columns: 16rem; padding-left: 1.25rem; }
@media (max-width: 30rem) { body { padding: 1rem; } table, tbody, tr, th, td { display: block; } }
"""
_METHODS = ("get", "post", "put", "patch", "delete")


@login_not_required
@require_safe
def described(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """Show the description; everybody may read what the API can do, as the program is no secret."""
    return HttpResponse(_page(), headers={"Cache-Control": "max-age=300"})


@login_not_required
@require_safe
def style(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """The style of the page, as a file: pages carry no style of their own."""
    return HttpResponse(STYLE, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=300"})


@cache
def _page() -> str:
    schema = api.get_openapi_schema()
    operations = list(_operations(schema))
    areas = dict.fromkeys(tag for operation in operations for tag in operation["tags"])
    shapes = schema["components"]["schemas"]
    return format_html(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Kortisto: the API</title>'
        '<link rel="stylesheet" href="/api/v1/api.css"></head><body><main><h1>Kortisto: the API</h1><p>{}</p>'
        '<p>For programs: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1). A key is made at '
        '<a href="/account/tokens/">/account/tokens/</a> and sent as <code>Authorization: Bearer kortisto_…</code>. '
        "What goes wrong is answered as <code>application/problem+json</code> (RFC 9457).</p>"
        '<nav aria-label="Contents"><ul>{}<li><a href="#shapes">Shapes</a></li></ul></nav>{}'
        '<h2 id="shapes">Shapes</h2>{}</main></body></html>\n',
        schema["info"]["description"],
        format_html_join("", '<li><a href="#{}">{}</a></li>', ((_id(area), _title(area)) for area in areas)),
        format_html_join("", "{}", ((_area(area, operations),) for area in areas)),
        format_html_join("", "{}", ((_shape(name, shape),) for name, shape in sorted(shapes.items()))),
    )


def _operations(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield {**methods[method], "method": method.upper(), "path": path}


def _area(area: str, operations: list[dict[str, Any]]) -> SafeString:
    those = (((_operation(one)),) for one in operations if area in one["tags"])
    return format_html('<h2 id="{}">{}</h2>{}', _id(area), _title(area), format_html_join("", "{}", those))


def _operation(one: dict[str, Any]) -> SafeString:
    asked = [_resolved(parameter) for parameter in one["parameters"]]
    parameters = [(p["name"], p["in"], _kind(p["schema"]), "yes" if p["required"] else "no") for p in asked]
    responses = ((code, _resolved(answer)) for code, answer in one["responses"].items())
    answers = [(code, answer["description"], _content(answer)) for code, answer in responses]
    body = one.get("requestBody")
    return format_html(
        '<section id="{}"><h3><b>{}</b> <code>{}</code></h3><p>{}. {}</p>{}{}{}</section>',
        one["operationId"],
        one["method"],
        one["path"],
        one["summary"],
        one.get("description", ""),
        _table(("Parameter", "In", "Type", "Required"), parameters) if parameters else "",
        format_html("<p>Body: {}</p>", _content(body)) if body else "",
        _table(("Answer", "Meaning", "Content"), answers),
    )


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    """What a reference to a common part stands for; anything else is itself."""
    if "$ref" not in node:
        return node
    _hash, _components, area, name = node["$ref"].split("/")
    found: dict[str, Any] = api.get_openapi_schema()["components"][area][name]
    return found


def _table(heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> SafeString:
    cells = [(format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows]
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        format_html_join("", "<tr>{}</tr>", cells),
    )


def _content(holder: Mapping[str, Any]) -> SafeString:
    kinds = ((name, _kind(one["schema"])) for name, one in holder.get("content", {}).items())
    return format_html_join(", ", "<code>{}</code> {}", kinds)


def _shape(name: str, shape: Mapping[str, Any]) -> SafeString:
    required = shape.get("required", ())
    fields = shape.get("properties", {}).items()
    rows = [(field, _kind(one), "yes" if field in required else "no") for field, one in fields]
    inside = _table(("Field", "Type", "Required"), rows) if rows else format_html("<p>{}</p>", _kind(shape))
    text = shape.get("description", "")
    return format_html('<section id="shape-{}"><h3>{}</h3><p>{}</p>{}</section>', name, name, text, inside)


def _kind(schema: Mapping[str, Any]) -> SafeString:
    """The type of a value in a few words, with a link where it is a shape."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return format_html('<a href="#shape-{}">{}</a>', name, name)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return format_html_join(" or ", "{}", ((_kind(one),) for one in schema[several]))
    if "enum" in schema:
        return format_html_join(" | ", "<code>{}</code>", ((one or "(empty)",) for one in schema["enum"]))
    if schema.get("type") == "array":
        return format_html("list of {}", _kind(schema.get("items", {})))
    limits = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to"), ("maxLength", "up to"))
              if key in schema]  # fmt: skip
    return format_html("{}", ", ".join([schema.get("format") or schema.get("type", "anything"), *limits]))


def _id(area: str) -> str:
    return area.replace(" ", "-")


def _title(area: str) -> str:
    return area[:1].upper() + area[1:]
