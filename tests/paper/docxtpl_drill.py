"""Our papers beside docxtpl's own, for the templates docxtpl tests itself with.

They are not ours and lie outside the tree. With a copy of the folder `tests` of the repository
elapouya/python-docx-template:

    PAPKA_DOCXTPL_TESTS=…/tests python3 -m portal test tests/paper/docxtpl_drill.py

Each of its scripts is run as it is; what it gives docxtpl to fill in is also given to the
compiled path, with every tag allowed, and all parts of the two packages are compared.
"""

import os
import runpy
import shutil
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, pass_context
from markupsafe import Markup

from portal.paper import Picture
from portal.paper.deflate import by_zlib
from portal.paper.package import parse_xml, read_parts, text_parts, write_parts
from portal.paper.sandbox import GALLERY
from portal.paper.tags import source_of
from portal.paper.template import assemble
from tests.paper.alike import differences

EXCLUDED = {
    "runtests": "runs the others",
    "module_execute": "calls the command of docxtpl in a shell",
    "get_undeclared_variables": "asks for names",
    "template_error": "shows what a syntax error says",
    "subdoc": "a document within a document: no template may have one",
    "merge_docx": "the same",
    "header_footer": "the same",
    "header_footer_utf8": "the same",
}
FOLDER = Path(os.environ["PAPKA_DOCXTPL_TESTS"])
SCRIPTS = [path.stem for path in sorted(FOLDER.glob("[a-z]*.py")) if path.stem not in EXCLUDED]


class Filling(NamedTuple):
    """What a script had docxtpl fill in, and what docxtpl made of it."""

    template: bytes
    context: dict
    environment: Environment
    made: bytes


@pytest.mark.filterwarnings("ignore:Exception ignored in")  # a script leaves a file open
@pytest.mark.parametrize("script", SCRIPTS)
def test_docxtpl_and_the_compiled_path_make_the_same(script, tmp_path, monkeypatch):
    fillings = run(script, tmp_path, monkeypatch)

    assert fillings
    for filling in fillings:
        assert differences(ours(filling), filling.made) == []


def run(script, folder, monkeypatch):
    """The fillings of one script, run in a copy of its folder."""
    fillings = []
    render = DocxTemplate.render

    def recorded(word, context, jinja_env=None, autoescape=False):
        word.init_docx()
        template = saved(word.docx)
        render(word, context, jinja_env, autoescape)
        environment = jinja_env or Environment(autoescape=autoescape)
        fillings.append(Filling(template, context, environment, saved(word.docx)))

    monkeypatch.setattr(DocxTemplate, "render", recorded)
    shutil.copytree(FOLDER, folder / "tests")
    (folder / "tests" / "output").mkdir(exist_ok=True)
    monkeypatch.chdir(folder / "tests")
    runpy.run_path(f"{script}.py", run_name="__main__")
    return fillings


def ours(filling):
    parts = read_parts(filling.template)
    sources = [source_of(name, parse_xml(parts[name], name)) for name in text_parts(parts)]
    environment = filling.environment.overlay(finalize=drawn)
    compiled = assemble(parts, sources, lambda source: environment.parse(source.xml), environment)
    made = read_parts(compiled.bound(environment, by_zlib).filled_in(filling.context))
    return write_parts({name: unescaped(data) for name, data in made.items()})


def unescaped(data):
    """docxtpl's way to write braces in a template, which we refuse: `{_{` is printed `{{`."""
    for written, printed in ((b"{_{", b"{{"), (b"}_}", b"}}"), (b"{_%", b"{%"), (b"%_}", b"%}")):
        data = data.replace(written, printed)
    return data


@pass_context
def drawn(context, value):
    if not isinstance(value, InlineImage):
        return value
    picture = Picture(Path(value.image_descriptor).read_bytes(), mm(value.width), mm(value.height))
    return Markup(context[GALLERY].draw(picture))


def mm(length):
    return length.mm if length else None


def saved(document):
    target = BytesIO()
    document.save(target)
    return target.getvalue()
