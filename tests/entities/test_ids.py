"""Record ids, inside and outside."""

from __future__ import annotations

import time
from uuid import UUID

import pytest

from server.entities.ids import decode_id, encode_id, new_id, new_ids, type_of


def test_new_ids_are_uuids_of_version_7_in_order() -> None:
    before = time.time_ns() // 1_000_000
    made = [new_id() for _ in range(2_000)]
    after = time.time_ns() // 1_000_000
    assert made == sorted(set(made))
    assert {(identifier.version, identifier.variant) for identifier in made} == {(7, "specified in RFC 4122")}
    assert made[0].int >> 80 >= before
    assert all(before <= identifier.int >> 80 <= after + 1 for identifier in made)


def test_ids_made_at_once_are_as_those_made_one_by_one() -> None:
    made = [new_id(), *new_ids(10_000), *new_ids(0), new_id(), *new_ids(1)]
    assert len(made) == 10_003
    assert made == sorted(set(made))
    assert {(identifier.version, identifier.variant) for identifier in made} == {(7, "specified in RFC 4122")}
    assert len({identifier.int & (1 << 62) - 1 for identifier in made}) == len(made)


@pytest.mark.parametrize("prefix", ["customer", "order_item", "a"])
def test_encode_and_decode(prefix: str) -> None:
    value = new_id()
    encoded = encode_id(prefix, value)
    assert decode_id(prefix, encoded) == value
    assert type_of(encoded) == prefix


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "customer",
        "customer_",
        "_0190a000-0000-7000-8000-000000000001",
        "0190a000-0000-7000-8000-000000000001",
        "order_0190a000-0000-7000-8000-000000000001",
        "customer_0190a000-0000-7000-8000-00000000000g",
        "customer_0190a00000007000800000000000000001",
        "customer_0190a000-0000-7000-8000-000000000001 ",
        "Customer_0190a000-0000-7000-8000-000000000001",
        "customer__0190a000-0000-7000-8000-000000000001",
        "customer_{{{{0190a00000007000800000000000001",
        "customer_" + "x" * 100_000,
    ],
)
def test_decode_refuses(identifier: str) -> None:
    with pytest.raises(ValueError, match="is not an id of type customer") as refused:
        decode_id("customer", identifier)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(("identifier", "type_"), [("order_item_x", "order_item"), ("x", ""), ("", ""), ("_", "")])
def test_type_of(identifier: str, type_: str) -> None:
    assert type_of(identifier) == type_


def test_decoded_ids_are_uuids() -> None:
    assert decode_id("tag", "tag_0190A000-0000-7000-8000-000000000001") == UUID("0190a000-0000-7000-8000-000000000001")
