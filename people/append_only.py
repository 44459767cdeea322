"""
Database triggers that make a table append-only: no row changes, and none goes while its diary lives.

Used by migrations. A row goes only with its diary: erasing deletes the diary first, then its rows, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# The last one is for INSERT OR REPLACE, which deletes without firing the trigger on DELETE.
_SQLITE = """
CREATE TRIGGER {table}_keep_rows BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
CREATE TRIGGER {table}_keep_all BEFORE DELETE ON {table}
WHEN EXISTS (SELECT 1 FROM people_diary WHERE id = OLD.diary_id)
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
CREATE TRIGGER {table}_keep_places BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE diary_id = NEW.diary_id AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""

_POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM people_diary WHERE id = OLD.diary_id) THEN
        RAISE EXCEPTION '{table} is append-only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER {table}_keep_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
CREATE FUNCTION {table}_refuse_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM {table}) THEN RAISE EXCEPTION '{table} is append-only'; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_all();
"""


def guard(table: str) -> Callable[[Any, Any], None]:
    """Return the migration step that guards `table`, which has the columns diary_id and number."""

    def step(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRESQL.format(table=table))
            return
        for trigger in _SQLITE.format(table=table).split("END;")[:-1]:
            schema_editor.execute(trigger + "END;")

    return step


def unguard(table: str) -> Callable[[Any, Any], None]:
    """Return the migration step that lifts the guard of `table`."""

    def step(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuse(), {table}_refuse_all() CASCADE")
            return
        for name in ("keep_rows", "keep_all", "keep_places"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")

    return step
