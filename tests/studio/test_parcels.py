"""A kind copied, sent as one file, brought in elsewhere."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from portal.documents.catalogue import kinds_of
from portal.errors import Invalid
from portal.extensions import db, writing
from portal.paper import text
from portal.studio import service
from portal.studio.parcels import copy_kind, export_kind, import_kind
from portal.studio.service import findings_of
from tests.studio.conftest import ORDER, make_office


def _publish(versions, office):
    with writing():
        for version in versions:
            service.publish(version, by=office.director.id)
        db.session.commit()


@pytest.mark.parametrize("name", ["order_of_sending", "certificate", "letter", "contract"])
def test_what_was_exported_and_brought_in_elsewhere_is_the_same(office, name):
    parcel = export_kind(office.organisation, name)
    other = make_office("UAS2")

    drafts = import_kind(other.organisation, parcel, by=other.secretary.id)
    assert [findings_of(one) for one in drafts] == [[]] * len(drafts)
    _publish(drafts, other)

    assert export_kind(other.organisation, name) == parcel
    assert kinds_of(other.organisation).kind(name).owner_id == other.organisation.id


def test_an_own_template_travels_with_its_form(office, put_in_force):
    put_in_force(office, *ORDER, "Діє з {{ training_from }}.")
    parcel = export_kind(office.organisation, "D06")
    other = make_office("UAS2")

    _publish(import_kind(other.organisation, parcel, by=other.secretary.id), other)

    assert export_kind(other.organisation, "D06") == parcel


def _with(parcel, name, data):
    target = BytesIO()
    with ZipFile(BytesIO(parcel)) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            is_it = entry.filename.endswith(f"/{name}")
            new.writestr(entry.filename, data if is_it else old.read(entry))
    return target.getvalue()


def test_a_parcel_damaged_on_its_way_is_refused(office):
    parcel = export_kind(office.organisation, "letter")

    for damaged in (parcel[:-40], b"PK", _with(parcel, "kind.toml", 'code = "X"')):
        with pytest.raises(Invalid, match="not a whole file"):
            import_kind(office.organisation, damaged, by=office.secretary.id)


def test_a_copy_is_a_kind_of_its_own(office):
    drafts = copy_kind(
        office.organisation, "order_of_sending", "Наказ про практику", by=office.secretary.id
    )
    _publish(drafts, office)

    old, new = (
        kinds_of(office.organisation).kind(name)
        for name in ("order_of_sending", "nakaz_pro_praktyku")
    )
    assert (new.code, new.title("uk")) == ("K01", "Наказ про практику")
    assert text(new.template("ua", "uk")) == text(old.template("ua", "uk"))
    assert [f.name for f in new.fields] == [f.name for f in old.fields]
    assert new.manifest.journal == old.manifest.journal == "R01"
    assert old.owner_id is None
