"""Every list that a page shows can be taken as an Excel workbook and as CSV."""

import pytest
import sqlalchemy as sa

from portal.accounts.models import User
from portal.demo.furnish import give_passwords
from portal.extensions import db
from portal.tables import read_table
from tests.factories import sign_in

LISTS = [
    ("vplm.secretary", "/documents/export", "folder=all", "45-к/тр"),
    ("vplm.secretary", "/documents/1/history", "", "Ірина Ткач"),
    ("vplm.secretary", "/people/export", "", "Саркісян"),
    ("vplm.secretary", "/organisations/export", "", "Агромашсервіс"),
    ("vplm.secretary", "/journals/1/export", "", "к/тр"),
    ("vplm.head", "/files/1/inventory", "", ""),
    ("vplm.admin", "/users/export", "", "vplm.teacher"),
]


@pytest.mark.parametrize(("login", "address", "asked", "said"), LISTS)
def test_a_list_goes_to_excel_and_to_csv(furnished, client, login, address, asked, said):
    passwords = {one.login: one.password for one in give_passwords()}
    user = db.session.scalars(sa.select(User).where(User.login == login)).one()
    sign_in(client, user, passwords[login])

    book = client.get(f"{address}.xlsx?{asked}")
    text = client.get(f"{address}.csv?{asked}").data.decode("utf-8-sig")

    assert "attachment" in book.headers["Content-Disposition"]
    if said:
        cells = [cell.text for row in read_table(book.data, "list.xlsx").rows for cell in row]
        assert any(said in cell for cell in cells)
    assert said in text
