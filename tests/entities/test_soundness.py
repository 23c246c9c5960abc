"""What is said of declarations that do not fit together: small ones, each with one mistake."""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum
from typing import Any

import pytest
import strawberry

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.reading import read_entities
from server.entities.record import Connection, Record


@strawberry.enum
class Colour(Enum):
    """A colour."""

    RED = "RED"


Hue = strawberry.enum(Enum("Colour", {"BLUE": "BLUE"}))


@entity()
class Customer(Record):
    """A customer."""

    colour: Colour | None = attribute(Category.DESCRIPTIVE, "Its colour.")


def _vehicle(**options: Any) -> type:
    @entity(**options)
    class Vehicle(Record):
        """A vehicle."""

        make: str | None = attribute(Category.DESCRIPTIVE, "Who built it.")
        doors: int | None = attribute(Category.DESCRIPTIVE, "How many it has.")
        built_at: datetime | None = attribute(Category.DESCRIPTIVE, "When it was built.")
        colour: Colour | None = attribute(Category.DESCRIPTIVE, "Its colour.")
        customer: Customer | None = relation("Who keeps it.")
        keepers: Connection[Vehicle] = relation("Who keeps it.", inverse="kept")
        kept: Vehicle | None = relation("What it keeps.")

    return Vehicle


def test_what_fits_is_read() -> None:
    read = read_entities(
        [
            Customer,
            _vehicle(
                timeline="built_at", indexes=(("customer", "make"),), unique=(("make", "doors"),), searched=("make",)
            ),
        ]
    )
    assert list(read) == ["Customer", "Vehicle"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"timeline": "sold_at"}, "timeline 'sold_at' is none of its moments; name one of: created_at, updated_at, built_at"),
        ({"timeline": "doors"}, "timeline 'doors' is none of its moments"),
        ({"indexes": (("customer", "wheels"),)}, "indexes names 'wheels', none of its stored attributes and relations to one: "),
        ({"indexes": (("keepers",),)}, "indexes names 'keepers', none of its stored attributes and relations to one: "),
        ({"unique": (("make",), ("owner", "make"))}, "unique names 'owner', none of its stored attributes and relations to one: "),
        ({"unique": ("make",)}, "unique holds the text 'make'; write a tuple: ('make',)"),
        ({"searched": ("make", "doors")}, "searched names 'doors', none of its text attributes: external_id, make"),
    ],
)  # fmt: skip
def test_options_name_what_there_is(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(f"Vehicle: {message}")):
        read_entities([Customer, _vehicle(**options)])


def test_what_is_on_the_timeline_is_a_customers() -> None:
    @entity(timeline="built_at")
    class House(Record):
        """A house."""

        built_at: datetime = attribute(Category.DESCRIPTIVE, "When it was built.")

    with pytest.raises(
        TypeError, match="House: timeline 'built_at' needs to know whose it is; declare customer: Customer"
    ):
        read_entities([Customer, House])


@pytest.mark.parametrize("inverse", ["", "owner", "external_id", "tenant", "rooms"])
def test_a_way_back_is_declared(inverse: str) -> None:
    @entity()
    class Garage(Record):
        """A garage."""

        places: Connection[Place] = relation("Its places.", inverse=inverse)

    @entity()
    class Place(Record):
        """A place in a garage."""

        garage: Garage = relation("Where it is.")
        second_garage: Garage | None = relation("Where it is, too.")
        tenant: Customer | None = relation("Who has it.")
        rooms: Connection[Garage] = relation("What is in it.", inverse="places")

    message = f"Garage.places: Place has no relation {inverse!r} to one Garage; give one of these as inverse: "
    with pytest.raises(TypeError, match=re.escape(f"{message}garage, second_garage")):
        read_entities([Customer, Garage, Place])


def test_without_any_way_back_one_is_proposed() -> None:
    @entity()
    class Shelf(Record):
        """A shelf."""

        customers: Connection[Customer] = relation("Who uses it.", inverse="shelf")

    with pytest.raises(TypeError, match=re.escape("declare in Customer: shelf: Shelf = relation(…); and name it")):
        read_entities([Customer, Shelf])


def test_every_target_is_declared() -> None:
    with pytest.raises(
        TypeError, match=re.escape("Vehicle.customer: Customer is no entity; name it among the declared")
    ):
        read_entities([_vehicle()])


def test_a_name_that_is_not_known_is_told_with_its_attribute() -> None:
    @entity()
    class Boat(Record):
        """A boat."""

        harbour: Harbour = relation("Where it lies.")  # noqa: F821

    with pytest.raises(TypeError, match=re.escape("Boat.harbour: Harbour is not known; import it, or if")):
        read_entities([Boat])


def test_two_enumerations_do_not_share_a_name() -> None:
    @entity()
    class Boat(Record):
        """A boat."""

        colour: Hue = attribute(Category.DESCRIPTIVE, "Its colour.")

    with pytest.raises(
        TypeError,
        match=r"Boat.colour: Customer.colour has another enumeration called Colour; rename one, for example to BoatColour",
    ):
        read_entities([Customer, _vehicle(), Boat])
