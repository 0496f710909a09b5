"""Every shipped paper, converted with others as one document: the same as by itself, dot by dot."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest

from portal import paper
from portal.converters import LibreOffice, OfficePool
from tests.documents.papers import CATALOGUE, PAPERS, fill, people

DPI = 60
MARK, TITLE = "here", "Папір"
MERGED = [where for where in PAPERS if CATALOGUE.kind(where[0]).manifest.sheet.merge]
# Orders, the papers issued with them by the dozen: these have to be quick.
BY_THE_DOZEN = {"order_of_sending", "referral", "extract_of_order", "certificate"}


class Unwanted(LibreOffice):
    """A LibreOffice that nobody should have to start."""

    def convert(self, documents):
        raise AssertionError("the helper did not do it")


@pytest.fixture(scope="module")
def office():
    pool = OfficePool(Unwanted(), size=1)
    yield pool
    pool.close()


def some_papers(where):
    """Three of a kind that differ: by number, or by how many people they name."""
    name, _, language = where
    if CATALOGUE.kind(name).manifest.per_person:
        return [fill(*where, number=number) for number in ("9", "10-к/тр", "011")]
    return [fill(*where), fill(*where, people=people(language, 30)), fill(*where)]


def pictures(pdf):
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB").tobytes() for page in document]


def as_one(office, documents):
    """Their PDFs by way of one document."""
    (pdf,) = office.convert([paper.merge(documents, MARK)])
    return paper.split(pdf, MARK, [TITLE] * len(documents))


def test_the_papers_issued_by_the_dozen_are_merged():
    assert {name for name, _, _ in MERGED} >= BY_THE_DOZEN


@pytest.mark.parametrize("where", MERGED, ids="-".join)
def test_a_template_that_is_merged_may_be(where):
    template = CATALOGUE.kind(where[0]).template(*where[1:])

    assert paper.merge_reasons(template) == ()


@pytest.mark.converter
@pytest.mark.parametrize("where", MERGED, ids="-".join)
def test_a_merged_paper_looks_as_it_would_by_itself(office, where):
    """Page counts, page numbers, lists, breaks: all are dots."""
    documents = some_papers(where)

    together, singly = as_one(office, documents), office.convert(documents)

    assert [pictures(pdf) for pdf in together] == [pictures(pdf) for pdf in singly]
    assert [paper.page_texts(pdf) for pdf in together] == [paper.page_texts(p) for p in singly]


@pytest.mark.converter
@pytest.mark.slow
@pytest.mark.parametrize("where", MERGED, ids="-".join)
def test_fifty_merged_papers_look_as_they_would_by_themselves(office, where):
    documents = [*some_papers(where)] * 17

    together, singly = as_one(office, documents), office.convert(documents[:3])

    assert [pictures(pdf) for pdf in together] == [pictures(pdf) for pdf in singly] * 17


@pytest.mark.converter
def test_a_part_is_an_archive_copy_that_a_screen_reader_can_follow(office):
    part = as_one(office, some_papers(("order_of_sending", "ua", "uk")))[1]
    (whole,) = office.convert(some_papers(("order_of_sending", "ua", "uk"))[1:2])

    with pikepdf.open(io.BytesIO(part)) as cut, pikepdf.open(io.BytesIO(whole)) as single:
        assert structure(cut) == structure(single)
        assert len(structure(cut)) > 100
        for name in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
            assert cut.Root[name] == single.Root[name]
        assert colours(cut) == colours(single)
        metadata = cut.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["dc:title"] == cut.docinfo["/Title"] == TITLE
        assert "/Dests" not in cut.Root


def colours(pdf):
    """What the colours of the page mean; the profile tells the second it was made in, too."""
    (intent,) = pdf.Root.OutputIntents
    profile = intent.DestOutputProfile.read_bytes()
    return str(intent.S), str(intent.OutputConditionIdentifier), profile[:24], profile[36:]


def structure(pdf):
    """What a screen reader goes through: kinds of things, and on which page and place they are."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = []

    def walk(branch, page):
        if not isinstance(branch, pikepdf.Dictionary):
            found.append((page, int(branch)))
            return
        page = pages[branch.Pg.objgen] if "/Pg" in branch else page
        found.append((str(branch.S), page))
        things = branch.get("/K", pikepdf.Array())
        for thing in things if isinstance(things, pikepdf.Array) else [things]:
            walk(thing, page)

    walk(pdf.Root.StructTreeRoot.K[0], None)
    for number, parents in dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)).items():
        assert all(parent.Pg.objgen in pages for parent in parents)
        assert any(int(page.obj.StructParents) == number for page in pdf.pages)
    return found
