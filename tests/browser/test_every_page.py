"""Every page that links lead to, for every role, in the language of the role's school, on a phone.

Once in the furnished portal, once in one that is still empty. That links lead to all pages is
shown without a browser, in tests/demo/test_ways.py.
"""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.exceptions import HTTPException

from portal.permissions import Role
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

ROLES = (
    *("vplm.secretary", "vplm.head", "vplm.methodist", "vplm.teacher", "vplm.leader", "vplm.admin"),
    *("zaozernaya.secretary", "zaozernaya.head", "zaozernaya.admin", "zaozernaya.teacher"),
    *("mmc.coordinator", "zaozersky-otdel.department-head"),
)
# Their pages are those of a role above.
OTHERS = (
    *("vplm.pd-officer", "vplm.attestation-officer", "zaozernaya.methodist"),
    *("zaozernaya.leader", "zaozernaya.pd-officer", "zaozernaya.attestation-officer"),
)
EMPTY_FIRST = (Role.SECRETARY, Role.TEACHER)
SLOW = pytest.mark.slow
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = 390
SAMPLES = {"documents.show": 4}  # papers in several states; of other pages one is enough

# Words in Latin letters that are right on Ukrainian and Russian pages.
LATIN = re.compile(
    r"SHA-256 [\w …]+|\{\w+\}|\S+@\S+|\S+\.\S+|"  # fingerprints, places of values, addresses
    r"python3 -m portal \w+|PAPKA_\w+|\.docx\b|"  # what is typed; how files end
    r"\b(PDF|QR|CSV|IBAN|ZIP|zip|JPEG|PNG|Word|Excel|English|Papka|Ctrl|Enter|e-mail|[IVXL]+)\b"
)

VISIBLE_WORDS = """() => {
    const shown = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const home = node.parentElement;
        if (home.closest("script, style, kbd, code, [data-literal], [lang=en], option, datalist"))
            continue;
        shown.push(node.textContent);
    }
    for (const one of document.querySelectorAll("[aria-label], [placeholder], [title], option"))
        for (const name of ["aria-label", "placeholder", "title"])
            shown.push(one.getAttribute(name) || "");
    return shown.map(text => text.trim()).filter(text => text);
}"""


class Walk:
    """One role's way through the portal: each page once, beginning at the desk."""

    def __init__(self, page, adapter):
        self.page, self.adapter = page, adapter
        self.seen, self.faults = {}, []

    def go(self):
        waiting, met = ["/"], {"/"}
        while waiting:
            path = waiting.pop(0)
            endpoint = self._endpoint(path)
            if endpoint is None or len(self.seen.get(endpoint, ())) >= SAMPLES.get(endpoint, 1):
                continue
            self.seen.setdefault(endpoint, []).append(path)
            fresh = [link for link in self._look(path) if link not in met]
            met.update(fresh)
            waiting.extend(fresh)

    def _endpoint(self, path):
        try:
            return self.adapter.match(urlsplit(path).path, method="GET")[0]
        except HTTPException:
            self.faults.append((path, "a link that leads nowhere"))
            return None

    def _look(self, path):
        answer = self.page.request.get(path)
        if answer.status != 200:
            self.faults.append((path, f"a link that answers {answer.status}"))
            return []
        if "text/html" not in answer.headers["content-type"]:
            return []
        self.page.goto(path)
        self._judge(path)
        links = "links => links.map(link => link.getAttribute('href'))"
        found = self.page.locator("a[href^='/']").evaluate_all(links)
        return [link.partition("#")[0] for link in found]

    def _judge(self, path):
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE:
            self.faults.append((path, f"scrolls sideways: {width} px on a phone"))
        for fault in Axe().run(self.page, options={"runOnly": RULES}).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                where = fault["nodes"][0]["html"][:120]
                self.faults.append((path, f"{fault['id']}: {where}"))
        for text in self.page.evaluate(VISIBLE_WORDS):
            if re.search(r"[A-Za-z]{2,}", LATIN.sub("", text)):
                self.faults.append((path, f"not translated: {text[:80]}"))


@pytest.mark.parametrize("login", [*ROLES, *(pytest.param(one, marks=SLOW) for one in OTHERS)])
def test_every_page_a_role_can_reach_is_whole(demo_window, addresses, login):
    walk = Walk(demo_window(login, width=PHONE), addresses)
    walk.go()

    told = "\n".join(f"{path}  {fault}" for path, fault in walk.faults)
    assert not walk.faults, told


@pytest.mark.parametrize(
    "role",
    [*EMPTY_FIRST, *(pytest.param(one, marks=SLOW) for one in Role if one not in EMPTY_FIRST)],
)
def test_every_page_of_an_empty_school_is_whole(bare, window, addresses, role):
    page = window(bare, width=PHONE)
    page.goto("/sign-in")
    page.get_by_label("Логін").fill(f"{role}.of.the.empty")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    walk = Walk(page, addresses)
    walk.go()

    told = "\n".join(f"{path}  {fault}" for path, fault in walk.faults)
    assert not walk.faults, told
