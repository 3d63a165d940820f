"""What is due is a question to what is owed, not to the records."""

import re
import sqlite3
from contextlib import closing

import pytest

from cs_cli.domain.ids import looked_for, matches
from cs_cli.store import database
from cs_cli.store.owed import Obligations
from cs_cli.store.query import Records, Wanted


@pytest.fixture
def index():
    with closing(database.in_memory()) as db:
        yield db


def plans(db: sqlite3.Connection, ask) -> list[str]:
    """Ask something; give how SQLite looks for it."""
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    ask()
    db.set_trace_callback(None)
    return [row[3] for query in asked for row in db.execute(f"EXPLAIN QUERY PLAN {query}")]


def tables(found: list[str]) -> set[str]:
    return {line.split()[1] for line in found if line.split()[0] in ("SCAN", "SEARCH")}


def test_due_looks_at_no_record(index):
    ask = {"now": 0, "until": 9, "kind": None, "owners": ["li.na"]}
    found = plans(index, lambda: Obligations(index).open(**ask))
    assert tables(found) == {"o", "d"}  # obligations, and what duties were done with
    assert not [line for line in found if line.startswith("SCAN d")]


def test_a_list_comes_in_the_order_of_an_index_and_stops_when_it_has_enough(index):
    wanted = Wanted({"status": ("closed",)})
    found = plans(index, lambda: list(Records(index).listed("ticket", wanted)))
    assert found == ["SEARCH records USING INDEX records_kind (kind=?)"]


def test_a_list_of_what_is_open_looks_at_nothing_that_is_closed(index):
    wanted = Wanted({"status": ("open",)}, open_only=True)
    found = plans(index, lambda: list(Records(index).listed("ticket", wanted)))
    assert found == ["SEARCH records USING INDEX records_open (kind=? AND final=?)"]


def test_a_part_of_an_id_is_looked_for_in_an_index_alone(index):
    found = plans(index, lambda: Records(index).matching("7K3", "ticket"))
    assert re.fullmatch(r"SEARCH records USING COVERING INDEX \w+ \(kind=\?\)", found[0])


@pytest.mark.parametrize(
    "part",
    ["7K3FQM", "7k3fqm", "T-260302-7K3FQM", "t2603027K3", "26030", "-7K", "2-7K3", "２６０３０２",
     "L-2", "l26", "1-260302", "O1", "QM-", "7K3FQMX", "L260302"],
)  # fmt: skip
def test_parts_of_ids_are_found_as_they_are_compared(index, part):
    ids = ["T-260302-7K3FQM", "L-260302-01ABCD", "IC-260303-7K3FQN"]
    for id_ in ids:
        index.execute("INSERT INTO records (id, kind) VALUES (?, 'ticket')", (id_,))
    expected = sorted(id_ for id_ in ids if matches(part, id_))
    assert sorted(Records(index).matching(looked_for(part))) == expected
    assert sorted(Records(index).matching(looked_for(part), "ticket")) == expected
