"""As many LibreOffice kept ready as there are cores: one paper in a moment, a thousand in seconds.

They are started by the first papers and live on. Where none can run, and whenever one fails, the
same papers are converted by a LibreOffice started anew: slower, but with the same result. Papers
that look alike are converted as one document and cut apart (`portal.paper`); what cannot be proved
to be cut rightly is converted one by one.
"""

import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from portal import paper
from portal.converters.confined import ConverterFailed
from portal.converters.libreoffice import LibreOffice, no_pdf
from portal.converters.warm import Helper

SYSTEM_PYTHON = Path("/usr/bin/python3")
UNO = Path("/usr/lib/python3/dist-packages/uno.py")
SHEAF = 25  # papers converted as one: more is not faster, and one page waits for no more than that
SMALLEST = 5  # papers worth a sheaf of their own on a second core
SECONDS_EACH = 1  # for each paper of a sheaf
FEW = 5  # papers somebody waits for before the screen
MOST_WORDS = 0.9  # a Word file may hide some of its text, a PDF of another paper lacks more

Thing = TypeVar("Thing")
Made = TypeVar("Made")
Sheaf = Sequence[tuple[int, paper.Leaf]]


class OfficePool:
    """Converts as LibreOffice does, and quickly when its helpers are ready."""

    def __init__(
        self,
        cold: LibreOffice,
        *,
        python: Path = SYSTEM_PYTHON,
        seconds: float = 30,
        size: int = 0,
    ) -> None:
        self.cold = cold
        self.python = python
        self.seconds = seconds  # for the start, and for one document
        self.size = size or os.cpu_count() or 1
        self.turns = Turns(self.size)
        self.idle: list[Helper] = []

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        """The documents as archival PDF (PDF/A-2b), in the same order."""
        if not self._is_possible():
            pdfs = self.cold.convert(documents)
            return [_proved(*both) for both in zip(documents, pdfs, strict=True)]
        is_short = len(documents) <= FEW
        return self._side_by_side(lambda one: self._one(one, is_short=is_short), documents)

    def convert_alike(self, documents: Sequence[bytes]) -> list[bytes]:
        """The same for papers that may be converted as one, where their Word files allow it."""
        made: dict[int, bytes] = {}
        for pdfs in self._side_by_side(self._cut, self._sheaves(documents)):
            made.update(pdfs)
        alone = [place for place in range(len(documents)) if place not in made]
        made.update(zip(alone, self.convert([documents[n] for n in alone]), strict=True))
        return [made[place] for place in range(len(documents))]

    def close(self) -> None:
        """Ends the helpers that wait; the next conversion starts others."""
        while self.idle:
            self.idle.pop().close()

    def _sheaves(self, documents: Sequence[bytes]) -> list[Sheaf]:
        """Papers of one look together, no more than `SHEAF` of them, on all cores if it pays."""
        alike: dict[str, list[tuple[int, paper.Leaf]]] = {}
        for place, document in enumerate(documents):
            leaf = paper.open_leaf(document) if len(documents) > 1 else None
            if leaf is not None:
                alike.setdefault(leaf.key, []).append((place, leaf))
        return [
            sheaf
            for leaves in alike.values()
            for sheaf in _cut_up(leaves, min(SHEAF, max(SMALLEST, -(-len(leaves) // self.size))))
            if len(sheaf) > 1
        ]

    def _cut(self, sheaf: Sheaf) -> dict[int, bytes]:
        """The PDF of each of them by one conversion; none when that fails or is not proved."""
        mark = f"p{secrets.token_hex(8)}"  # nobody else's PDF has destinations of this name
        docx = paper.merged([leaf for _, leaf in sheaf], mark)
        try:
            pdf = self._long(docx, self.seconds + SECONDS_EACH * len(sheaf))
            parts = paper.split(pdf, mark, [leaf.title for _, leaf in sheaf])
        except (paper.PaperFault, ConverterFailed):
            return {}
        return {place: part for (place, _), part in zip(sheaf, parts, strict=True)}

    def _long(self, docx: bytes, seconds: float) -> bytes:
        if not self._is_possible():
            return self.cold.convert([docx])[0]
        with self.turns.taken(is_short=False):
            pdf = self._warm(docx, seconds)
        if pdf is None:
            raise no_pdf()
        return pdf

    def _one(self, document: bytes, *, is_short: bool) -> bytes:
        with self.turns.taken(is_short=is_short):
            pdf = self._warm(document, self.seconds)
        if pdf is not None and paper.words_shown(document, pdf) == 1:
            return pdf
        return _proved(document, *self.cold.convert([document]))

    def _warm(self, document: bytes, seconds: float) -> bytes | None:
        """The document as PDF by a helper; nothing when none is ready or it fails on this one."""
        helper = self.idle.pop() if self.idle else self._started()
        pdf = helper.convert(document, seconds)
        if pdf is None or helper.is_worn:
            helper.close()
        else:
            self.idle.append(helper)
        return pdf

    def _started(self) -> Helper:
        helper = Helper(self.python, shutil.which(self.cold.program) or "")
        helper.wait(self.seconds)
        return helper

    def _is_possible(self) -> bool:
        return self.python.exists() and UNO.exists() and shutil.which(self.cold.program) is not None

    def _side_by_side(self, make: Callable[[Thing], Made], things: Sequence[Thing]) -> list[Made]:
        """One more at a time than there are helpers, so that none waits while a PDF is cut; after
        the first failure no other is begun."""
        if len(things) < 2:
            return [make(thing) for thing in things]
        with ThreadPoolExecutor(self.size + 1) as threads:
            results = [threads.submit(make, thing) for thing in things]
            try:
                return [result.result() for result in results]
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise


class Turns:
    """So many work at a time; who has one page to convert goes before who has a batch."""

    def __init__(self, number: int) -> None:
        self.free = number
        self.short = 0  # that wait
        self.changed = threading.Condition()

    @contextmanager
    def taken(self, *, is_short: bool) -> Iterator[None]:
        """Waits for a turn and holds it."""
        with self.changed:
            self.short += is_short
            self.changed.wait_for(lambda: self.free > 0 and (is_short or self.short == 0))
            self.short -= is_short
            self.free -= 1
        try:
            yield
        finally:
            with self.changed:
                self.free += 1
                self.changed.notify_all()


def _cut_up(leaves: Sequence[tuple[int, paper.Leaf]], size: int) -> Iterator[Sheaf]:
    return (leaves[start : start + size] for start in range(0, len(leaves), size))


def _proved(document: bytes, pdf: bytes) -> bytes:
    """The PDF when it shows the document; another paper's is worse than none."""
    if paper.words_shown(document, pdf) < MOST_WORDS:
        raise no_pdf()
    return pdf
