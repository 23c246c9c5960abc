"""Money: a decimal amount in an ISO 4217 currency, held as a whole number of minor units.

Integers compare exactly and, unlike ``numeric``, with operators that may use an index under row-level security.
"""

from __future__ import annotations

from decimal import Context, Decimal, Inexact

import strawberry

_CODES = """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW
UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"""
_UNUSUAL = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
#: Every ISO 4217 currency with the number of its decimals.
CURRENCIES: dict[str, int] = {
    **dict.fromkeys(_CODES.split(), 2),
    **{code: digits for digits, codes in _UNUSUAL.items() for code in codes.split()},
}
_LARGEST = 2**63 - 1
# Rounding to the usual 28 digits would let a fraction of a minor unit vanish.
_EXACT = Context(prec=40, traps=[Inexact])


@strawberry.type(description="An amount of money in one currency.")
class Money:
    """An amount of money in one currency."""

    amount: Decimal = strawberry.field(description='The amount in major units, as a decimal string such as "12.50".')
    currency: str = strawberry.field(description="The ISO 4217 code of the currency, such as EUR.")


@strawberry.input(description="An amount of money in one currency.")
class MoneyInput:
    """An amount of money as a client sends it."""

    amount: Decimal = strawberry.field(description='The amount in major units, such as "12.50".')
    currency: str = strawberry.field(description="The ISO 4217 code of the currency, such as EUR.")


def to_minor(amount: Decimal, currency: str) -> int:
    """Return ``amount`` as whole minor units of ``currency``.

    Raises ``ValueError`` for an unknown currency, a fraction of a minor unit, or an amount beyond 64 bits.
    """
    if currency not in CURRENCIES:
        raise ValueError(f"{currency[:10]!r} is not an ISO 4217 currency code such as EUR")
    if not amount.is_finite():
        raise ValueError(f"{amount} is not an amount of money")
    try:
        minor = None if amount.copy_abs() > _LARGEST else amount.scaleb(CURRENCIES[currency], _EXACT)
        whole = minor is None or minor == minor.to_integral_value()
    except Inexact:
        whole = False
    if not whole:
        raise ValueError(f"{str(amount)[:40]} has more decimals than the {CURRENCIES[currency]} of {currency}")
    if minor is None or minor.copy_abs() > _LARGEST:
        raise ValueError(f"{str(amount)[:40]} is beyond what an amount of money may be")
    return int(minor)
