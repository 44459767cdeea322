"""
Rows into tables, many at once: plain INSERT and UPDATE with the columns of the model.

Every write passes here, and a batch of the sync many times: Django's own path prepares each value of each row by
several calls, and costs three times as much (bench/sync). Nothing is left to the database: every column is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Prepare = Callable[[Any], Any]
_Statement = tuple[str, list[tuple[str, Prepare]]]
# What both databases take as it is; everything else goes through the field.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model. Raises IntegrityError where one is there already."""
    if rows:
        _write(_insertion(type(rows[0]), connection.vendor), rows)


def update(rows: Sequence[models.Model]) -> None:
    """Write rows of one model that are there already, every column of them."""
    if rows:
        _write(_changing(type(rows[0]), connection.vendor), rows)


def _write(statement: _Statement, rows: Sequence[models.Model]) -> None:
    sql, columns = statement
    values = [[prepare(getattr(row, name)) for name, prepare in columns] for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)


@cache
def _insertion(model: type[models.Model], vendor: str) -> _Statement:
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join("%s" for _ in fields)
    sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})"  # noqa: S608  (names of columns only)
    return sql, [(field.attname, _preparing(field)) for field in fields]


@cache
def _changing(model: type[models.Model], vendor: str) -> _Statement:
    keys = list(model._meta.pk_fields)
    fields = [field for field in model._meta.concrete_fields if field not in keys]
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    where = " AND ".join(f'"{field.column}" = %s' for field in keys)
    sql = f"UPDATE {model._meta.db_table} SET {changes} WHERE {where}"  # noqa: S608  (names of columns only)
    return sql, [(field.attname, _preparing(field)) for field in [*fields, *keys]]


def _preparing(field: Any) -> Prepare:
    if isinstance(field, _PLAIN):
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection)
