"""The door for Word templates: what a package may hold, and the copy of it the portal works with.

Bytes in, findings and clean bytes out. Each module asks one question of the security plan: the zip
(T4, T5), its XML (T6), relations (T7), parts and pictures (T8), field codes (T9), what an author
leaves behind without knowing (T33). The answers are findings with the codes of the corpus of bad
input; the questions after the first one answered badly are not asked, for nothing is certain then.
"""

from portal.paper.gate.check import Checked, check_package, check_printed, codes_of
from portal.paper.gate.template import check_tags, check_template

__all__ = ["Checked", "check_package", "check_printed", "check_tags", "check_template", "codes_of"]
