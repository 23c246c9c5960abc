"""From a declared class to its description.

A declaration is read once, when all classes are known: its annotations may name any of them. What it inherits counts as its own.
"""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Union, get_args, get_origin

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField

from server.entities.declaration import (
    METADATA,
    Attribute,
    Category,
    Entity,
    OnDelete,
    Options,
    Question,
    Relation,
    RelationKind,
    relation,
    snake_case,
)
from server.entities.record import Subject
from server.entities.scalars import SEARCHABLE_STRING, id_scalar, scalar_for
from server.entities.soundness import check_soundness
from server.entities.text import clean


def read_entities(declared: Iterable[type]) -> dict[str, Entity]:
    """Return the description of every declared class by its name; raise ``TypeError`` when they do not fit together."""
    classes = {cls.__name__: cls for cls in declared}
    subjects = [cls for cls in classes.values() if issubclass(cls, Subject)]
    for cls in classes.values():
        if _options(cls).about:
            _add_subjects(cls, subjects)
    entities = {name: _read_entity(cls, classes) for name, cls in classes.items()}
    check_soundness(entities)
    return entities


def _options(cls: type) -> Options:
    options: Options = getattr(cls, METADATA)
    return options


def _add_subjects(cls: type, subjects: Iterable[type]) -> None:
    """Let a record be about any other: one relation for each kind of record, so that the database keeps them true."""
    definition = get_object_definition(cls, strict=True)
    declared = {field.python_name for field in definition.fields}
    for subject in subjects:
        name = snake_case(subject.__name__)
        if name in declared:
            raise TypeError(f"{cls.__name__} has {name!r} already, which is the name of the relation to its subject")
        told = name.replace("_", " ")
        field: StrawberryField = relation(
            f"The {told} that it is about. When the last of what it is about is deleted, it goes too.",
            on_delete=OnDelete.CASCADE,
        )
        field.python_name = name
        field.type_annotation = StrawberryAnnotation(f"{subject.__name__} | None")
        definition.fields.append(field)


def _read_entity(cls: type, classes: Mapping[str, type]) -> Entity:
    namespace = {**vars(sys.modules[cls.__module__]), **classes}
    table = snake_case(cls.__name__)
    attributes: dict[str, Attribute] = {}
    relations: dict[str, Relation] = {}
    questions: dict[str, Question] = {}
    for field in get_object_definition(cls, strict=True).fields:
        name = field.python_name
        if name == "id":
            description = "The id, unique across all types. Treat it as opaque."
            attributes[name] = Attribute(name, id_scalar(table), False, Category.IDENTITY, description, writable=False)
            continue
        assert field.type_annotation is not None
        names = field.type_annotation.namespace = {**(field.type_annotation.namespace or {}), **namespace}
        kind, options = field.metadata[METADATA]
        description = field.description or ""
        annotation = _evaluate(field.type_annotation.raw_annotation, names, f"{cls.__name__}.{name}")
        annotation, optional = _without_none(annotation)
        if kind == "attribute":
            attributes[name] = read = _read_attribute(name, annotation, optional, description, **options)
            if read.scalar.spelled:  # Strawberry does not know our type
                spelled = f"{read.scalar.spelled} | None" if optional else read.scalar.spelled
                field.type_annotation = StrawberryAnnotation(spelled, namespace={"strawberry": strawberry})
        elif kind == "relation":
            relations[name] = _read_relation(name, annotation, optional, description, table, options)
        else:
            questions[name] = Question(name, description, **options)
    told = _options(cls)
    return Entity(
        name=cls.__name__,
        type=cls,
        description=clean(inspect.getdoc(cls) or ""),
        attributes=attributes,
        relations=relations,
        questions=questions,
        **{option.name: getattr(told, option.name) for option in fields(told)},
    )


def _read_attribute(
    name: str, annotation: Any, optional: bool, description: str, *, searchable: bool, **options: Any
) -> Attribute:
    scalar = SEARCHABLE_STRING if searchable else scalar_for(annotation)
    if scalar is None:
        raise TypeError(f"attribute {name!r}: {annotation!r} is none of the scalars in entities/scalars.py")
    if scalar.python is not str:
        options["max_length"] = None
    return Attribute(name, scalar, optional, description=description, **options)


def _read_relation(
    name: str, annotation: Any, optional: bool, description: str, table: str, options: dict[str, Any]
) -> Relation:
    origin, arguments = get_origin(annotation), get_args(annotation)
    target = arguments[0] if origin is not None else annotation
    kind = RelationKind.LINK if options.get("link") else RelationKind.MANY if origin is not None else RelationKind.ONE
    for key in ("inverse", "link"):
        if key in options:
            options = {**options, key: options[key].format(table=table)}
    return Relation(name, target.__name__, kind, optional, description, listed=origin is list, **options)


def _evaluate(annotation: Any, namespace: dict[str, Any], named: str) -> Any:
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, namespace)  # the text is an annotation of our own source
    except NameError as error:
        raise TypeError(
            f"{named}: {error.name} is not known; import it, or if it is an entity, name it among the declared in "
            "server/entities/__init__.py"
        ) from error


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, types.UnionType):
        present = [argument for argument in get_args(annotation) if argument is not type(None)]
        return present[0], len(present) < len(get_args(annotation))
    return annotation, False
