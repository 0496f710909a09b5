"""How the pages of batches count papers, name their numbers and their files."""

from collections.abc import Iterator, Sequence

from flask_babel import ngettext

from portal import grammar
from portal.documents.batch import documents_of
from portal.documents.catalogue import Kind, kind_of
from portal.documents.models import Batch, Document
from portal.documents.views.steps import page_language
from portal.documents.views.words import file_name


def count_of(kind: Kind, number: int) -> str:
    """«12 направлень»: in the words of the kind, if it has them."""
    forms = next((f for key, f in kind.manifest.counted.items() if key == page_language()), None)
    if forms is None:
        papers: str = ngettext("%(num)d paper", "%(num)d papers", number)
        return papers
    return f"{number} {grammar.plural(number, *forms)}"


def numbers_of(papers: Sequence[Document]) -> str:
    """«1–12» or the one number; extracts all have that of their order."""
    numbers = [paper.number for paper in papers if paper.number]
    if not numbers:
        return ""
    return numbers[0] if numbers[0] == numbers[-1] else f"{numbers[0]}–{numbers[-1]}"


def file_stems(documents: Sequence[Document]) -> Iterator[str]:
    """The names of their files without ending, all different."""
    seen: dict[str, int] = {}
    for document in documents:
        name = file_name(document)
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def batch_name(batch: Batch) -> str:
    """The name of a file with all its papers, without ending."""
    kind = kind_of(batch)
    numbers = numbers_of(documents_of(batch)).replace("/", "-")
    return f"{kind.title(batch.language)}, № {numbers}, {batch.dated_on:%d.%m.%Y}"
