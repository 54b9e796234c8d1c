"""What is read of one class from a store that may not be there, by programs that make neither."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from . import Store, people

if TYPE_CHECKING:
    import sqlalchemy as sa

T = TypeVar("T")


def read_class(db: str, class_name: str, job: Callable[[sa.Connection, int], T]) -> T | None:
    """What a job makes of a class; None where there is no such store or class, of which none is made. Raises StoreError."""
    if "://" not in db and not Path(db).is_file():
        return None

    def read(conn: sa.Connection) -> T | None:
        klass = people.class_id(conn, class_name)
        return None if klass is None else job(conn, klass)

    with Store(db, new=False) as store:
        return store.read_now(read)
