"""
Every table of the database as it stands, and which of its columns hold text or lead to a diary or a person.

Asked of the database itself, so that a table is seen that no model knows any more; what a model says is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connection, models

from people.models import Diary, User

# What a column is called that leads there, whether or not a model or a constraint says so.
NAMED_AFTER_A_DIARY: Final = frozenset({"diary_id"})
NAMED_AFTER_A_PERSON: Final = frozenset({"user_id", "owner_id", "reader_id", "by_id"})
HOLD_TEXT: Final = frozenset({"CharField", "TextField", "JSONField", "UUIDField"})


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table of the database.

    `diaries` and `persons` are the columns that hold the number of one, the table's own key included. `names` are
    columns that hold a person's number too, of lines that outlive the account they name.
    """

    name: str
    texts: tuple[str, ...]
    diaries: tuple[str, ...]
    persons: tuple[str, ...]
    names: tuple[str, ...]


def tables() -> list[Table]:
    """Return every table there is."""
    with connection.cursor() as cursor:
        introspection = connection.introspection
        described = {name: introspection.get_table_description(cursor, name) for name in introspection.table_names()}
    return [_table(name, columns) for name, columns in sorted(described.items())]


def leading_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Return every model with a column that leads to `model`, and that field's name."""
    for other in apps.get_models(include_auto_created=True):
        for field in other._meta.local_concrete_fields:
            if field.remote_field is not None and field.remote_field.model is model:
                yield other, field.name


def _table(name: str, columns: Iterable[Any]) -> Table:
    there = [column.name for column in columns]
    to_diaries = _columns(Diary, name) | NAMED_AFTER_A_DIARY
    to_persons = _columns(User, name) | NAMED_AFTER_A_PERSON
    outliving = _columns(User, name, outliving=True)
    return Table(
        name=name,
        texts=tuple(column.name for column in columns if _holds_text(column)),
        diaries=tuple(column for column in there if column in to_diaries),
        persons=tuple(column for column in there if column in to_persons - outliving),
        names=tuple(column for column in there if column in outliving),
    )


def _columns(model: type[models.Model], table: str, *, outliving: bool = False) -> set[str]:
    fields: list[Any] = [other._meta.get_field(name) for other, name in leading_to(model) if _is(other, table)]
    columns = {field.column for field in fields if not outliving or field.remote_field.on_delete is models.DO_NOTHING}
    return columns | ({"id"} if _is(model, table) and not outliving else set())


def _is(model: type[models.Model], table: str) -> bool:
    return model._meta.db_table == table


def _holds_text(column: Any) -> bool:
    """Say whether the column may hold text; one of a type that Django does not know may."""
    try:
        return connection.introspection.get_field_type(column.type_code, column) in HOLD_TEXT
    except KeyError:
        return True
