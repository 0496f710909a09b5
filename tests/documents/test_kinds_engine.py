"""The shipped papers as the compiled path makes them, beside docxtpl's."""

import pytest

from portal.documents.samples import sample_context
from portal.documents.wording import filters_of
from portal.paper import compile_template
from tests.documents.papers import CATALOGUE, PAPERS, people
from tests.paper import by_docxtpl
from tests.paper.alike import differences

EVERY_PAPER = pytest.mark.parametrize(("name", "country", "language"), PAPERS)


@EVERY_PAPER
@pytest.mark.parametrize("named", [None, 7])
def test_docxtpl_would_make_the_same_paper(name, country, language, named):
    kind = CATALOGUE.kind(name)
    template = kind.template(country, language)
    changes = {"people": people(language, named)} if named else {}
    context = sample_context(CATALOGUE, kind, country, language, **changes)

    ours = compile_template(template, filters_of(language)).render(context)

    assert differences(ours, by_docxtpl.render(template, context, filters_of(language))) == []


@EVERY_PAPER
def test_every_shipped_template_is_compiled_whole(name, country, language):
    template = CATALOGUE.kind(name).template(country, language)

    compiled = compile_template(template, filters_of(language))

    assert (compiled.engine, compiled.reasons) == ("compiled", ())
