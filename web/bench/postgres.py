"""The peer of the counting bench: the same people in PostgreSQL with PostGIS (GiST) and intarray (GIN)."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mappings.candidates import Candidate
from search_api.matching.criteria import Accepts, Criterion, Rule, Salary, WeeklyHours
from web.bench.postgres_server import postgres_server

_SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "off",
}
_TABLE = """
CREATE EXTENSION postgis; CREATE EXTENSION intarray;
CREATE UNLOGGED TABLE people (
    home geography(Point, 4326) NOT NULL, mobility_km int NOT NULL, skills int[] NOT NULL, departements text[],
    contracts text[], "time" text[], hours_least int, hours_most int, salary_wish int, licences text[], hours text[],
    remote text[], reachable boolean NOT NULL)
"""
_INDICES = """
CREATE INDEX ON people USING gist (home);
CREATE INDEX ON people USING gin (skills gin__int_ops);
CREATE INDEX ON people USING gin (departements);
CREATE INDEX ON people USING gin (remote);
VACUUM ANALYZE people
"""
_COLUMNS = (
    "home, mobility_km, skills, departements, contracts, time, hours_least, hours_most, salary_wish, licences, hours,"
    " remote, reachable"
)
_HERE = "ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography"


class Peer:
    """People in a running PostgreSQL. `connection`: psycopg's; skill codes are numbered for intarray."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}

    def load(self, people: Iterable[Candidate]) -> None:
        """Create the table, fill it, index it."""
        self._connection.execute(_TABLE)
        with self._connection.cursor().copy(f"COPY people ({_COLUMNS}) FROM STDIN") as copy:
            for one in people:
                copy.write_row(self._row(one))
        for statement in _INDICES.split(";"):
            self._connection.execute(statement)

    def prepare(self, rule: Rule) -> tuple[str, Mapping[str, Any]]:
        """The SQL question of a rule: text and parameters."""
        return count_sql(rule, self._numbers)

    def count(self, question: tuple[str, Mapping[str, Any]]) -> int:
        """Ask it."""
        return int(self._connection.execute(*question).fetchone()[0])

    def _row(self, one: Candidate) -> tuple[Any, ...]:
        least, most = one.weekly_hours or (None, None)
        numbers = [self._numbers.setdefault(code, len(self._numbers)) for code in one.skills]
        wishes = [None if wish is None else list(wish) for wish in (one.contracts, one.time)]
        held = [None if wish is None else list(wish) for wish in (one.licences, one.hours, one.remote)]
        home = f"SRID=4326;POINT({one.lon} {one.lat})"
        first = (home, one.mobility_km, numbers, list(one.departements), *wishes, least, most, one.salary_wish)
        return (*first, *held, one.reachable)


def count_sql(rule: Rule, numbers: Mapping[str, int]) -> tuple[str, dict[str, Any]]:
    """Count the people that a rule targets; -1 stands for a skill that nobody has."""
    place, skills = rule.place, rule.skills
    params: dict[str, Any] = {"lat": place.lat, "lon": place.lon, "km": place.radius_km}
    # The circle of the radius can use the index; the person's own mobility is checked on what is left.
    # `false`: distances on the sphere, as the engine measures them.
    near = f"""ST_DWithin(home, {_HERE}, %(km)s * 1000, false)
        AND ST_Distance(home, {_HERE}, false) <= 1000 * least(mobility_km, %(km)s)"""
    reach = [f"({near})"]
    if place.departement:
        params["departements"] = [place.departement]
        reach.append("departements @> %(departements)s::text[]")
    if place.fully_remote:
        reach.append("remote @> ARRAY['full']")
    where = ["reachable", f"({' OR '.join(reach)})"]
    if skills.required:
        params["required"] = [numbers.get(code, -1) for code in skills.required]
        where.append("skills @> %(required)s::int[]")
    if skills.needed:
        params |= {"kept": [numbers.get(code, -1) for code in skills.kept], "needed": skills.needed}
        where.append("skills && %(kept)s::int[] AND icount(skills & %(kept)s::int[]) >= %(needed)s")
    where += [_wish(wish, params) for wish in rule.wishes]
    return f"SELECT count(*) FROM people WHERE {' AND '.join(where)}", params  # noqa: S608 (values are parameters)


def _wish(wish: Criterion, params: dict[str, Any]) -> str:
    match wish:
        case Accepts():
            params[wish.name] = list(wish.values)
            return f'("{wish.field}" IS NULL OR "{wish.field}" @> %({wish.name})s::text[])'
        case Salary():
            params["top"] = wish.top
            return "(salary_wish IS NULL OR salary_wish <= %(top)s)"
        case WeeklyHours():
            params["week"] = wish.hours
            return "(hours_least IS NULL OR %(week)s BETWEEN hours_least AND hours_most)"
        case _:
            raise TypeError(f"no SQL for {wish!r}")


@contextlib.contextmanager
def postgres() -> Iterator[Peer]:
    """The peer in a PostgreSQL of its own. Raises ClickException when something is not installed."""
    import psycopg

    with postgres_server(_SETTINGS) as server, psycopg.connect(server.conninfo(), autocommit=True) as connection:
        yield Peer(connection)
