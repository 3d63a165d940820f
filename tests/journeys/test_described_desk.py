"""A desk as the description of its files shows it: every file is accepted as it stands."""

FILES = {
    "cs.yaml": """\
packs: [PSC, ONE]
zone: Asia/Shanghai
language: zh
commit: manual
people: people.yaml
calendar: calendar.yaml
""",
    "people.yaml": """\
- id: li.na
  name: 李娜
  roles: [clerk, front-desk]      # clerk supervisor manager
  department: service
  reports_to: chen.jing
  deputy: wang.wei
  emails: [li.na@example.test]
- {id: chen.jing, name: 陈静, roles: [supervisor]}
- {id: wang.wei, name: 王伟, roles: [clerk]}
- {id: wu.gang, name: 吴刚, roles: [clerk]}
- {id: eng.zhao, name: 赵工, roles: [technician]}
""",
    "calendar.yaml": """\
zone: Asia/Shanghai
hours:                       # any number of intervals per weekday
  mon: [08:30-12:00, 13:30-18:00]
  sat: []
holidays: CN                 # published public holidays and make-up days, from a library; or none
closed: [2026-12-31]         # further holidays
open:                        # make-up or special days: a weekday's hours, or intervals
  2026-02-14: mon
  2026-02-15: [09:00-12:00]
shifts:
  day: 08:00-18:00
  night: 18:30-24:00
""",
    "roster/2026-03.yaml": """\
2026-03-02: {day: [li.na, wang.wei], night: [wu.gang]}
""",
    "ticket/2026/03/02/T-260302-7K3FQM.md": """\
---
id: T-260302-7K3FQM
kind: ticket
type: complaint
title: Lift stopped between floors
status: open
severity: serious
customer: C-260101-0A1B2C
owner: li.na
opened_at: 2026-03-02T09:14:05+08:00
log:
  - at: 2026-03-02T09:14:05+08:00
    by: li.na
    do: open
  - at: 2026-03-02T09:20:31+08:00
    by: li.na
    do: assign
    owner: eng.zhao
---
What the customer said, as Markdown.
""",
    "customer/2026/01/01/C-260101-0A1B2C.md": """\
---
id: C-260101-0A1B2C
kind: customer
name: 张伟
phone: "13900001234"
status: active
opened_at: 2026-01-01T09:00:00+08:00
log:
  - at: 2026-01-01T09:00:00+08:00
    by: li.na
    do: open
---
""",
}


def described(desk):
    """Put the files of the description where they belong, and nothing else."""
    for file in [*desk.root.glob("*.yaml"), *desk.root.glob("roster/*")]:
        file.unlink()
    for path, text in FILES.items():
        desk.write(path, text)


def test_nothing_is_wrong_with_it(desk):
    described(desk)
    result = desk.run("check")
    assert (result.code, result.out) == (0, "")


def test_it_has_a_due_list_and_its_record_a_history(desk):
    described(desk)
    due = desk.json("due", "--kind", "ticket", now="2026-03-06T12:00")
    assert [item["what"] for item in due] == [
        "follow-up-form",
        "report-to-director",
        "clear-answer",
        "serious-escalated",
        "serious-reviewed",
    ]
    assert {(item["id"], item["owner"]) for item in due} == {("T-260302-7K3FQM", "li.na")}
    assert "eng.zhao" in desk.ok("show", "7K3F")


def test_a_change_touches_only_the_lines_it_means_to(desk):
    described(desk)
    path = "ticket/2026/03/02/T-260302-7K3FQM.md"
    desk.ok("ticket", "assign", "7K3F", "--owner", "wang.wei", now="2026-03-06T12:00")
    expected = FILES[path].replace("owner: li.na\nopened", "owner: wang.wei\nopened")
    added = (
        "  - at: 2026-03-06T12:00:00+08:00\n    by: li.na\n    do: assign\n    owner: wang.wei\n"
    )
    assert desk.read(path) == expected.replace(
        "    owner: eng.zhao\n", f"    owner: eng.zhao\n{added}"
    )
