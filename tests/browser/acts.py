"""What people do in the portal, in the words they read there; used by the stories."""

import io
import re

import xlsxwriter
from playwright.sync_api import Locator, Page, expect

# What may stand behind a label: where the value came from.
MARKS = "як минулого разу|обчислено|з картки|как в прошлый раз|вычислено|из карточки"


def field(page: Page | Locator, label: str) -> Locator:
    """The field of that label, whatever marks stand behind it: required, from where it came."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}\*?\s*({MARKS})?$"))


def begins(words: str) -> re.Pattern[str]:
    """Words that a name begins with; Playwright takes no stroke in a pattern."""
    return re.compile("^" + re.escape(words).replace("/", "."))


def press(page: Page | Locator, name: str) -> None:
    """Press the button whose words begin so."""
    page.get_by_role("button", name=begins(name)).click()


def follow(page: Page | Locator, name: str) -> None:
    """Follow the link whose words begin so."""
    page.get_by_role("link", name=begins(name)).first.click()


def sees(page: Page, heading: str) -> None:
    """The page's heading contains this."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def sections(page: Page) -> Locator:
    """The index tabs at the left."""
    return page.locator("#rail")


def workbook(rows: list[tuple[str, ...]]) -> bytes:
    """An Excel file with these rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def excel(name: str, rows: list[tuple[str, ...]]) -> dict[str, object]:
    """An Excel file as a file field takes it."""
    mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": name, "mimeType": mimetype, "buffer": workbook(rows)}
