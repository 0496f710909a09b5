"""The dry run of a batch: what keeps each person's paper from being issued, before any is."""

from collections.abc import Iterator, Mapping, Sequence

from portal.documents.catalogue import kind_of
from portal.documents.context import (
    Content,
    Problem,
    build_context,
    fill,
    problems,
)
from portal.documents.drafts import usual_answers
from portal.documents.issue import derived_paper, source_of, template_of
from portal.documents.models import Batch, BatchItem
from portal.documents.order_of_dates import later_papers
from portal.paper import PaperFault

Problems = Mapping[int, Sequence[Problem]]


def dry_run(batch: Batch) -> Problems:
    """The problems of each item by its id, found by filling its paper without keeping it."""
    return {item.id: _item_problems(item) for item in batch.items if not item.left_out}


def shared_problems(found: Problems) -> list[Problem]:
    """Those that every paper of the batch has for the same reason: to be mended once."""
    papers = list(found.values())
    if not papers:
        return []
    return [p for p in papers[0] if p.employment_id is None and all(p in own for own in papers)]


def blocking(found: Problems) -> Iterator[Problem]:
    """All that must be mended, or left out, before the batch can start."""
    return (problem for own in found.values() for problem in own if problem.blocks)


def content_of_item(item: BatchItem) -> Content:
    """What the item's paper will say, as the cards stand now."""
    batch = item.batch
    kind = kind_of(batch)
    usual = usual_answers(kind, batch.organisation, made_by=batch.created_by_id, day=batch.dated_on)
    answers = {**usual, **batch.data, **item.data}
    return Content(
        kind=kind,
        organisation=batch.organisation,
        language=kind.language_of(batch.organisation.country, answers, batch.language),
        dated_on=batch.dated_on,
        data=answers,
        people=[item.employment],
    )


def _item_problems(item: BatchItem) -> list[Problem]:
    content = content_of_item(item)
    found = [*problems(content), *later_papers(content), *_not_named(content, item)]
    found += _second_derived(content, item)
    if not any(problem.blocks for problem in found):
        try:
            fill(content, template_of(content), build_context(content, ""))
        except PaperFault as fault:
            message = "The template cannot be filled: %(fault)s."
            found.append(Problem(message, {"fault": str(fault)}, "", item.employment_id))
    return found


def _not_named(content: Content, item: BatchItem) -> Iterator[Problem]:
    """An extract is of what a paper says about somebody; a referral may be an exception."""
    kind = content.kind.manifest
    for follows in kind.follows:
        followed = content.followed(follows.name)
        if followed and item.employment_id not in {row.employment_id for row in followed.people}:
            name = item.employment.person.name_on(content.dated_on)
            yield Problem(
                "%(name)s is not named in № %(number)s.",
                {"name": str(name), "number": followed.number or ""},
                follows.name,
                item.employment_id,
                blocks=follows.kind == kind.derived_from,
            )


def _second_derived(content: Content, item: BatchItem) -> Iterator[Problem]:
    source = source_of(content)
    if source and derived_paper(content.kind.name, source.id, item.employment_id):
        name = item.employment.person.name_on(content.dated_on)
        message = "%(name)s already has this extract."
        yield Problem(message, {"name": str(name)}, "people", item.employment_id)
