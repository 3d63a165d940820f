"""``cs search``: a clerk looks up a customer by telephone, and what was said before."""

import csv
import io
import json
import random
import re
from unicodedata import normalize

import pytest
from clerk import packs

from cs_cli.cli.context import Run
from cs_cli.render.width import width
from cs_cli.store import aside, seeking

NAME, PHONE = "周小燕", "13900001234"


@pytest.fixture
def known(desk):
    """A customer, her ticket with a note and a text, and another ticket; from old to new."""
    packs(desk, "base")
    customer = desk.new("customer", "--name", NAME, "--phone", PHONE, "--address", "3号楼201")
    ticket = desk.new(
        "ticket", "--type", "complaint", "--title", "东门电梯停了", "--customer", customer, "-m",
        f"{NAME}来电，电梯困人十分钟。Lift No. 7, call 139-0000-1234.",
        now="2026-03-02T10:05:00+08:00",
    )  # fmt: skip
    desk.ok("ticket", "note", ticket, "-m", "维修班已到场", now="2026-03-02T10:10:00+08:00")
    other = desk.new("ticket", "--title", "Water in the cellar", now="2026-03-02T10:20:00+08:00")
    return desk, customer, ticket, other


def found(desk, *words, **options):
    return [row["id"] for row in desk.json("search", *words, **options)]


def test_any_part_of_any_place_is_found_newest_first(known):
    desk, customer, ticket, other = known
    for words, expected in [
        (["电梯"], [ticket]), (["梯"], [ticket]), (["LIFT"], [ticket]), (["ｌｉｆｔ"], [ticket]),
        (["到场"], [ticket]), (["困人", "到场"], [ticket]), (["困人", "cellar"], []),
        (["no. 7"], [ticket]), (["no 7"], []), ([NAME], [ticket, customer]),
        ([PHONE], [ticket, customer]), (["139 0000 1234"], [ticket, customer]),
        (["0000-1234"], [ticket, customer]), (["3号楼"], [customer]), (["in the cellar"], [other]),
        ([other], [other]), ([other.lower()[2:]], [other]), (["t-260302"], [other, ticket]),
        (["260302"], [other, ticket, customer]),
    ]:  # fmt: skip
        assert found(desk, *words) == expected, words


def test_the_options_of_a_list_narrow_it(known):
    desk, customer, ticket, other = known
    for words, expected in [
        ([NAME, "--kind", "customer"], [customer]), ([NAME, "--kind", "工单"], [ticket]),
        ([NAME, "--kind", "ticket", "--kind", "customer"], [ticket, customer]),
        (["t-", "--type", "complaint"], [ticket]), (["t-", "--type", "投诉"], [ticket]),
        (["t-", "--status", "open"], [other, ticket]), (["t-", "--status", "closed"], []),
        (["t-", "--status", "已登记"], [other, ticket]),
        ([NAME, "--status", "active"], [customer]), (["t-", "--owner", "li.na"], []),
        (["t-", "--limit", "1"], [other]), (["t-", "--limit", "0"], []),
        (["t-", "--since", "10:10"], [other]), (["t-", "--until", "10:10"], [ticket]),
    ]:  # fmt: skip
        assert found(desk, *words) == expected, words
    desk.ok("ticket", "set", other, "--owner", "wang.wei")
    assert found(desk, "e", "--owner", "王伟") == [other]


MEANT = [
    ([], 2, "TEXT"),
    ([""], 2, "say what to look for"),
    (["lift", " \u3000\n"], 2, "say what to look for"),
    (["x", "--kind", "bicycle"], 4, "there is no kind bicycle"),
    (["x", "--status", "asleep"], 2, "asleep is not a state of"),
    (["x", "--kind", "ticket", "--status", "asleep"], 2, "asleep is not a state of ticket"),
    (["x", "--type", "odd"], 2, "odd is not a type of"),
    (["x", "--owner", "nobody"], 2, "nobody"),
    (["x", "--limit", "-1"], 2, "--limit"),
    (["x", "--since", "gestern"], 2, "gestern"),
    (["x", "--format", "ics"], 2, "calendar"),
]


def test_what_cannot_be_meant_is_told(known):
    for words, code, said in MEANT:
        result = known[0].run("search", *words)
        assert (result.code, result.out) == (code, ""), words
        assert said in result.err, words


ODD = ["\x00", "\x1b[2J", "\u202e", "(", "[a-", "a{2,1}", "\\", ".*", "*", "^", "$", "\udcff",
       "%s", "'; DROP TABLE records; --", "x" * 100_000, "电" * 20_000, "1" * 5_000,
       "-- x"]  # fmt: skip


def test_odd_texts_are_just_not_there(known):
    for text in ODD:
        result = known[0].run("search", "--", text)
        assert (result.code, result.out, result.err) == (0, "", ""), ascii(text[:8])


def test_odd_texts_that_are_there_are_found(desk):
    packs(desk, "base")
    for text in ("a (b) [c]", "50% \\ off", "a\u202eb", "'\"quoted\"'", "a: b # c", "- x", "｛｝"):
        id_ = desk.new("ticket", f"--title={text}")
        assert id_ in found(desk, "--", text), text


def test_nothing_found_is_nothing_for_a_pipe_and_a_sentence_for_a_person(known, monkeypatch):
    desk = known[0]
    assert desk.ok("search", "bicycle") == ""
    assert desk.ok("search", "bicycle", "--format", "md") == ""
    assert desk.json("search", "bicycle") == []
    assert desk.ok("search", "bicycle", "--format", "table") == "nothing was found\n"
    assert desk.ok("搜索", "bicycle", "--格式", "table", lang="zh") == "没有找到\n"


def test_a_hit_is_told_with_its_place_in_every_format(known):
    desk, _customer, ticket, _other = known
    (row,) = desk.json("search", "电梯")
    assert row == {
        "id": ticket, "kind": "ticket", "type": "complaint", "status": "open",
        "title": "东门电梯停了", "owner": "li.na", "opened_at": "2026-03-02T10:05:00+08:00",
        "hits": [
            {"field": "title", "text": "东门电梯停了"},
            {"field": "body", "text": "周**来电，电梯困人十分钟。Lift No. 7, call *******12…"},
        ],
    }  # fmt: skip
    (line,) = desk.ok("search", "电梯", "--format", "jsonl").splitlines()
    assert json.loads(line) == row
    (cells,) = csv.DictReader(io.StringIO(desk.ok("search", "电梯", "--format", "csv")))
    assert (cells["id"], json.loads(cells["hits"])) == (ticket, row["hits"])
    plain = desk.ok("search", "电梯", "--format", "plain").splitlines()
    assert re.sub(" +", " ", plain[1]) == (
        f"{ticket} ticket/complaint registered 东门电梯停了 title: 东门电梯停了"
    )
    chinese = desk.ok("搜索", "到场", "电梯", "--format", "md", lang="zh").splitlines()[2]
    assert chinese == (
        f"| {ticket} | 工单/投诉 | 已登记 | 东门电梯停了 "
        "| 日志: 维修班已到场<br>标题: 东门电梯停了 |"
    )


def test_the_text_around_a_hit_is_short(desk):
    packs(desk, "base")
    desk.new("ticket", "--title", "long", "-m", "前" * 500 + "电梯" + "后" * 500)
    (row,) = desk.json("search", "电梯")
    assert row["hits"] == [{"field": "body", "text": f"…{'前' * 16}电梯{'后' * 32}…"}]


def test_changed_and_nested_values_are_found_with_where_they_stand(known):
    desk, customer, _ticket, _other = known
    desk.ok("customer", "set", customer, "--phone", "13700005678")
    (row,) = desk.json("search", PHONE, "--kind", "customer")
    assert [hit["field"] for hit in row["hits"]] == ["log.was.phone"]
    assert PHONE not in json.dumps(row)
    (row,) = desk.json("search", "1370000", "--no-mask")
    assert row["hits"][0] == {"field": "phone", "text": "13700005678"}
    assert "log/phone: 13900001234" in desk.ok("search", PHONE, "--kind", "customer", "--no-mask")


@pytest.mark.parametrize("form", ["plain", "table", "json", "jsonl", "csv", "md"])
def test_personal_data_is_searched_and_masked_unless_asked_for(known, form):
    desk, customer, ticket, _other = known
    for number, text in enumerate([NAME, PHONE, "139 0000", "小燕", "3号楼", "来电"]):
        words, lang = ("search", text, "--format", form), ("en", "zh")[number % 2]
        masked, whole = desk.ok(*words, lang=lang), desk.ok(*words, "--no-mask", lang=lang)
        assert customer in masked or ticket in masked, text
        for personal in (NAME, PHONE, "139-0000-1234", "3号楼201", "139", "小燕"):
            assert personal not in masked, text
        assert any(personal in whole for personal in (NAME, PHONE, "3号楼201")), text


def test_a_hit_is_marked_on_a_terminal_also_where_it_is_wrapped(known, monkeypatch):
    desk = known[0]
    monkeypatch.setattr(Run, "on_terminal", True)
    monkeypatch.setattr(Run, "width", 90)
    said = desk.ok("search", "电梯", "lift", "--color", "always")
    for hit in ("电梯", "Lift"):
        assert f"\x1b[36m{hit}\x1b[0m" in said
    assert said.count("\x1b[36m") == 4  # in the title twice, in the text both
    assert "\x1b" not in desk.ok("search", "电梯", "--color", "never")
    monkeypatch.setattr(Run, "width", 60)
    narrow = desk.ok("search", "十分钟", "--color", "always")
    bare = re.sub(r"\x1b\[\d+m", "", narrow)
    assert max(map(width, bare.splitlines())) <= 80
    assert "".join(re.findall(r"\x1b\[36m(.*?)\x1b\[0m", narrow, re.DOTALL)) == "十分钟"


def test_what_cannot_be_read_is_named_after_the_rest(known):
    desk, _customer, ticket, other = known
    path = desk.path(other)
    desk.write(path, desk.record(other).replace("title: ", "title: a\ntitle: "))
    result = desk.run("search", "电梯")
    assert result.code == 5
    assert ticket in result.out and f"{path}:" in result.err
    result = desk.run("search", "cellar")
    assert (result.code, result.out) == (5, "")


def test_a_file_that_goes_between_two_looks_hides_no_other(known, monkeypatch):
    desk, _customer, ticket, other = known
    hits = seeking.Seeker.hits

    def later(self, rows):
        rows = list(rows)
        (desk.root / desk.path(other)).unlink()
        broken = desk.write(desk.path(ticket), b"---\n260302 \xff\n---\n")
        assert broken.exists()
        return hits(self, rows)

    monkeypatch.setattr(seeking.Seeker, "hits", later)
    result = desk.run("search", "260302")
    assert result.code == 5
    assert f"{ticket}.md" in result.err and other not in result.err + result.out


# A desk of many records against a search that looks at every text as it was made.

WORDS = ["电梯", "停", "东门", "漏水", "物业费", "Lift", "ＷＡＴＥＲ", "cellar", "No. 7", "①号楼",
         "㎡",
         "café", "13812345678", "138 1234 5678", "0571-8765 4321", "，", "。", "C:\\temp", "“好”",
         "it's", '"so"', "a: b", "# 3", "水\n管", "\u3000", "straße"]  # fmt: skip
ASKED = [*WORDS, "梯", "lift", "ｗａｔｅｒ", "WATER", "1号楼", "m2", "87654321", "3812345",
         "strasse",
         "号", "水 管", "东门电梯", "CAFE\u0301", "s", "停东", "7"]  # fmt: skip


def naive(text):
    once = normalize("NFKC", normalize("NFKC", text).casefold())
    return " ".join(once.split())


def spaced(text):
    return re.sub(r"(?<=\d)[ ()./-]{1,3}(?=\d)", "", naive(text))


def is_there(text, texts):
    number = len(re.sub(r"\D", "", text)) >= 5
    return any(
        naive(text) in naive(one) or (number and spaced(text) in spaced(one)) for one in texts
    )


@pytest.fixture(scope="module")
def made():
    chance = random.Random(7)
    found = {}
    for number in range(300):
        said = ["".join(chance.choices(WORDS, k=chance.randint(1, 4))) for _part in range(4)]
        title, note, place, body = (one.strip() or "x" for one in said)
        written = [json.dumps(one, ensure_ascii=chance.random() < 0.5) for one in (title, place)]
        title_ = (
            " ".join(title.split()) if chance.random() < 0.3 and title.isalnum() else written[0]
        )
        lines = "".join(f"\n      {line}" for line in note.split("\n"))
        id_ = f"T-2603{number % 28 + 1:02}-{number:06}"
        found[id_] = title, note, place, body, id_
        yield_ = (
            f"---\nid: {id_}\nkind: ticket\ntitle: {title_}\nstatus: open\nplace: {written[1]}\n"
            f"opened_at: 2026-03-{number % 28 + 1:02}T10:00:00+08:00\nlog:\n"
            f"  - at: 2026-03-{number % 28 + 1:02}T10:00:00+08:00\n    by: li.na\n    do: open\n"
            f"    note: |-{lines}\n---\n{body}\n"
        )
        found[id_] = (found[id_], yield_)
    return found


@pytest.mark.parametrize("processes", [1, 2])
def test_it_finds_what_a_naive_search_finds(desk, made, monkeypatch, processes):
    packs(desk, "base")
    for module in (aside, seeking):
        monkeypatch.setattr(module, "cores", lambda: processes)
    monkeypatch.setattr(seeking, "AT_ONCE", 20)
    for id_, (_texts, record) in made.items():
        desk.write(f"ticket/2026/03/{id_[6:8]}/{id_}.md", record)
    chance = random.Random(8)
    for text in chance.sample(ASKED, 24 if processes == 1 else 6):
        asked = [text, chance.choice(ASKED)] if chance.random() < 0.3 else [text]
        if not all(one.strip() for one in asked):
            continue
        expected = [
            id_ for id_, (texts, _r) in made.items() if all(is_there(one, texts) for one in asked)
        ]
        expected.sort(key=lambda id_: (-int(id_[6:8]), id_))
        assert found(desk, "--", *asked) == expected, asked
    assert expected
