"""How a declaration is read, and the names that are derived from it."""

from __future__ import annotations

import re

import pytest

from server.database.tables import METADATA, TABLES
from server.entities import ENTITIES, LINKS, entity_of_table
from server.entities.customer import LifecycleStage
from server.entities.declaration import RelationKind, camel_case, plural_of, snake_case
from server.entities.scalars import RECORD_ID


@pytest.mark.parametrize(
    ("name", "snake", "camel", "plural"),
    [
        ("Customer", "customer", "customer", "customers"),
        ("OrderItem", "order_item", "orderItem", "orderItems"),
        ("Company", "company", "company", "companies"),
        ("Survey", "survey", "survey", "surveys"),
        ("Address", "address", "address", "addresses"),
        ("MailBox", "mail_box", "mailBox", "mailBoxes"),
        ("Branch", "branch", "branch", "branches"),
        ("Level2Support", "level2_support", "level2Support", "level2Supports"),
    ],
)
def test_names(name: str, snake: str, camel: str, plural: str) -> None:
    assert snake_case(name) == snake
    assert camel_case(snake) == camel
    assert plural_of(camel) == plural


def test_what_is_read_of_a_declaration() -> None:
    customer = ENTITIES["Customer"]
    assert (customer.table, customer.singular, customer.plural) == ("customer", "customer", "customers")
    email = customer.attributes["email"]
    assert (email.optional, email.indexed, email.max_length, email.scalar.name) == (True, True, 320, "SearchableString")
    stage = customer.attributes["stage"]
    assert (stage.optional, stage.required, stage.default) == (False, False, LifecycleStage.LEAD)
    assert not customer.id.writable
    kinds = {name: relation.kind for name, relation in customer.relations.items()}
    assert (kinds["company"], kinds["orders"], kinds["tags"]) == (
        RelationKind.ONE,
        RelationKind.MANY,
        RelationKind.LINK,
    )
    assert [customer.relations[name].listed for name in ("orders", "tags")] == [False, True]


def test_a_text_of_another_form_is_refused_in_words() -> None:
    for name, attribute, value, form in (
        ("Customer", "email", "foo", "an e-mail address such as ann@example.com"),
        ("Company", "country", "Deutschland", "a country code such as DE (ISO 3166-1 alpha-2)"),
        ("Customer", "language", "Portuguese!", "a language tag such as pt-BR"),
        ("Tag", "colour", "green", "a colour such as #1a7f37"),
    ):
        with pytest.raises(ValueError, match=f"^{re.escape(f'{value!r} is not {form}')}$"):
            ENTITIES[name].attributes[attribute].check(value)


def test_an_entity_is_named_in_words() -> None:
    item, category = ENTITIES["OrderItem"], ENTITIES["ProductCategory"]
    assert (item.words, item.words_with_article, item.plural_words) == ("order item", "an order item", "order items")
    assert (category.words_with_article, category.plural_words) == ("a product category", "product categories")
    an = {entity.words for entity in ENTITIES.values() if entity.words_with_article == f"an {entity.words}"}
    assert an == {"attachment", "attachment revision", "email address", "interaction", "order", "order item"}
    assert ENTITIES["User"].words_with_article == "a user"


def test_relations_are_declared_on_both_sides_alike() -> None:
    for entity in ENTITIES.values():
        for relation in entity.relations.values():
            target = ENTITIES[relation.target]
            if relation.kind is RelationKind.MANY:
                if relation.inverse in target.attributes:  # history outlives what it tells of, so no key points back
                    assert target.attributes[relation.inverse].scalar is RECORD_ID
                    continue
                back = target.relations[relation.inverse]
                assert (back.kind, back.target) == (RelationKind.ONE, entity.name)
            elif relation.kind is RelationKind.LINK:
                assert {side.name for side in LINKS[relation.link]} == {entity.name, target.name}
                back = [r for r in target.relations.values() if r.link == relation.link]
                assert len(back) == 1 or relation.name == "tags"
                assert not any(other.writable and relation.writable for other in back)


def test_entity_of_table() -> None:
    assert all(entity_of_table(entity.table) is entity for entity in ENTITIES.values())
    assert entity_of_table("nonsense") is None


def test_every_key_and_index_begins_with_the_tenant() -> None:
    for table in METADATA.sorted_tables:
        if "tenant_id" not in table.c:
            assert table.name == "tenant"
            continue
        assert next(iter(table.primary_key.columns)).name == "tenant_id"
        for index in table.indexes:
            assert index.columns[0].name == "tenant_id"
        for key in table.foreign_key_constraints:
            assert key.column_keys[0] == "tenant_id"


def test_names_fit_into_what_postgresql_keeps() -> None:
    names = [constraint.name for table in METADATA.tables.values() for constraint in table.constraints]
    names += [index.name for table in METADATA.tables.values() for index in table.indexes]
    assert all(name and len(str(name)) <= 63 for name in names)
    assert len(names) == len(set(names))


def test_patterns_and_defaults_are_sound() -> None:
    for entity in ENTITIES.values():
        assert entity.description
        assert entity.name in TABLES
        for attribute in entity.attributes.values():
            assert attribute.description
            if attribute.pattern is not None:
                assert attribute.max_length
                re.compile(attribute.pattern)
                example = re.search(r"^an? .* such as (\S+)", attribute.form)
                assert example, f"{entity.name}.{attribute.name} says no form, for people, with an example"
                assert attribute.check(example[1])
            if attribute.default is not None:
                assert attribute.check(attribute.default)
