"""Findings in words: what is wrong with a file, where, and what its author can do about it."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.paper import Place
from portal.paper.aliases import mixes_scripts
from portal.paper.findings import Finding

_WORD_SAVE_ANEW = _l("The file is damaged. Open it in Word and save it once more as .docx.")
_MACROS = _l("There are macros in it. Save it in Word as an ordinary document (.docx).")
_PACKAGE: Mapping[str, LazyString] = {
    "empty": _l("The file is empty. Choose it once more."),
    "password": _l("The file is locked by a password. Save it in Word without one."),
    "old-word": _l("This is a document of old Word (.doc). Save it in Word as .docx."),
    "not-word": _l("This is not a Word document. Save it in Word as .docx."),
    "opendocument": _l("This is a document of LibreOffice. Save it as Word (.docx)."),
    "word-template": _l("This is a Word template (.dotx). Save it as a document (.docx)."),
    "workbook": _l("This is a spreadsheet. A template is a Word document (.docx)."),
    "presentation": _l("This is a presentation. A template is a Word document (.docx)."),
    "strict": _l("The file is saved as Strict Open XML. Save it as an ordinary Word document."),
    "macros": _MACROS,
    "damaged": _WORD_SAVE_ANEW,
    "broken-package": _WORD_SAVE_ANEW,
    "broken-xml": _WORD_SAVE_ANEW,
    "encoding": _WORD_SAVE_ANEW,
    "too-large": _l("The file is larger than %(limit)s MB. Make its pictures smaller."),
    "swells": _l("The file unpacks to more than a document may hold."),
    "overlaps": _l("The file is packed so that its parts lie over one another."),
    "many-parts": _l("The file has more than %(limit)s parts, more than any template needs."),
    "forbidden-name": _l("A part of the file has a name that is not allowed: %(name)s."),
    "same-name-twice": _l("Two parts of the file have the same name: %(name)s."),
    "link": _l("The file holds a link to another one in place of a part: %(name)s."),
    "document-type": _l("The file declares entities, which no Word document needs."),
    "instruction": _l("The file holds instructions for other programs."),
    "include": _l("The file asks for other files to be put in."),
    "too-complex": _l("The file is built too deep or too large to be a document."),
}
_CONTENTS: Mapping[str, LazyString] = {
    "external-picture": _l(
        "A picture is not in the file but fetched from %(target)s. Insert the picture itself."
    ),
    "external": _l(
        "The file fetches something from outside: %(target)s. Put the content itself in."
    ),
    "linked-drawing": _l(
        "A drawing is fetched from %(target)s. Delete it and insert the picture itself."
    ),
    "embedded-file": _l("Another file is embedded in it. Put in a table or a picture instead."),
    "control": _l("There is an ActiveX control in it. Delete it."),
    "foreign-chunk": _l("Another document is hung into it. Put in its text itself."),
    "mail-merge-source": _l(
        "It is bound to the list of a mail merge. In Word: Mailings, Start Mail Merge, Normal."
    ),
    "film": _l("There is a film or a sound in it. Delete it."),
    "relation": _l("It holds something no template needs (%(target)s). Save it anew in Word."),
    "part": _l("It holds a part no template needs (%(type)s). Save it anew in Word."),
    "embedded-font": _l(
        "Fonts are embedded in it. In Word: File, Options, Save; take away “Embed fonts”."
    ),
    "picture-format": _l(
        "A picture is neither PNG nor JPEG nor GIF. Save it so and insert it anew."
    ),
    "picture-size": _l("A picture is larger than 40 megapixels. Insert a smaller one."),
    "picture-broken": _l("A picture is damaged. Insert it anew."),
    "field": _l("The field “%(field)s” would load or run something. Delete it (Alt+F9 shows it)."),
}
TOO_HEAVY = _l("The file is too heavy: it was not ready in reasonable time. Make it simpler.")
_WHOLE: Mapping[str, LazyString] = {
    "too-heavy": TOO_HEAVY,
    "many-tags": _l("There are more than %(limit)s tags in it."),
    "too-many-tags": _l("There are more tags in it than a template may have."),
    "pile-of-braces": _l("There is a pile of braces which is no tag. Delete it."),
    "too-deep": _l("More than %(limit)s conditions and loops stand within one another."),
    "left-over": _l("A tag is left on the finished paper: %(text)s"),
    "no-fields": _l("There is no field in it: every paper would look the same."),
    "no-tags": _l("There is no field in it: every paper would look the same."),
}
_SLOWER: Mapping[str, LazyString] = {
    "columns-vary": _l(
        "The number of cells in a row differs from paper to paper, so its papers take longer to "
        "make. Nothing has to be done."
    ),
    "grid-of-other-rows": _l(
        "The rows of a table are not all as wide as the table, so its papers take longer to make. "
        "Nothing has to be done."
    ),
    "tags-across-cells": _l(
        "A loop or a condition begins in one cell and ends in another. Check on a paper that the "
        "table is as you meant it; such papers take longer to make."
    ),
}
_CLEANED: Mapping[str, LazyString] = {
    "thumbnail": _l("The picture of the first page was left out."),
    "printer-settings": _l("The settings of your printer were left out."),
    "attached-template": _l("The tie to a template on your computer was cut."),
    "mail-merge": _l("The tie to a list of a mail merge was cut."),
    "comments": _l("The comments were left out."),
    "building-blocks": _l("The stock of ready-made blocks was left out."),
    "keyboard": _l("Your own keyboard shortcuts were left out."),
    "metadata": _l("Names of the author and of the office were removed from the properties."),
    "link": _l(
        "A link that leads neither to a page nor to a mail address was cut; its text stays."
    ),
    "tracked-changes": _l("The tracked changes were accepted."),
    "hidden-text": _l(
        "There is hidden text: it is not printed, but whoever opens the file finds it."
    ),
}
_TAGS: Mapping[str, LazyString] = {
    "unknown-field": _l("There is no field “%(name)s”."),
    "unknown-name": _l("“%(name)s” cannot be the name of a field."),
    "new-field": _l("“%(name)s” is a new field: the form will ask for it."),
    "mixed-scripts": _l("“%(name)s” mixes Latin and Cyrillic letters."),
    "name-characters": _l("“%(name)s” holds characters that a name cannot have."),
    "not-a-list": _l("“%(name)s” is one value, not a list to go through."),
    "unknown-filter": _l("There is no filter “%(name)s”."),
    "filter-arguments": _l("The filter “%(name)s” takes other words in its brackets."),
    "unknown-case": _l("The filter “%(name)s” knows no such word in its brackets."),
    "of-programs": _l("This name belongs to programs, not to papers."),
    "forbidden": _l("This may not be said in a template; only fields, filters, conditions, loops."),
    "syntax": _l("The tag cannot be read."),
    "empty-tag": _l("The tag is empty."),
    "missing-brace": _l("A brace is missing in the tag."),
    "extra-brace": _l("There is a brace too many at the tag."),
    "split-tag": _l("The tag is torn by spaces between its braces."),
    "wrong-brackets": _l("The tag ends with other brackets than it begins with."),
    "unclosed-tag": _l("The tag has no end."),
    "unbalanced-tag": _l("The tag has no end."),
    "stray-end": _l("Here a tag ends that has not begun."),
    "cut-tag": _l("A link or a field of Word begins or ends within the tag. Write it in one."),
    "too-long": _l("The tag is longer than any tag needs to be."),
    "raw-tag": _l("A value cannot stand in such a tag. Write it as {{ name }}."),
    "spaced-prefix": _l("Between the braces and the sign of a row there may be no space."),
    "outside-table": _l("This tag repeats rows or cells, but stands in no table."),
    "not-alone": _l("Text beside this tag would be lost. Give the tag a line of its own."),
    "unknown-statement": _l("There is no such command “%(name)s”."),
    "words-after-end": _l("Behind the end of a block nothing more is said."),
    "curly-quotes": _l("The quotation marks in the tag are curly."),
    "single-equals": _l("“=” should be “==”."),
    "own-words": _l("“and”, “or”, “not” are written in English."),
    "unclosed": _l("This block has no end: %(end)s is missing behind it."),
    "no-beginning": _l("This is the end of a block that has not begun."),
    "wrong-nesting": _l("The blocks end in the wrong order."),
    "else-outside": _l("“else” stands outside of any condition."),
    "else-twice": _l("One condition has two “else”."),
    "different-places": _l("The block begins and ends in places that do not fit together."),
    "out-of-place": _l("A tag stands where nothing is filled in."),
    "tag-out-of-place": _l("A tag stands where nothing is filled in."),
    "single-braces": _l("A field is written with two braces: {{ name }}."),
    "angle-brackets": _l("This looks like a field of another program; here it is plain text."),
    "dollar-braces": _l("This looks like a field of another program; here it is plain text."),
    "merge-field": _l("This is a field of a mail merge; here nothing is put in for it."),
}
# What is left behind of a file sent in, by the words of `files.traces`.
TRACES: Mapping[str, LazyString] = {
    "name": _l("Its name is shown in a safe form; it is never used as a path."),
    "locked": _l("It was locked against changes; what is shown is not."),
    "mended": _l("It was damaged; what is shown is a mended copy."),
    "actions": _l(
        "Scripts, attachments and actions stay behind; the pages are shown without them."
    ),
    "appended": _l("Something hangs behind its end; what is shown is made without it."),
    "notes": _l("Notes of the camera (place, device) stay behind."),
}
_SENTENCES = {**_PACKAGE, **_CONTENTS, **_WHOLE, **_SLOWER, **_CLEANED, **_TAGS}


def sentence(finding: Finding) -> str:
    """What is wrong and what to do; the place is told by `place_words`."""
    told = _SENTENCES.get(_reason(finding))
    text = str(told) if told else _("This cannot be in a template (%(code)s).", code=finding.code)
    params = {"name": finding.tag, **finding.params}
    try:
        text = text % params if told else text
    except (KeyError, ValueError):
        text = _("This cannot be in a template (%(code)s).", code=finding.code)
    if finding.mend:
        meant = _("Did you mean: %(mend)s", mend=finding.mend)
        return f"{text} {meant}"
    return text


def _reason(finding: Finding) -> str:
    """A filter that looks right in Word but holds a letter of another alphabet is told as that."""
    name = str(finding.params.get("name", ""))
    if finding.reason == "unknown-filter" and mixes_scripts(name):
        return "mixed-scripts"
    return finding.reason


def place_words(place: Place | None) -> str:
    """Where it stands, as one would look for it in Word; nothing for the file as a whole."""
    if place is None:
        return ""
    where = {
        "header": _("page header"),
        "footer": _("page footer"),
        "footnote": _("footnote"),
        "endnote": _("endnote"),
        "properties": _("properties of the file"),
    }.get(place.kind, "")
    steps = [where] if where else []
    if place.table is not None:
        steps.append(_("table %(number)d", number=place.table))
    if place.row is not None:
        steps.append(_("row %(number)d", number=place.row))
    if place.paragraph is not None and place.kind != "properties":
        steps.append(_("paragraph %(number)d", number=place.paragraph))
    return ", ".join(steps)
