"""A Word template made ready once, then filled in as often as there are papers.

95 % of the work on a paper depends on its template alone: opening and checking the package,
patching its XML, compiling its tags, packing what never changes. That is done in
`compile_template`; `Template.render` fills in texts, packs the parts they stand in and joins the
package. The rules of what tags may say are in `language`, what they may reach in `sandbox`, the
work on Word's XML in `tags`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Literal

import jinja2
from jinja2 import nodes

from portal.paper.archive import Archive
from portal.paper.deflate import QUICKEST, Deflate
from portal.paper.faults import MissingValue, TemplateFault
from portal.paper.filters import ARGUMENTS, Filter
from portal.paper.finish import Finish, number_drawings
from portal.paper.grids import grids
from portal.paper.language import Reader
from portal.paper.package import core_part, main_part, read_parts
from portal.paper.pictures import Frames, Gallery
from portal.paper.plain import check_plain
from portal.paper.sandbox import GALLERY, Sandbox
from portal.paper.tags import Source, core_properties, sources

_FilterSet = tuple[tuple[str, Filter], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A template with its filters. Nothing in it changes when it is filled in: one serves all
    threads.

    `engine` says who sets the finished text for Word: what was compiled alone, or docxtpl, which
    reads the text again in each paper; `reasons` are the codes why (see `grids`).
    """

    engine: Literal["compiled", "docxtpl"]
    reasons: tuple[str, ...]
    _kept: Archive
    _frames: Frames
    _filled: Sequence[tuple[Source, jinja2.Template, Finish]]
    _deflate: Deflate

    def render(self, context: Mapping[str, object]) -> bytes:
        """The finished .docx.

        A value that is None or not there stops the paper where it is printed (`MissingValue`); an
        empty text prints as nothing; both are false in a condition.
        """
        check_plain(context)
        return self.filled_in(context)

    def filled_in(self, context: Mapping[str, object]) -> bytes:
        """The same for values that are known to be plain."""
        gallery = Gallery(self._frames)
        given = {**context, GALLERY: gallery}
        finished: dict[str, bytes] = {}
        for source, template, finish in self._filled:
            gallery.part = source.part
            text = _run(source, template, given)
            finished[source.part] = finish(text, gallery.is_shown_in(source.part))
        return self._kept.joined({**finished, **gallery.added()}, self._deflate)


def compile_template(
    data: bytes, filters: Mapping[str, Filter], *, deflate: Deflate = QUICKEST
) -> Template:
    """The template ready to be filled in; kept for the next paper, as are some others.

    Raises `TemplateFault` for what cannot or must not be a template.
    """
    return _bound(data, tuple(sorted(filters.items())), deflate)


def render(template: bytes, context: Mapping[str, object], filters: Mapping[str, Filter]) -> bytes:
    """The finished .docx, see `Template.render`."""
    return compile_template(template, filters).render(context)


@dataclass(frozen=True, slots=True)
class Compiled:
    """What of a template depends on no filter, but for their names."""

    kept: Archive
    frames: Frames
    filled: Sequence[tuple[Source, CodeType, Finish]]
    reasons: tuple[str, ...]

    def bound(self, environment: jinja2.Environment, deflate: Deflate) -> Template:
        """With the filters of that environment."""
        filled = [
            (source, jinja2.Template.from_code(environment, code, {}), finish)
            for source, code, finish in self.filled
        ]
        engine: Literal["compiled", "docxtpl"] = "docxtpl" if self.reasons else "compiled"
        return Template(engine, self.reasons, self.kept, self.frames, filled, deflate)


@lru_cache(maxsize=64)
def _bound(data: bytes, filters: _FilterSet, deflate: Deflate) -> Template:
    names = frozenset({*ARGUMENTS, *(name for name, _ in filters)})
    return _compiled(data, names).bound(_sandbox(filters), deflate)


@lru_cache(maxsize=16)
def _sandbox(filters: _FilterSet) -> Sandbox:
    """One for each set of filters: to make it takes longer than to fill in a page."""
    return Sandbox(dict(filters))


@lru_cache(maxsize=64)
def _compiled(data: bytes, names: frozenset[str]) -> Compiled:
    parts = read_parts(data)
    environment = Sandbox(dict.fromkeys(names, str))  # the names are all it needs
    return assemble(parts, sources(parts), Reader(environment, names).read, environment)


def assemble(
    parts: Mapping[str, bytes],
    read_from: Iterable[Source],
    read: Callable[[Source], nodes.Template],
    environment: jinja2.Environment,
) -> Compiled:
    """Settles what changes from paper to paper and packs the rest."""
    core, body = core_part(parts), main_part(parts)
    constant: dict[str, bytes] = {}
    filled: list[tuple[Source, CodeType, Finish]] = []
    for source in read_from:
        tree = read(source)
        finish = _finish_of(source, tree, core, body)
        text = _constant_text(tree)
        if text is None:
            filled.append((source, environment.compile(tree), finish))
        else:
            constant[source.part] = finish(text)
    changing = [source.part for source, _, _ in filled]
    kept = {name: part for name, part in {**parts, **constant}.items() if name not in changing}
    reasons = sorted({reason for _, _, finish in filled for reason in finish.grids.reasons})
    frames = Frames.of([part for part in changing if part != core], parts)
    return Compiled(Archive(kept), frames, filled, tuple(reasons))


def _finish_of(source: Source, tree: nodes.Template, core: str | None, body: str | None) -> Finish:
    if source.part == core:
        return Finish(core, around=core_properties)
    if source.part != body:  # docxtpl looks after tables and drawings of the body alone
        return Finish(source.part)
    are_counted = number_drawings(tree, source.xml)
    return Finish(body, grids(source.xml), is_numbered=True, counts_drawings=not are_counted)


def _constant_text(tree: nodes.Template) -> str | None:
    """What a part without tags says in every paper; None when there are tags."""
    pieces = []
    for node in tree.body:
        for child in node.nodes if isinstance(node, nodes.Output) else [node]:
            if not isinstance(child, nodes.TemplateData):
                return None
            pieces.append(child.data)
    return "".join(pieces)


def _run(source: Source, template: jinja2.Template, context: Mapping[str, object]) -> str:
    try:
        return template.render(context)
    except MissingValue as fault:
        fault.place = source.place_of(fault.placeholder)
        raise
    except TemplateFault as fault:
        fault.place = source.place_of(str(fault.params.get("placeholder", "")))
        raise
