"""Work outlives releases: what the first release kept is there after the upgrade, to the letter."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from okr_kit import lang
from okr_kit.errors import SchemaTooNew, StoreError
from okr_kit.hosts.store import Store, log, parse_url, people, schema, upgrade

FIRST = Path(__file__).parent / "data" / "first-release.sqlite3"
CLASS = "华东区一期"
TABLES = ("class", "person", "device", "class_group", "event", "current")
#: Columns that later releases added to them.
SINCE = {"class.locked", "class.trainer", "person.gone"}


def dump(file):
    """All of a SQLite file as SQL."""
    with closing(sqlite3.connect(file)) as raw:
        return list(raw.iterdump())


@contextmanager
def raw(url):
    """A connection past the store, committed at the end."""
    engine = sa.create_engine(parse_url(url), poolclass=sa.NullPool)
    with engine.begin() as conn:
        yield conn


def rows(conn):
    """What is in the columns of the first release's tables, whatever it means."""
    found = sa.MetaData()
    found.reflect(conn)
    columns = {name: [c for c in found.tables[name].c if f"{name}.{c.name}" not in SINCE] for name in TABLES}
    return {name: sorted(map(tuple, conn.execute(sa.select(*columns[name]))), key=repr) for name in TABLES}


@pytest.fixture
def first(lasting):
    """The first release's database, on SQLite and on PostgreSQL: (its URL, what is in it)."""
    if "://" not in lasting:
        shutil.copy(FIRST, lasting)
    else:
        with raw(str(FIRST)) as source, raw(lasting) as target:
            upgrade.migrate(target, "base", "0001")
            schema.revision.drop(target)
            for name in TABLES:
                there = schema.metadata.tables[name]
                then = sa.select(*(column for column in there.c if f"{name}.{column.name}" not in SINCE))
                target.execute(there.insert(), [dict(row) for row in source.execute(then).mappings()])
    with raw(lasting) as conn:
        assert conn.scalar(sa.select(schema.kit.c.value)) == "1"
        return lasting, rows(conn)


def test_every_event_and_state_of_the_first_release_is_there_unchanged(first):
    url, before = first
    with Store(url) as store:
        assert store.read_now(rows) == before
        events = store.events(CLASS, leaders=True)
        klass = store.write_now(lambda conn: people.open_class(conn, CLASS, None, 0))
        states = store.read_now(lambda conn: log.states(conn, klass.id))
        joined = store.read_now(lambda conn: people.everybody(conn, klass.id))
        assert store.documents(CLASS) == []
    assert (len(events), len(states), len(joined), klass.groups) == (2315, 141, 32, 6)
    own = {(state.owner, state.exercise, state.seq) for state in states if state.owner.startswith("p")}
    assert own <= {(event["owner"], event["exercise"], event["seq"]) for event in events}


def test_an_upgraded_database_opens_at_once_and_is_too_new_for_the_first_release(first):
    url, before = first
    Store(url).close()
    with Store(url) as store:
        assert store.read_now(lambda conn: conn.scalar(sa.select(schema.kit.c.value))) == str(schema.VERSION)
        assert store.read_now(lambda conn: conn.scalar(sa.select(schema.revision.c.version_num))) == schema.HEAD
        assert store.read_now(rows) == before


def test_a_copy_as_it_was_lies_beside_the_file(tmp_path):
    file = tmp_path / "我们的 100% 班.db"
    shutil.copy(FIRST, file)
    Store(str(file)).close()
    (copy,) = (path for path in tmp_path.iterdir() if ".before-" in path.name)
    assert copy.name == f"我们的 100% 班.before-{schema.HEAD}.db"
    assert dump(copy) == dump(FIRST)


def test_a_copy_is_never_written_over(tmp_path):
    file = tmp_path / "class.db"
    for number in range(3):
        shutil.copy(FIRST, file)
        with closing(sqlite3.connect(file)) as conn, conn:
            conn.execute("UPDATE person SET nickname = ? WHERE id = 1", (f"王芳{number // 2}",))
        Store(str(file)).close()
    names = sorted(path.name for path in tmp_path.iterdir() if "before" in path.name)
    assert names == [f"class.before-{schema.HEAD}-2.db", f"class.before-{schema.HEAD}.db"]


def test_an_upgrade_that_fails_leaves_everything_as_it_was(first):
    """The second step of the revision fails, after a table was made."""
    url, before = first
    with raw(url) as conn:
        conn.execute(sa.text("CREATE INDEX event_by_actor ON event (seq)"))
    with pytest.raises(StoreError) as caught:
        Store(url)
    said = lang.load().error(caught.value)
    with raw(url) as conn:
        assert rows(conn) == before
        assert not {"document", "alembic_version"} & set(sa.inspect(conn).get_table_names())
        assert conn.scalar(sa.select(schema.kit.c.value)) == "1"
        conn.execute(sa.text("DROP INDEX event_by_actor"))
    if "://" in url:
        assert caught.value.code == "store-upgrade-server"
        assert "secret" not in said
    else:
        assert caught.value.code == "store-upgrade"
        assert url in said
        assert str(Path(url).with_name(f"class.before-{schema.HEAD}.db")) in said
    with Store(url) as store:
        assert store.read_now(rows) == before


def test_without_a_copy_there_is_no_upgrade(tmp_path):
    file = tmp_path / "class.db"
    shutil.copy(FIRST, file)
    (tmp_path / f"class.before-{schema.HEAD}.part").mkdir()
    with pytest.raises(StoreError) as caught:
        Store(str(file))
    assert caught.value.code == "store-backup"
    assert str(file) in lang.load().error(caught.value)
    assert dump(file) == dump(FIRST)


def test_a_database_in_use_is_not_upgraded_now(tmp_path):
    file = tmp_path / "class.db"
    shutil.copy(FIRST, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            Store(str(file), busy_ms=100)
        assert caught.value.code == "store-locked"
    assert [path.name for path in tmp_path.iterdir() if "before" in path.name] == []


def test_servers_that_start_at_once_upgrade_once(first):
    url, before = first
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Store(url), range(4)))
    assert all(store.read_now(rows) == before for store in opened)
    for store in opened:
        store.close()


def test_an_upgrade_says_nothing_and_sets_up_no_logging(first, capfd):
    handlers = [*logging.getLogger().handlers], [*logging.getLogger("alembic").handlers]
    Store(first[0]).close()
    assert capfd.readouterr() == ("", "")
    assert handlers == ([*logging.getLogger().handlers], [*logging.getLogger("alembic").handlers])


def test_a_revision_that_nobody_knows_is_no_upgrade(first):
    url, _ = first
    with Store(url) as store:
        store.write_now(lambda conn: conn.execute(schema.kit.update().values(value=str(schema.VERSION + 1))))
    with pytest.raises(SchemaTooNew):
        Store(url)


@pytest.mark.parametrize("made", ["created", "migrated"])
def test_the_migrations_make_the_tables_that_the_code_describes(database, made):
    """Alembic finds no difference, neither in a new database nor in one that came all the way."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = sa.create_engine(parse_url(database), poolclass=sa.StaticPool)
    with engine.begin() as conn:
        if made == "created":
            upgrade.prepare(conn, database)
        else:
            upgrade.migrate(conn, "base")
        assert compare_metadata(MigrationContext.configure(conn), schema.metadata) == []
        upgrade.prepare(conn, database)
        assert conn.execute(sa.select(schema.revision.c.version_num)).all() == [(schema.HEAD,)]
        assert conn.execute(sa.select(schema.kit.c.value)).all() == [(str(schema.VERSION),)]
    engine.dispose()


def test_the_first_revision_makes_what_the_first_release_made():
    """The same SQL, so the same types, keys and names."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with engine.begin() as conn:
        upgrade.migrate(conn, "base", "0001")
        schema.revision.drop(conn)
        ours = {row.name: row.sql for row in conn.execute(sa.text("SELECT name, sql FROM sqlite_master"))}
    engine.dispose()
    with closing(sqlite3.connect(FIRST)) as conn:
        theirs = dict(conn.execute("SELECT name, sql FROM sqlite_master").fetchall())
    assert {name: words(sql) for name, sql in ours.items()} == {name: words(sql) for name, sql in theirs.items()}


def words(sql):
    return None if sql is None else " ".join(sql.split())


def test_the_last_revision_is_the_one_the_code_names():
    from alembic.script import ScriptDirectory

    directory = ScriptDirectory(str(upgrade.MIGRATIONS))
    assert directory.get_heads() == [schema.HEAD]
    names = sorted(path.stem[1:5] for path in upgrade.MIGRATIONS.glob("versions/r*.py"))
    assert names == [f"{number:04d}" for number in range(1, schema.VERSION + 1)]
