"""How phrases are found in pages and their Python."""

from __future__ import annotations

import ast

from jinja2 import Environment
from jinja2.ext import extract_from_ast

from crm_es.site.code_phrases import Phrase
from crm_es.site.phrases import KEYWORDS, asked, called

TEMPLATE = """
<h1 title="{{ _('My day') }}">{{ plural("{n} deal", "{n} deals", count) }}</h1>
{% for one in rows %}{{ name("pay_by") }} {{ name(one) }} {{ _(one.title) }}{% endfor %}
"""


def test_phrases_of_templates_are_found() -> None:
    found = [(function, told) for _, function, told in extract_from_ast(Environment().parse(TEMPLATE), KEYWORDS)]
    assert list(asked(found, "day.html")) == [
        Phrase("My day", "day.html"),
        Phrase("{n} deal", "day.html", "{n} deals"),
        Phrase("Pay by", "day.html"),
    ]


def test_phrases_of_python_are_found() -> None:
    source = (
        'title = phrase("Mine")\nvisitor.speech.text("Done: {what}", what=what)\nspeech.text(msgid)\nother("Not this")'
    )
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    assert {one.msgid for one in asked(map(called, calls), "x.py")} == {"Mine", "Done: {what}"}
