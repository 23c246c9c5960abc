"""Phone numbers: taken in any notation, kept in E.164 (``+4930123456``), so that one number is one text."""

from __future__ import annotations

import re

import phonenumbers

_CODES = "|".join(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
# The numbers of +1 are all of one length.
_E164 = re.compile(rf"\+(?:1\d{{10}}|(?!1)(?=(?:{_CODES}))\d{{7,15}})", re.ASCII)


class PhoneNumber(str):
    """A phone number in E.164; the annotation of attributes that hold one."""


def to_e164(text: str, region: str | None) -> str:
    """Return ``text`` in E.164, read as people in ``region`` (ISO 3166-1 alpha-2) write it.

    Without a region it must begin with + and the country's code. Raises ``ValueError`` when it is no number, or has an extension.
    """
    if _E164.fullmatch(text):  # an import checks millions
        return text
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise _refusal(text, region) from None
    if number.extension:
        raise ValueError(f"{text[:40]!r} has an extension, which cannot be kept; leave out {number.extension!r}")
    # What is possible within a town only would be another number in E.164.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise _refusal(text, region)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not _E164.fullmatch(written):
        raise _refusal(text, region)
    return written


def _refusal(text: str, region: str | None) -> ValueError:
    remedy = "begin with + and the country's code, as in +4930123456"
    if region is None:
        return ValueError(f"{text[:40]!r} is not a phone number that is complete without its country; {remedy}")
    return ValueError(f"{text[:40]!r} is not a phone number in {region}; write it as it is dialled there, or {remedy}")
