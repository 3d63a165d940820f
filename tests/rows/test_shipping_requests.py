"""What a franchise company ships first to a signed customer: verified, signed, then shipped."""

import pytest
from given import refused

FIRM = """\
- {id: li.na, name: 李娜, roles: [clerk], reports_to: tan.wei}
- {id: tan.wei, name: 谭伟, roles: [manager]}
- {id: ma.lin, name: 马琳, roles: [finance], reports_to: tan.wei}
"""


@pytest.fixture
def desk(under):
    """The desk of a franchise company."""
    return under("FRA", people=FIRM)


@pytest.fixture
def request_(desk):
    """Fill in a shipping request that two people sign and give its id."""
    customer = desk.new("customer", "--name", "周小燕")
    return desk.new(
        "shipping-request", "--title", "first 60 cups", "--customer", customer,
        "--contract", "HT-88", "--goods", "cup, quantity=60", "--goods", "lid, quantity=60",
        "--signers", "tan.wei", "--signers", "ma.lin",
    )  # fmt: skip


VERIFY = ("--verified-with", "周小燕")


def test_ord_19_verified_then_signed_by_all_then_shipped(desk, request_):
    for verb, person in (("ship", "li.na"), ("sign-off", "tan.wei")):
        said = refused(desk, "ORD-19", "shipping-request", verb, request_, as_=person)
        assert "shipping-request verify" in said
    refused(desk, "ORD-19", "shipping-request", "verify", request_)
    desk.ok("shipping-request", "verify", request_, *VERIFY)
    ship = ("shipping-request", "ship", request_)
    assert "tan.wei, ma.lin" in refused(desk, "ORD-19", *ship)
    assert "马琳" not in refused(desk, "ORD-19", "shipping-request", "sign-off", request_)
    desk.ok("shipping-request", "sign-off", request_, as_="tan.wei")
    desk.ok("shipping-request", "sign-off", request_, as_="tan.wei")
    assert "尚未签字：ma.lin" in desk.run(*ship, lang="zh").err
    desk.ok("shipping-request", "sign-off", request_, as_="ma.lin")
    desk.ok(*ship, "--courier-no", "SF-4")
    assert desk.json("show", request_)["status"] == "shipped"
    printed = desk.ok("shipping-request", "print", request_)
    assert all(word in printed for word in ("发货申请单", "HT-88", "cup", "马琳", "SF-4"))


def test_ord_19_what_was_verified_is_what_is_shipped(desk, request_):
    desk.ok("shipping-request", "verify", request_, *VERIFY)
    for words in (("--contract", "HT-89"), ("--signers", "li.na"), ("--goods", "cup, quantity=90")):
        refused(desk, "ORD-19", "shipping-request", "set", request_, *words)
    missing = desk.run("shipping-request", "new", "--title", "x")
    assert missing.code == 2
    assert all(f"--{name}" in missing.err for name in ("customer", "contract", "goods", "signers"))
