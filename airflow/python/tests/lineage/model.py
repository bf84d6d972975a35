"""
Events held against OpenLineage's own model.

The classes that its Python client has for events and facets are made from the published JSON schemas, and each names
the schema, with its version, that it was made from. An event is taken apart by them: what is required is there, what is
there is known and of the right type, and what they check by themselves (ids, times) passes.
"""

from __future__ import annotations

import importlib
import pkgutil
import types
import typing
from enum import Enum
from typing import Any

import attr
from openlineage.client import generated

_SPEC = "https://openlineage.io/spec/facets/"


def _classes() -> dict[str, type]:
    found: dict[str, type] = {}
    for module in pkgutil.iter_modules(generated.__path__):
        loaded = importlib.import_module(f"{generated.__name__}.{module.name}")
        for each in vars(loaded).values():
            if isinstance(each, type) and attr.has(each) and "_get_schema" in vars(each):
                found[each._get_schema()] = each
    return found


_BY_SCHEMA = _classes()


class NotValidError(ValueError):
    """An event that the model does not know so."""


def check(event: dict[str, Any]) -> None:
    """
    Raise what is wrong with an event.

    :raises NotValidError: says where
    """
    schema = str(event.get("schemaURL"))
    if schema not in _BY_SCHEMA:
        raise NotValidError(f"there is no schema {schema}")
    _make(_BY_SCHEMA[schema], event, "event")


def _make(kind: type, value: Any, where: str) -> Any:
    """Return the object of a class that JSON describes."""
    if not isinstance(value, dict):
        raise NotValidError(f"{where} is {value!r}, not a {kind.__name__}")
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in attr.fields(kind)}
    # A facet may have more than its schema names; everything else may not.
    unknown = set(value) - set(fields)
    if unknown:
        raise NotValidError(f"{where} has {sorted(unknown)}, which {kind.__name__} does not know")
    arguments = {}
    for name, field in fields.items():
        if name in value:
            made = _value(hints[name], value[name], f"{where}.{name}")
            if field.init:
                arguments[name.lstrip("_")] = made
        elif field.init and field.default is attr.NOTHING:
            raise NotValidError(f"{where} has no {name}")
    try:
        return kind(**arguments)
    except Exception as error:
        raise NotValidError(f"{where}: {error}") from error


def _value(hint: Any, value: Any, where: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _one_of(typing.get_args(hint), value, where)
    if origin is list:
        if not isinstance(value, list):
            raise NotValidError(f"{where} is {value!r}, not a list")
        return [_value(typing.get_args(hint)[0], each, f"{where}[{i}]") for i, each in enumerate(value)]
    if origin is dict:
        if not isinstance(value, dict):
            raise NotValidError(f"{where} is {value!r}, not a mapping")
        of = typing.get_args(hint)[1]
        return {key: _entry(of, each, f"{where}.{key}") for key, each in value.items()}
    if hint is Any or isinstance(hint, str):
        return value
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if attr.has(hint):
        return _make(hint, value, where)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise NotValidError(f"{where} is {value!r}, not a {hint.__name__}")
    return value


def _entry(hint: Any, value: Any, where: str) -> Any:
    """Return an entry of a mapping; a facet says by itself what it is."""
    schema = value.get("_schemaURL") if isinstance(value, dict) else None
    if schema is None:
        return _value(hint, value, where)
    if schema in _BY_SCHEMA:
        return _make(_BY_SCHEMA[schema], value, where)
    if schema.startswith(_SPEC):
        raise NotValidError(f"{where} is by {schema}, of which this version of OpenLineage knows nothing")
    if not value.get("_producer"):
        raise NotValidError(f"{where} names no producer")
    return value


def _one_of(hints: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in hints:
        return None
    faults = []
    for hint in hints:
        if hint is type(None):
            continue
        try:
            return _value(hint, value, where)
        except NotValidError as error:
            faults.append(str(error))
    raise NotValidError("; or ".join(faults))
