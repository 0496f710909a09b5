"""What roles are called on the pages."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.permissions import Role

ROLE_NAMES: Mapping[str, LazyString] = {
    Role.ADMIN: _l("administrator"),
    Role.SECRETARY: _l("secretary"),
    Role.HEAD: _l("head"),
    Role.METHODIST: _l("methodist"),
    Role.PD_OFFICER: _l("officer for professional development"),
    Role.ATTESTATION_OFFICER: _l("officer for attestation"),
    Role.TEACHER: _l("teacher"),
    Role.LEADER: _l("leader of an association or course"),
    Role.COORDINATOR: _l("municipal coordinator"),
    Role.DEPARTMENT_HEAD: _l("head of the education department"),
}
