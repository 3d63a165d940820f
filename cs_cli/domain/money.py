"""Amounts of money: exact decimals with a currency, held as ``500.00 CNY``.

What people write is read as they mean it: ``500``, ``1,234.50``, ``¥500``, ``500元``, ``500 USD``.
Without a currency it is that of the desk: the setting ``currency`` of a policy, else CNY. Nothing
is rounded and nothing is a float; amounts of different currencies are never added up.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import Language

SETTING = "currency"
USUAL = "CNY"

# ISO 4217: the currencies there are, and those that do not have hundredths.
_ISO = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED
VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
_CODES = frozenset(_ISO.split())
_DIGITS: Mapping[int, tuple[str, ...]] = {
    0: ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
        "XAF", "XOF", "XPF"),
    3: ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"),
}  # fmt: skip
# What people call them; the first word is how it is written in Chinese.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "CNY": ("元", "圆", "块", "人民币", "rmb", "yuan"),
    "USD": ("美元", "美金", "us$"),
    "EUR": ("欧元", "€"),
    "HKD": ("港元", "港币", "hk$"),
    "MOP": ("澳门元", "mop$"),
    "TWD": ("新台币", "台币", "nt$"),
    "JPY": ("日元",),
    "GBP": ("英镑", "£"),
    "KRW": ("韩元", "₩"),
    "SGD": ("新加坡元", "s$"),
    "AUD": ("澳元", "a$"),
    "CAD": ("加元", "c$"),
    "RUB": ("卢布", "₽"),
    "VND": ("越南盾", "₫"),
    "THB": ("泰铢", "฿"),
}
# Signs of several currencies: the desk's own where it is one of them, else the first.
_SHARED: Mapping[str, tuple[str, ...]] = {
    "¥": ("CNY", "JPY"),
    "$": ("USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MOP"),
}
_BY_WORD = {word: code for code, words in _WORDS.items() for word in words}
_AMOUNT = (
    r"(?P<before>[^\d.,+-]*)(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
    r"(?:\.(?P<part>[0-9]+))?(?P<after>[^\d.,+-]*)"
)
_LONGEST = 15


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """Give it as records hold it: ``500.00 CNY``."""
        return f"{self.amount:.{digits(self.currency)}f} {self.currency}"

    def said_in(self, language: Language) -> str:
        """Give it for people: ``1,234.50 CNY``, in Chinese ``1,234.50元``."""
        number = f"{self.amount:,.{digits(self.currency)}f}"
        if language == "zh" and self.currency in _WORDS:
            return number + _WORDS[self.currency][0]
        return f"{number} {self.currency}"

    def times(self, rate: Decimal) -> "Money":
        """Give a share of it, half a cent up."""
        return Money(rounded(self.amount * rate, self.currency), self.currency)


def digits(currency: str) -> int:
    """Give how many decimals a currency has."""
    return next((number for number, codes in _DIGITS.items() if currency in codes), 2)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the smallest coin."""
    return amount.quantize(Decimal(1).scaleb(-digits(currency)), ROUND_HALF_UP)


def read(text: str, usual: str = "") -> Money:
    """Read an amount as people write it; raise :class:`Invalid` for what is none.

    ``usual`` is the currency where none is said.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    found = re.fullmatch(_AMOUNT, plain)
    if found is None or len(found["whole"].replace(",", "")) > _LONGEST:
        raise Invalid(
            _("{value} is not an amount of money").format(value=text),
            hint=_("write for example 500, 1,234.50 or 500 USD"),
        )
    if found["sign"] == "-":
        raise Invalid(_("{value}: an amount of money is not negative").format(value=text))
    currency = _currency((found["before"], found["after"]), usual or USUAL, text)
    most = digits(currency)
    if len(found["part"] or "") > most:
        message = _("{value}: {currency} has at most {count} decimals")
        raise Invalid(message.format(value=text, currency=currency, count=most))
    number = found["whole"].replace(",", "") + "." + (found["part"] or "0")
    return Money(Decimal(number), currency)


def held(value: object) -> Money | None:
    """Give the amount in a value as records hold it; None for anything else."""
    number, _space, currency = str(value).partition(" ")
    if currency not in _CODES:
        return None
    try:
        return read(number, currency)
    except Invalid:
        return None


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Add up what is of the same currency; one total for each, by its code."""
    sums: dict[str, Decimal] = {}
    for one in amounts:
        sums[one.currency] = sums.get(one.currency, Decimal()) + one.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))


def said(text: str, language: Language) -> str:
    """Give a stored amount for people; what is none stays as it is."""
    found = held(text)
    return found.said_in(language) if found else text


def is_currency(code: str) -> bool:
    """Tell whether a code stands for a currency."""
    return code in _CODES


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with the setting, at its place in a policy."""
    code = settings.get(SETTING, USUAL)
    if not is_currency(code):
        yield no_currency(code).within("settings", SETTING)


def no_currency(word: str) -> Invalid:
    """Complain about a word that stands for no currency."""
    message = _("{word} is not a currency").format(word=word)
    return Invalid(message, hint=_("write its ISO code, such as CNY or USD"))


def _currency(words: tuple[str, ...], usual: str, text: str) -> str:
    """Give the currency that the words around a number name, which must agree."""
    said = {_code(word.strip(), usual) for word in words if word.strip()}
    if len(said) > 1:
        raise Invalid(_("{value} names two currencies").format(value=text))
    return said.pop() if said else usual


def _code(word: str, usual: str) -> str:
    if word in _SHARED:
        codes = _SHARED[word]
        return usual if usual in codes else codes[0]
    code = _BY_WORD.get(word.lower(), word.upper())
    if code not in _CODES:
        raise no_currency(word)
    return code
