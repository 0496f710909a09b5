"""What can be wrong with a template, a value or a returned file.

Faults carry a code and parameters, never a sentence: the words for the clerk come at the edge.
"""

from dataclasses import dataclass

# What the parts of a package are to their reader; the names are those Word gives.
_KINDS = ("document", "header", "footer", "footnotes", "endnotes", "core")
_TOLD = {"document": "body", "footnotes": "footnote", "endnotes": "endnote", "core": "properties"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a template; everything is counted from 1.

    `paragraph` counts all paragraphs of the part, those of tables and text boxes too; `table`
    and `row` are given for what stands in a table: of tables within tables the outer one.
    """

    part: str
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    is_in_box: bool = False

    @property
    def kind(self) -> str:
        """body, header, footer, footnote, endnote, properties; "other" is not printed."""
        name = self.part.rpartition("/")[2]
        found = next((kind for kind in _KINDS if name.startswith(kind)), "other")
        return _TOLD.get(found, found)

    def __str__(self) -> str:
        return self.part if self.paragraph is None else f"{self.part}, ¶ {self.paragraph}"


class PaperFault(Exception):
    """Anything that stops a paper from being made; `place` is where, if that is known."""

    def __init__(self, code: str, *, place: Place | None = None, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.place = place
        self.params = params

    def __str__(self) -> str:
        """For logs and for those who write templates."""
        told = ", ".join(f"{name}={value}" for name, value in self.params.items())
        where = f" in {self.place}" if self.place else ""
        return self.code + (f" ({told})" if told else "") + where


class TemplateFault(PaperFault):
    """The template cannot be used as it stands: the one who wrote it has to mend it.

    Codes: not-docx, too-big, broken-xml, unbalanced-tag, syntax, forbidden, unknown-filter,
    filter-arguments, unknown-case, unknown-name, mixed-scripts, raw-tag, tag-out-of-place,
    wrong-value.
    """


class MissingValue(PaperFault):
    """The paper has nothing to print where the template asks for something."""

    def __init__(self, placeholder: str, place: Place | None = None) -> None:
        super().__init__("missing-value", place=place, placeholder=placeholder)
        self.placeholder = placeholder


class FilterFault(Exception):
    """A filter cannot work on this value; `render` adds which placeholder it was.

    With `missing` the value is of the right kind but lacks that part: the gender of a person.
    """

    def __init__(self, missing: str = "") -> None:
        super().__init__(missing)
        self.missing = missing
