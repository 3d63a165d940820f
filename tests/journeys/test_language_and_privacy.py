"""Which language is spoken, and who may see what is personal."""

import json

import pytest

NAME, PHONE = "周小燕", "13900001234"


def spoken(desk, **more):
    """The language of the labels of a list."""
    settings = {"lang": None, "as_": None, "now": None, **more}
    desk.new("ticket", "--title", "x")
    said = desk.ok("ticket", "list", "--format", "plain", **settings)
    return "zh" if "标题" in said else "en"


@pytest.mark.parametrize(
    ("more", "language"),
    [
        ({"LANG": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"CS_LANG": "zh", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"CS_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"CS_LANG": "zh", "lang": "en"}, "en"),
        ({"lang": "zh", "LANG": "en_GB.UTF-8"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_person(desk, more, language):
    """--lang, then CS_LANG, then the locale."""
    assert spoken(desk, **more) == language


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", ""])
def test_cron_has_no_language_so_the_desks_is_spoken(desk, locale):
    desk.write("cs.yaml", desk.read("cs.yaml").replace("language: en", "language: zh"))
    assert spoken(desk, LANG=locale) == "zh"
    assert spoken(desk, LANG="en_GB.UTF-8") == "en"


def test_the_titles_of_follow_ups_are_in_the_desks_language(desk):
    """Two clones must make the same file, whoever resolves."""
    desk.write("cs.yaml", desk.read("cs.yaml").replace("language: en", "language: zh"))
    id_ = desk.new("ticket", "--title", "电梯", lang="en")
    desk.ok("ticket", "resolve", id_, "--result", "修好", lang="en")
    assert desk.json("callback", "list")[0]["title"] == "首问回访：电梯"


def test_the_log_says_in_words_that_a_record_was_made_whatever_its_kind(desk):
    task = desk.new("task", "--title", "count the keys")  # a kind with no word of its own for it
    last = desk.ok("task", "show", task, lang="zh").splitlines()[-1]
    assert last.endswith("登记") and "open" not in last


@pytest.fixture
def known(desk_in_git):
    """A customer, and a ticket that has the name and the telephone number in its title."""
    desk = desk_in_git
    customer = desk.new("customer", "--name", NAME, "--phone", PHONE, "--address", "3号楼201")
    words = ("--title", f"{NAME} {PHONE} asks", "--customer", customer)
    return desk, customer, desk.new("ticket", *words, "--promised-at", "2026-03-02T11:00:00+08:00")


@pytest.mark.parametrize("form", ["plain", "table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize("words", ["customer list", "ticket list", "due"])
def test_personal_data_is_masked_unless_asked_for(known, words, form):
    desk, _customer, _ticket = known
    line = [*words.split(), "--format", form]
    now = "2026-03-02T12:00:00+08:00"
    masked, open_ = desk.ok(*line, now=now), desk.ok(*line, "--no-mask", now=now)
    for personal in (NAME, PHONE):
        assert personal not in masked
        assert personal in open_
    assert "3号楼201" not in masked
    assert "asks" in masked or words == "customer list"


def test_in_a_calendar_and_in_what_a_command_says_it_is_masked_too(known):
    desk, customer, ticket = known
    said = desk.ok("due", "--all", "--format", "ics")
    said += desk.ok("ticket", "note", ticket, "-m", "x")
    said += desk.run("ticket", "close", ticket).err
    said += json.dumps(desk.json("ticket", "note", ticket, "-m", "x"), ensure_ascii=False)
    said += desk.git("log", "--format=%B")
    for personal in (NAME, PHONE, "3号楼"):
        assert personal not in said
    assert NAME in desk.ok("customer", "show", customer)


def test_what_is_masked_can_still_be_found_and_is_masked_the_same(known):
    desk, customer, _ticket = known
    desk.new("customer", "--name", "李雷")
    (found,) = desk.json("customer", "list", "--where", f"name={NAME}")
    assert (found["id"], found["name"] != NAME) == (customer, True)
    assert desk.json("show", customer)["name"] == NAME
