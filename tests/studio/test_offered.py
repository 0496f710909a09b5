"""What a kind offers to its templates."""

from portal.paper.diagnosis.diagnose import diagnose
from portal.studio.offered import offered
from tests.documents.papers import CATALOGUE
from tests.studio.made import word


def test_fields_of_the_kind_of_people_and_the_letterhead_are_known_others_are_faults():
    kinds = {kind.name: kind.manifest for kind in CATALOGUE}
    given = offered(kinds["referral"], kinds, "ua")
    template = word("{{ бланк }}", "{{ employee.name }} {{ order.number }} {{ programe }}")

    (found,) = diagnose(template, given).findings

    assert (found.reason, found.mend) == ("unknown-field", "{{ programme }}")


def test_every_shipped_template_names_only_what_its_kind_offers():
    kinds = {kind.name: kind.manifest for kind in CATALOGUE}

    for kind in CATALOGUE:
        for (country, language), template in kind.templates.items():
            found = diagnose(template, offered(kind.manifest, kinds, country))

            assert found.is_good, (kind.name, language, found.findings)
