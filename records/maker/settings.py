"""The files of the desk that people write: settings, staff, calendar, roster, own rules."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cs_cli.app.init import IGNORED
from cs_cli.store import wiring
from cs_cli.store.git import Git

CS = """\
# 示例：锦苑物业客户服务中心。人物、电话、地址均为虚构。
packs: [property-desk]   # 即 PSC、ONE、CHD、PRO 合用，后者优先
started: 2026-01-05
zone: Asia/Shanghai
language: zh
commit: manual
identity: none   # 由程序生成、由开发者提交：其 git 历史不证明谁做了什么
"""

CALENDAR = """\
zone: Asia/Shanghai
hours:
  mon: [08:30-12:00, 13:30-17:30]
  tue: [08:30-12:00, 13:30-17:30]
  wed: [08:30-12:00, 13:30-17:30]
  thu: [08:30-12:00, 13:30-17:30]
  fri: [08:30-12:00, 13:30-17:30]
  sat: [09:00-12:00]          # 周六值班
  sun: []
holidays: CN
open:                         # 调休上班日，物业照常办公
  2026-01-04: mon
  2026-02-14: mon
  2026-02-28: mon
  2026-05-09: mon
  2026-09-20: mon
  2026-10-10: mon
shifts:
  day: 08:00-17:00            # 早班
  late: 17:00-22:00           # 晚班
"""

# id, name, roles, department, reports to, deputy
STAFF = (
    ("luo.jian", "罗健", "general-manager", "management", "", ""),
    ("gao.yuan", "高远", "centre-manager", "management", "", "shen.huimin"),
    ("shen.huimin", "沈慧敏", "director manager", "service", "gao.yuan", "zhou.min"),
    ("zhou.min", "周敏", "cs-head supervisor", "service", "shen.huimin", "li.na"),
    ("li.na", "李娜", "clerk front-desk", "service", "zhou.min", "wang.wei"),
    ("wang.wei", "王伟", "clerk front-desk", "service", "zhou.min", "li.na"),
    ("zhang.li", "张莉", "clerk front-desk", "service", "zhou.min", "xu.ting"),
    ("xu.ting", "徐婷", "clerk front-desk", "service", "zhou.min", "zhang.li"),
    ("liu.yang", "刘洋", "duty-clerk front-desk", "service", "zhou.min", "xu.ting"),
    ("pan.yue", "潘越", "area-manager", "service", "shen.huimin", "ren.jie"),
    ("ren.jie", "任杰", "area-manager", "service", "shen.huimin", "pan.yue"),
    ("zhao.gang", "赵刚", "engineering-head", "engineering", "gao.yuan", "sun.tao"),
    ("sun.tao", "孙涛", "technician", "engineering", "zhao.gang", "ma.chao"),
    ("ma.chao", "马超", "technician", "engineering", "zhao.gang", "sun.tao"),
    ("wu.qiang", "吴强", "technician", "engineering", "zhao.gang", "ma.chao"),
    ("qian.feng", "钱峰", "department-head", "security", "gao.yuan", "hu.jun"),
    ("hu.jun", "胡军", "middle-manager", "security", "qian.feng", ""),
    ("lin.fang", "林芳", "department-head", "environment", "gao.yuan", ""),
    ("he.ying", "何颖", "quality", "management", "gao.yuan", "feng.xia"),
    ("tang.bo", "唐波", "production", "management", "gao.yuan", "he.ying"),
    ("feng.xia", "冯霞", "office finance", "management", "gao.yuan", "tang.bo"),
)

_KEEPER = "shen.huimin"
FIRST, LAST = date(2026, 1, 1), date(2026, 11, 30)
_HOLIDAYS = (
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
)
_MADE_UP = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
_DAY = ("li.na", "wang.wei", "zhang.li")
_LATE = ("liu.yang", "xu.ting")
_TECHNICIANS = ("sun.tao", "ma.chao", "wu.qiang")
_MANAGERS = ("hu.jun", "shen.huimin", "lin.fang", "qian.feng")
"""Those of middle rank and above who take turns at festivals (SFT-14)."""


def on_duty(day: date, shift: str) -> list[str]:
    """Give who works a shift, clerks first: the weeks turn, days off have one clerk a shift."""
    week = (day - FIRST).days // 7
    technicians = [_TECHNICIANS[(week + number) % 3] for number in range(3)]
    managers = [_MANAGERS[day.toordinal() % 4]] if _is_holiday(day) else []
    if shift == "late":
        return [_LATE[week % 2], technicians[2], *managers]
    if _is_off(day):
        return [_DAY[day.toordinal() % 3], technicians[0], *managers]
    return [*_DAY, _LATE[(week + 1) % 2], *technicians[:2]]


def _is_holiday(day: date) -> bool:
    return any(first <= day <= last for first, last in _HOLIDAYS)


def _is_off(day: date) -> bool:
    return f"{day:%m-%d}" not in _MADE_UP and (day.weekday() > 4 or _is_holiday(day))


def write(desk: Path, *, history: bool = False) -> None:
    """Write every settings file of the desk; with ``history`` as one that commits by itself."""
    files = dict(_files())
    if history:
        files["cs.yaml"] = CS.partition("commit:")[0] + "commit: auto\nidentity: author\n"
        files[wiring.ATTRIBUTES] = f"{wiring.LINE}\n"
    for path, text in files.items():
        file = desk / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def begin(desk: Path) -> None:
    """Make the desk a repository, its settings the first commit, by who leads the service."""
    git = Git(desk)
    git.init()
    paths = [path.relative_to(desk).as_posix() for path in sorted(desk.rglob("*.yaml"))]
    paths += [".gitignore", wiring.ATTRIBUTES]
    by = {id_: name for id_, name, *_rest in STAFF}
    author = (by[_KEEPER], f"{_KEEPER}@example.test")
    at = datetime.combine(FIRST, time(7), ZoneInfo("Asia/Shanghai"))
    git.commit(paths, "desk: init", {"Cs-Op": "init", "Cs-By": _KEEPER}, author, at, new=True)


def _files() -> Iterator[tuple[str, str]]:
    yield "cs.yaml", CS
    yield "calendar.yaml", CALENDAR
    yield ".gitignore", IGNORED
    yield "people.yaml", "".join(_person(*row) for row in STAFF)
    policy = Path(__file__).parent / "policy"
    for file in sorted(policy.glob("*.yaml")):
        yield f"policy/{file.name}", file.read_text(encoding="utf-8")
    for month in range(FIRST.month, LAST.month + 1):
        yield f"roster/2026-{month:02}.yaml", "".join(_roster(month))


def _person(id_: str, name: str, roles: str, department: str, above: str, deputy: str) -> str:
    optional = {"reports_to": above, "deputy": deputy}
    lines = [
        f"- id: {id_}", f"  name: {name}", f"  roles: [{', '.join(roles.split())}]",
        f"  department: {department}", *(f"  {k}: {v}" for k, v in optional.items() if v),
        f"  emails: [{id_}@example.test]",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _roster(month: int) -> Iterator[str]:
    day = date(2026, month, 1)
    while day.month == month:
        early, late = (", ".join(on_duty(day, shift)) for shift in ("day", "late"))
        yield f"{day}: {{day: [{early}], late: [{late}]}}\n"
        day += timedelta(days=1)
