"""Texts that try to be more than text, and a declaration that has them wherever a person may write."""

from __future__ import annotations

from dataclasses import replace

from kortisto.declaration.model import Declaration, Text
from tests.declaration.printing.sample import sample

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "</span></style><img src=x onerror=alert(1)>",
    '#eval("1+1") #include "/etc/passwd" $x$ @label <label> = heading',
    "- list\n# heading\n| a | b |\n```\n[x](javascript:alert(1)) ![y](z) <!-- node: rights --> --> &lt;",
    "\u202eabc\u2066 \u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "{period} {0} %s \\",
    "\u4e2d\u6587 \U0001f600 \x00\x07 \ud7ff",
    "javascript:alert(1) https://a.example/?x=<y>&z='\"",
)
LONG = "pitkäsana" * 1_200


def hostile(words: str) -> Declaration:
    """Put the words wherever a person may write."""
    text = Text(words, words, words)
    base = sample(name=text, title=text, about=text, version=words, covers=(words,))
    return replace(
        base,
        parties={**base.parties, "company": replace(base.parties["company"], name=words, email=words, web=words)},
        purposes={key: replace(one, name=text, description=text) for key, one in base.purposes.items()},
        notice_text={key: replace(one, text=text) for key, one in base.notice_text.items()},
        retention={key: replace(one, name=text, text=text, law=(words,)) for key, one in base.retention.items()},
        measures={key: replace(one, text=text) for key, one in base.measures.items()},
        items={**base.items, "own.size": replace(base.items["own.size"], name=text, examples=text)},
    )


def endless() -> Declaration:
    """The sample with one text of more than ten thousand characters without a space."""
    return sample(about=Text(LONG, LONG, LONG))
