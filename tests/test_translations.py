"""Every text of the interface is said in Ukrainian and Russian, and no translation is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PORTAL = Path(__file__).parent.parent / "portal"
CALLS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "TableFault": (2,),  # faults, rules and remarks of tables: a code, then the text
    "Rule": (2,),
    "Remark": (2,),
    "Observation": (1,),  # of the doctor: a message, and what to do
    "Advice": (1,),
    "Problem": (1,),  # what keeps a paper from being issued
}
METHODS = [("**.py", "python"), ("**/templates/**.*", "jinja2")]
PLACES = re.compile(r"%(?:\((\w+)\))?[sd]")
FORMS = 3  # one, few, many: both languages count so


@cache
def trees():
    """The syntax of every module by its path; a call to a translation is found by babel instead."""
    return {path: ast.parse(path.read_text("utf-8")) for path in PORTAL.rglob("*.py")}


@cache
def error_classes():
    """Names of the domain errors: their message is a text too, translated by the one handler."""
    known, before = {"PapkaError"}, 0
    while len(known) > before:
        before = len(known)
        known |= {
            node.name
            for tree in trees().values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and known & {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
        }
    return known


def texts_inside_errors() -> Iterator[tuple[str, str]]:
    """Texts an error class gives itself: a default of `message`, or what it hands to super()."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name in error_classes():
                for inner in ast.walk(node):
                    yield from ((text, f"{path}:{inner.lineno}") for text in _own_texts(inner))


def _own_texts(node):
    if isinstance(node, ast.FunctionDef) and node.name == "__init__":
        names = [argument.arg for argument in node.args.args]
        defaults = dict(zip(reversed(names), reversed(node.args.defaults), strict=False))
        candidates = [defaults.get("message")]
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__":
        candidates = node.args[:1]
    else:
        candidates = []
    for one in candidates:
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value:
            yield one.value


@cache
def texts():
    """Every msgid of the code and the templates, with a place where it is said."""
    keywords = CALLS | dict.fromkeys(error_classes())
    options = {"**/templates/**.*": {"silent": "false"}}
    found = {
        message: f"{name}:{line}"
        for name, line, message, _comments, _context in extract_from_dir(
            PORTAL, METHODS, options, keywords=keywords
        )
        if message
    }
    return found | dict(texts_inside_errors())


def catalogue(language: str) -> Catalog:
    with (PORTAL / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def said(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """msgid -> translated forms, for the messages that are translated whole."""
    rows = {}
    for message in catalog:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and all(forms):
            rows[message.id] = forms
    return rows


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_text_is_translated(language):
    translated = said(catalogue(language))

    missing = [f"{place}  {text!r}" for text, place in texts().items() if text not in translated]

    assert not missing, "\n".join(["not translated:", *sorted(missing)])


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_translation_is_left_over(language):
    wanted = set(texts())

    left = [str(message.id) for message in catalogue(language) if message.id not in wanted | {""}]

    assert not left, "\n".join(["nobody says:", *left])


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_a_translation_keeps_the_places_of_values(language):
    wrong = []
    for text, forms in said(catalogue(language)).items():
        wanted = set(PLACES.findall(text if isinstance(text, str) else text[1]))
        wrong += [f"{form!r} for {text!r}" for form in forms if set(PLACES.findall(form)) != wanted]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_a_counted_text_has_a_form_for_one_few_and_many(language):
    counted = {k: v for k, v in said(catalogue(language)).items() if isinstance(k, tuple)}

    assert all(len(forms) == FORMS for forms in counted.values()), counted
