"""A kind as one file: sent from a district to its schools, kept beside the school's other papers.

A zip of one folder named as the kind: `kind.toml`, `<country>.<language>.docx` for each language,
`sample.toml`, and `SHA256SUMS` of these. Equal kinds give equal bytes. What comes in goes through
the same door as a file brought by hand, and becomes drafts.
"""

import re
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any, get_args
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from portal import audit
from portal.documents.catalogue import Kind
from portal.documents.manifest import Language
from portal.documents.snapshot import freeze, thaw
from portal.errors import Invalid
from portal.extensions import db
from portal.paper.gate import check_package
from portal.people.models import Organisation
from portal.studio import manifests
from portal.studio.kinds import plain_kinds
from portal.studio.models import LETTERHEAD, TemplateVersion
from portal.studio.service import bring_with_form
from portal.studio.versions import kind_called, names_taken, sample_of

SUMS, MANIFEST, SAMPLE = "SHA256SUMS", "kind.toml", "sample.toml"
_TIME = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"(?P<kind>[a-z][a-z0-9_]{0,39})/(?P<file>[A-Za-z0-9.]+)")
_TEMPLATE = re.compile(r"(?P<country>[a-z]{2})\.(?P<language>[a-z]{2})\.docx")
# Two texts, their sums and a template a language: far above what any kind needs.
_MOST_FILES, _MOST_BYTES = 12, 60 * 1024 * 1024


def export_kind(organisation: Organisation, name: str) -> bytes:
    """The kind as it is in force here, in all its languages of this country.

    Templates leave as the door of the next portal would clean them, so that they stay the same.
    """
    kind = plain_kinds(organisation)[kind_called(organisation, name).name]
    country = organisation.country
    files = {
        f"{land}.{language}.docx": check_package(docx).cleaned or docx
        for (land, language), docx in kind.templates.items()
        if land == country
    }
    files[MANIFEST] = manifests.toml(manifests.as_data(kind.manifest)).encode()
    files[SAMPLE] = manifests.toml(_samples(kind, country)).encode()
    sums = [f"{sha256(files[file]).hexdigest()}  {file}\n" for file in sorted(files)]
    files[SUMS] = "".join(sums).encode()
    return _zipped({f"{kind.name}/{file}": data for file, data in files.items()})


def import_kind(organisation: Organisation, data: bytes, *, by: int) -> list[TemplateVersion]:
    """Drafts, one a language of this country; of the kind of that name, or of a new one.

    Raises `Invalid` for a file that is not such a parcel, or was damaged on its way.
    """
    audit.take_turn(organisation.id)
    name, files = _opened(data)
    if name == LETTERHEAD:
        raise _refused("name")
    form = _toml(files, MANIFEST)
    manifests.read_manifest(form)
    samples = _toml(files, SAMPLE)
    templates = {
        match["language"]: (file, docx)
        for file, docx in sorted(files.items())
        if (match := _TEMPLATE.fullmatch(file))
        and match["country"] == organisation.country
        and match["language"] in get_args(Language)
    }
    if not templates:
        raise Invalid("This file has no template for the country of the organisation.")
    return [
        bring_with_form(
            organisation,
            docx,
            file,
            by=by,
            kind=name,
            place=(organisation.country, language),
            form=form,
            sample=freeze(samples.get(organisation.country, {}).get(language, {})),
        )
        for language, (file, docx) in templates.items()
    ]


def templates_in(data: bytes) -> list[bytes]:
    """The Word files of such a file, as they came: nothing has looked into them yet."""
    return [docx for name, docx in sorted(_opened(data)[1].items()) if _TEMPLATE.fullmatch(name)]


def copy_kind(
    organisation: Organisation, name: str, title: str, *, by: int
) -> list[TemplateVersion]:
    """A new kind that is as the old one, shipped ones too: drafts under its own name and code."""
    audit.take_turn(organisation.id)
    if not title.strip():
        raise Invalid("Say what the new kind of paper is called.", field="title")
    source = plain_kinds(organisation)[kind_called(organisation, name).name]
    new = manifests.name_for(title, names_taken(organisation))
    code = manifests.free_code(_codes(organisation))
    form = manifests.renamed(manifests.as_data(source.manifest), title=title.strip(), code=code)
    country = organisation.country
    return [
        bring_with_form(
            organisation,
            source.template(country, language),
            f"{title.strip()}.docx",
            by=by,
            kind=new,
            place=(country, language),
            form=form,
            sample=sample_of(source, country, language),
        )
        for language in source.languages(country)
    ]


def _codes(organisation: Organisation) -> set[str]:
    drafts = db.session.scalars(
        db.select(TemplateVersion.manifest).where(
            TemplateVersion.organisation_id == organisation.id
        )
    )
    own = {str(data.get("code")) for data in drafts}
    return own | {kind.code for kind in plain_kinds(organisation).values()}


def _samples(kind: Kind, country: str) -> dict[str, Any]:
    return {
        country: {
            language: thaw(sample_of(kind, country, language))
            for language in kind.languages(country)
        }
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as parcel:
        for name in sorted(files):
            entry = ZipInfo(name, _TIME)
            entry.compress_type = ZIP_DEFLATED
            parcel.writestr(entry, files[name])
    return target.getvalue()


def _opened(data: bytes) -> tuple[str, dict[str, bytes]]:
    """The name of the kind and its files, each as its sum says."""
    try:
        with ZipFile(BytesIO(data)) as parcel:
            entries = parcel.infolist()
            if len(entries) > _MOST_FILES or sum(e.file_size for e in entries) > _MOST_BYTES:
                raise _refused("size")
            read = {entry.filename: parcel.read(entry) for entry in entries}
    except (BadZipFile, ZlibError, RuntimeError, NotImplementedError, EOFError, OSError) as e:
        raise _refused("zip") from e
    matches = [_NAME.fullmatch(name) for name in read]
    names = {match["kind"] for match in matches if match}
    if len(names) != 1 or not all(matches) or len(read) != len(entries):
        raise _refused("names")
    kind = names.pop()
    files = {name.partition("/")[2]: content for name, content in read.items()}
    lines = files.pop(SUMS, b"").decode("utf-8", "replace").splitlines()
    sums = {name: told for told, _, name in (line.partition("  ") for line in lines)}
    if {name: sha256(content).hexdigest() for name, content in files.items()} != sums:
        raise _refused(SUMS)
    return kind, files


def _toml(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(files[name].decode())
    except (KeyError, tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise _refused(name) from e


def _refused(what: str) -> Invalid:
    return Invalid(
        "This is not a whole file of a kind of paper (%(what)s). Ask its sender for it once more.",
        what=what,
    )
