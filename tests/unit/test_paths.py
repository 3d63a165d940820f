"""Where a path leads, for rules, forms and reports alike."""

import pytest
from given import policy

from cs_cli.domain.found import Found
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.paths import HEAD, End, Ways, follow, within
from cs_cli.domain.people import People, Person

CHEN = Person("chen", "陈静", ("supervisor",), "service")
LI = Person("li", "李娜", ("clerk",), "service", reports_to="chen", deputy="gone")
OPENED = "2026-03-02T09:00:00+08:00"
CUSTOMER = Found(
    "C-260101-0A1B2C", "customer", None, "active", {"name": "Wang", "opened_at": OPENED}
)
TICKET = Found(
    "T-260302-7K3FQM", "ticket", "complaint", "open",
    {"title": "Lift", "owner": "li", "customer": CUSTOMER.id, "opened_at": OPENED},
)  # fmt: skip
PERSON = FieldDef(Text("owner", "负责人"), "person")
RECORD = FieldDef(Text("about", "关联记录"), "record")
LIST = FieldDef(Text("steps", "步骤"), "list", fields={"by": PERSON})


@pytest.fixture(scope="module")
def ways():
    rules = policy("PSC")
    roles = {name: role.label for name, role in rules.roles.items()}
    found = {one.id: one for one in (CUSTOMER, TICKET)}
    return Ways(rules.kinds, roles, People({one.id: one for one in (CHEN, LI)}), found.get)


@pytest.mark.parametrize(
    ("field", "value", "path", "expected"),
    [
        (PERSON, "li", "", ["li"]),
        (PERSON, "li", "roles", [["clerk"]]),
        (PERSON, "li", "reports_to.name", ["陈静"]),
        (PERSON, ["chen", "li"], "name", ["陈静"]),
        (PERSON, "li", "deputy", ["gone"]),
        (PERSON, "li", "deputy.name", []),
        (PERSON, "li", "emails", []),
        (RECORD, TICKET.id, "owner.reports_to", ["chen"]),
        (RECORD, [TICKET.id], "customer.name", ["Wang"]),
        (RECORD, TICKET.id, "status", ["open"]),
        (RECORD, TICKET.id, "opened_at", [OPENED]),
        (RECORD, TICKET.id, "title.more", []),
        (RECORD, TICKET.id, "nothing", []),
        (RECORD, "T-260302-000000", "title", []),
        (RECORD, None, "title", []),
        (LIST, [{"by": "li"}, {"by": "chen"}, "odd"], "by.name", ["李娜", "陈静"]),
        (LIST, [{"by": "li"}], "at", []),
    ],
)
def test_a_path_leads_to_what_is_there(ways, field, value, path, expected):
    assert [end.value for end in follow(End(field, value), path, ways)] == expected


def test_every_end_tells_the_field_it_is_in(ways):
    ends = {name: within(TICKET, name, ways)[0].field for name in (*HEAD, "owner")}
    labels = {name: str(field.label) for name, field in ends.items()}
    assert labels["opened_at"] == "opened"
    assert str(ends["status"].choices["void"].label) == "void"
    assert str(ends["type"].choices["complaint"].label) == "complaint"
    assert str(ends["kind"].choices["ticket"].label) == "ticket"
    assert ends["owner"].type == "person"
    assert within(CUSTOMER, "name", ways)[0].field.pii
    (roles,) = within(LI, "roles", ways)
    assert roles.field.choices["clerk"].label.zh
    assert [(end.field.type, end.value) for end in within(LI, "", ways)] == [("person", "li")]
