"""Fields keep their settings when the file is replaced, under another name too."""

from portal.studio.changes import Turn, asked_of_form, field_changes, likely_renames
from portal.studio.manifests import read_manifest
from tests.studio.conftest import ORDER


def _field(version, name):
    return next((f for f in version.manifest["fields"] if f["name"] == name), None)


def test_fields_that_stay_keep_label_help_and_type(office, bring, kind_in):
    shipped = {f.name: f for f in kind_in(office, "order_of_sending").fields}
    version = bring(office, *ORDER, "{{ training_from }}")

    kept = {f.name: f for f in read_manifest(version.manifest).fields}
    assert kept["programme"] == shipped["programme"]
    assert kept["training_from"] == shipped["training_from"]


def test_what_the_file_no_longer_names_is_no_longer_asked(office, bring):
    version = bring(office)

    assert _field(version, "programme")
    assert _field(version, "plan") is None
    assert "plan" not in version.sample


def test_a_field_with_another_name_now_keeps_its_settings(office, put_in_force, bring):
    put_in_force(office, *ORDER, "{{ other_basis }}")
    version = bring(office, *ORDER, "{{ another_basis }}")

    field = _field(version, "another_basis")
    assert field["label"]["uk"] == "Інша підстава"
    assert version.report["renames"] == {"other_basis": "another_basis"}
    assert _field(version, "other_basis") is None


def test_a_rename_must_fit_the_type(office, kind_in):
    manifest = kind_in(office, "order_of_sending").manifest

    assert likely_renames({"plan"}, {"plans", "plans.number"}, manifest) == {}
    assert likely_renames({"plan"}, {"plans"}, manifest) == {"plan": "plans"}


def test_the_difference_names_what_came_went_and_changed_its_name():
    before = {"employee.name", "plan", "costs"}
    now = {"employee.name", "plans", "phone"}

    told = [(c.path, c.turn, c.was) for c in field_changes(before, now, {"plan": "plans"})]

    assert told == [
        ("costs", Turn.REMOVED, "costs"),
        ("employee.name", Turn.SAME, "employee.name"),
        ("phone", Turn.ADDED, ""),
        ("plans", Turn.RENAMED, "plan"),
    ]


def test_only_questions_are_asked_of_the_form(office, kind_in):
    manifest = kind_in(office, "referral").manifest

    assert asked_of_form({"employee.name", "order.number", "letterhead", "x"}, manifest) == {"x"}
