"""Two honest weeks of a desk: six people, two clones, one merge; and honest ones that look odd."""

from pathlib import Path

from tampering.ledger import NAMES, Ledger, email

END = "03-18 18:00"
"""When the story is over; what is done to it comes later."""

PEOPLE = """\
- id: zhao.min
  name: 赵敏
  roles: [manager]
  department: service
  reports_to: sun.li
  emails: [zhao.min@example.test]
- id: li.na
  name: 李娜
  roles: [clerk, front-desk]
  department: service
  reports_to: chen.jing
  deputy: wang.wei
  emails: [li.na@example.test]
- id: wang.wei
  name: 王伟
  roles: [clerk]
  department: service
  reports_to: chen.jing
  emails: [wang.wei@example.test]
- id: ma.li
  name: 马丽
  roles: [clerk]
  department: service
  reports_to: chen.jing
  emails: [ma.li@example.test]
- id: chen.jing
  name: 陈静
  roles: [supervisor]
  department: service
  reports_to: zhao.min
  emails: [chen.jing@example.test]
- id: wu.gang
  name: 吴刚
  roles: [technician]
  department: engineering
  reports_to: zhao.min
  emails: [wu.gang@example.test]
- id: sun.li
  name: 孙丽
  roles: [director]
  department: office
  emails: [sun.li@example.test]
"""

CALENDAR = """\
zone: Asia/Shanghai
hours:
  mon: [08:30-12:00, 13:30-18:00]
  tue: [08:30-12:00, 13:30-18:00]
  wed: [08:30-12:00, 13:30-18:00]
  thu: [08:30-12:00, 13:30-18:00]
  fri: [08:30-12:00, 13:30-18:00]
holidays: none
shifts:
  day: 08:00-18:00
  night: 18:30-24:00
"""

POLICY = """\
guards:
  answer-written:
    says: {en: "a complaint is solved with a result: {fields}", zh: "投诉办结须填写{fields}"}
    on: {kind: ticket, type: complaint, do: resolve}
    require: result
  roster-of-the-manager:
    says: {en: "the roster is made by: {roles}", zh: "排班由{roles}负责"}
    on: {kind: shift, do: set}
    roles: manager
"""

LATER_POLICY = """\
  title-of-calls:
    says: {en: "say what was found out: {fields}", zh: "须填写{fields}"}
    on: {kind: ticket, type: inquiry, do: resolve}
    require: result
"""

ROSTER = "".join(
    f"2026-03-{day:02}: {{day: [li.na, wang.wei], night: [wu.gang]}}\n" for day in range(1, 32)
)


def tell(folder: Path) -> Ledger:
    """Make the desk and let its people work; give the first clone, where everything came together.

    ``hub.git`` beside it is what the clones exchange with.
    """
    desk = Ledger(folder / "desk", folder / "home")
    desk.home.mkdir(parents=True)
    (desk.home / ".gitconfig").write_text(
        f"[user]\n\tname = {NAMES['zhao.min']}\n\temail = {email('zhao.min')}\n"
        "[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n"
    )
    _begin(desk)
    _first_week(desk)
    other = _second_clone(desk, folder)
    _apart(desk, other)
    _together(desk, other)
    _second_week(desk)
    return desk


def at_keyboard(desk: Ledger, person: str) -> None:
    """Let git know who is at the keyboard of a clone."""
    desk.git("config", "user.name", NAMES[person])
    desk.git("config", "user.email", email(person))


def _begin(desk: Ledger) -> None:
    desk.root.mkdir()
    desk.cs("init --pack PSC,TEL .", "03-02 08:00", "zhao.min")
    at_keyboard(desk, "li.na")
    desk.write("people.yaml", PEOPLE)
    desk.write("calendar.yaml", CALENDAR)
    desk.write("roster/2026-03.yaml", ROSTER)
    desk.write("policy/desk.yaml", POLICY)
    desk.marks["people"] = desk.commit("zhao.min", "03-02 08:20", "Who works here, and when")


def _first_week(desk: Ledger) -> None:
    """Complaints, a repair, a callback made by a rule, leave level by level, a handover."""
    li, wang, chen, zhao, wu = "li.na", "wang.wei", "chen.jing", "zhao.min", "wu.gang"
    phone = "ticket new --channel phone --type"
    desk.new("noise", f"{phone} complaint", "03-02 09:05", li, title="Noise at night")
    desk.cs(f"ticket assign {desk.ids['noise']} --owner wang.wei", "03-02 09:12", li)
    desk.new("lift", f"{phone} repair --severity major", "03-02 09:30", li, title="Lift stopped")
    desk.cs(f"ticket dispatch {desk.ids['lift']} --department engineering", "03-02 09:35", li)
    desk.cs(f"ticket call {desk.ids['noise']} --reached yes", "03-02 10:02", wang)
    desk.cs(f"ticket feedback {desk.ids['lift']} --result mended", "03-02 11:20", wu)
    desk.cs(f"ticket resolve {desk.ids['lift']}", "03-02 11:31", li)
    desk.cs(f"ticket urge {desk.ids['noise']} --said tonight", "03-02 14:00", chen)
    _call_back(desk)
    desk.cs(f"ticket urge {desk.ids['noise']} --said tomorrow", "03-02 16:10", chen)
    desk.new("shift", "handover new --shift day --to wang.wei", "03-02 17:30", li)
    desk.cs(f"handover ready {desk.ids['shift']}", "03-02 17:36", li)
    desk.cs(f"handover sign {desk.ids['shift']}", "03-02 17:45", li)
    desk.cs(f"handover arrive {desk.ids['shift']}", "03-02 17:50", wang)
    desk.cs(f"handover read {desk.ids['shift']}", "03-02 17:52", wang)
    desk.cs(f"handover accept {desk.ids['shift']}", "03-02 17:55", wang)
    leave = "leave new --type special-personal --from 2026-03-12"
    desk.new("leave", leave, "03-03 09:00", li, reason="family")
    desk.cs(f"leave approve {desk.ids['leave']}", "03-03 10:00", chen)
    desk.cs(f"leave approve {desk.ids['leave']}", "03-03 11:00", zhao)
    desk.new("open-leave", leave.replace("12", "20"), "03-03 13:40", wang, reason="moving")
    desk.new("water", f"{phone} inquiry", "03-03 14:00", wang, title="Water bill")
    desk.marks["allowed"] = desk.head()
    desk.cs(f"ticket resolve {desk.ids['water']}", "03-03 14:20", wang)
    desk.marks["without a result"] = desk.head()


def _call_back(desk: Ledger) -> None:
    """Make the call that a rule asks for once the lift is mended."""
    (call,) = [path.stem for path in desk.root.glob("callback/**/*.md")]
    desk.ids["call"] = call
    tried = f"callback attempt {call} --reached no --outcome"
    desk.cs(f"{tried} busy", "03-02 15:00", "li.na")
    desk.cs(f"{tried} silent", "03-02 15:30", "li.na")


def _second_clone(desk: Ledger, folder: Path) -> Ledger:
    """Let Wang Wei have a clone of his own."""
    hub = str(folder / "hub.git")
    desk.git("init", "--quiet", "--bare", hub)
    desk.git("remote", "add", "origin", hub)
    desk.cs("sync", "03-04 08:30", "li.na")
    desk.git("clone", "--quiet", hub, str(folder / "other"))
    other = Ledger(folder / "other", desk.home, desk.ids, desk.marks)
    at_keyboard(other, "wang.wei")
    other.cs("doctor --mend", "03-04 08:40", "wang.wei")
    return other


def _apart(desk: Ledger, other: Ledger) -> None:
    """Work in both clones on the same complaint and on records of one's own."""
    noise = desk.ids["noise"]
    desk.cs(
        f"ticket promise {noise} --promised-at 2026-03-06T12:00:00+08:00", "03-04 09:00", "li.na"
    )
    other.cs(f"ticket set {noise} --category noise", "03-04 09:20", "wang.wei")
    desk.new(
        "gate",
        "ticket new --type complaint --channel visit",
        "03-04 10:00",
        "li.na",
        title="Gate open",
    )
    other.new(
        "heat",
        "ticket new --type repair --channel phone",
        "03-04 10:30",
        "wang.wei",
        title="No heat",
    )
    other.cs(
        f"ticket dispatch {desk.ids['heat']} --department engineering", "03-04 10:41", "wang.wei"
    )
    desk.cs(f"ticket note {noise}", "03-04 11:00", "chen.jing", m="called the neighbour")
    other.cs(f"ticket note {desk.ids['heat']}", "03-04 11:30", "wang.wei", m="boiler room")


def _together(desk: Ledger, other: Ledger) -> None:
    desk.cs("sync", "03-04 17:00", "li.na")
    other.cs("sync", "03-04 17:30", "wang.wei")
    desk.cs("sync", "03-05 08:30", "li.na")
    desk.marks["merge"] = desk.head()


def _second_week(desk: Ledger) -> None:
    """Policy and people change, a complaint is solved, leave is taken."""
    li, zhao, wu = "li.na", "zhao.min", "wu.gang"
    noise, heat = desk.ids["noise"], desk.ids["heat"]
    desk.cs(f"ticket feedback {heat} --result mended", "03-05 09:00", wu)
    desk.edit(
        "people.yaml",
        "roles: [clerk]\n  department: service\n  reports_to: chen.jing\n  emails: [ma.li@",
        "roles: []\n  department: service\n  reports_to: chen.jing\n  emails: [ma.li@",
    )
    desk.marks["left"] = desk.commit(zhao, "03-05 10:00", "Ma Li has left")
    desk.write("policy/desk.yaml", POLICY + LATER_POLICY)
    desk.marks["policy"] = desk.commit(zhao, "03-05 10:30", "Inquiries end with what was found out")
    desk.new("bill", "ticket new --type inquiry --channel phone", "03-05 11:00", li, title="Bill")
    desk.cs(f"ticket resolve {desk.ids['bill']}", "03-05 11:20", li, result="explained")
    desk.marks["middle"] = desk.head()
    desk.cs(f"ticket resolve {noise}", "03-06 09:00", "wang.wei", result="agreed on ten o'clock")
    desk.cs("roster set 2026-03-16 day li.na", "03-06 10:00", zhao)
    desk.cs(f"ticket set {desk.ids['gate']} --severity minor", "03-09 09:00", li)
    desk.cs(f"ticket assign {desk.ids['gate']} --owner li.na", "03-09 09:10", li)
    desk.cs(f"ticket note {desk.ids['gate']}", "03-09 09:30", li, m="asked the guard")
    _swing(desk)
    _roof(desk)


def _swing(desk: Ledger) -> None:
    """Something is undone, something closed, something voided."""
    li, wu = "li.na", "wu.gang"
    desk.cs(f"ticket set {desk.ids['gate']} --severity major", "03-09 09:40", li)
    desk.cs("undo", "03-09 09:41", li)
    call = f"callback done {desk.ids['call']} --satisfaction satisfied --result"
    desk.cs(f"{call} content", "03-10 09:00", li)
    desk.cs(f"ticket close {desk.ids['lift']} --satisfaction satisfied", "03-10 09:10", li)
    desk.new(
        "swing",
        "ticket new --type complaint --channel letter",
        "03-10 10:00",
        "wang.wei",
        title="Broken swing",
    )
    desk.cs(f"ticket assign {desk.ids['swing']} --owner wu.gang", "03-10 10:05", "wang.wei")
    desk.cs(
        f"ticket promise {desk.ids['swing']} --promised-at 2026-03-13T12:00:00+08:00",
        "03-10 10:20",
        "wang.wei",
    )
    desk.cs(f"ticket message {desk.ids['swing']}", "03-11 09:00", li, m="the mother called again")
    desk.cs(f"ticket reply {desk.ids['swing']}", "03-11 09:20", wu, m="comes on Friday")
    desk.cs(f"leave depart {desk.ids['leave']}", "03-12 08:00", li)
    desk.cs(f"leave return {desk.ids['leave']}", "03-13 08:00", li)


def _roof(desk: Ledger) -> None:
    """A major repair is open as the shift ends, so the handover waits."""
    li, wu = "li.na", "wu.gang"
    desk.new(
        "roof",
        "ticket new --type repair --severity major --channel phone",
        "03-16 09:00",
        li,
        title="Roof leaks",
    )
    desk.new("late-shift", "handover new --shift day --to wu.gang", "03-16 17:30", li)
    desk.cs(f"handover ready {desk.ids['late-shift']}", "03-16 17:40", li)
    desk.cs(f"handover sign {desk.ids['late-shift']}", "03-16 17:45", li)
    desk.cs(f"handover arrive {desk.ids['late-shift']}", "03-16 17:50", wu)
    desk.cs(f"handover read {desk.ids['late-shift']}", "03-16 17:52", wu)
    desk.marks["end"] = desk.head()
