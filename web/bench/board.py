"""`vivier bench board`: an offer with thousands of applications, and eight recruiters on it at once.

The site runs in a process of its own, as in production. Each client asks again as soon as it is answered, which no
recruiter does: eight of them are as many as hundreds who read. Measured, each with all clients at once: parts of the
list, in every order and filter; acts (htmx answers: the row and the counters); the question whether anything changed;
then a ZIP of the anti-CVs of the favourites, from the click until it can be downloaded.
"""

import gzip
import http.client
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from search_api.engine.settings import EngineSettings
from web.applications.board import Filter, Order
from web.bench.board_scene import SEED, Scene, fill, tidy
from web.bench.invite import database_url
from web.bench.report import Bar, Report, percentiles
from web.bench.server import site_server
from web.db import Database, migrate
from web.settings import SiteSettings

CLIENTS = 8
PAGES, ACTS, POLLS = 60, 120, 120
_WARM = 5
_ZIP_SECONDS = 120


class Client:
    """A recruiter's browser: one connection, signed in, with the token of its forms."""

    def __init__(self, site: str, scene: Scene, number: int) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
        self._cookies = f"session={scene.tokens[number]}; visite=bench{number}"
        self.board = f"/offres/{scene.offer}/candidatures"
        self.refs, self.pending = scene.refs, scene.pending[number::CLIENTS]
        self.rng = random.Random(SEED + number)  # noqa: S311
        self.csrf, self.watch = "", ""

    def get(self, path: str, *expected: int, live: bool = False, read: bool = False) -> str:
        """The text of a page (when `read`) or where it leads; raises when the status is not of `expected` (200)."""
        return self._ask("GET", path, None, expected or (200,), live=live, read=read)

    def post(self, path: str, fields: dict[str, str], *expected: int, live: bool = False) -> str:
        """The answer to a form."""
        return self._ask("POST", path, urlencode({"csrf": self.csrf, **fields}), expected or (200,), live=live)

    def enter(self) -> None:
        """Open the list, and keep what its page carries."""
        text = self.get(self.board, read=True)
        self.csrf = _found(r'name="csrf" value="(\w+)"', text)
        self.watch = _found(r'id="veille" hx-get="([^"]+)"', text).replace("&amp;", "&")

    def _ask(
        self, method: str, path: str, body: str | None, expected: tuple[int, ...], *, live: bool, read: bool = False
    ) -> str:
        headers = {"cookie": self._cookies, "accept-encoding": "gzip"}
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        if live:
            headers["hx-request"] = "true"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status not in expected:
            raise RuntimeError(f"{method} {path}: HTTP {answer.status}: {content[:300]!r}")
        if answer.status == 303:
            return answer.headers["location"]
        # Unpacked where it is read only: it is the server that is measured.
        return gzip.decompress(content).decode() if read else ""


def run(size: int = 5_000, postgres: bool = False) -> Report:
    """A minute or two; leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="vivier-bench-") as folder, database_url(folder, postgres) as url:
        # Nobody listens there: these pages need no engine.
        engine = EngineSettings(hosts=("http://127.0.0.1:9",), timeout=0.5)
        settings = SiteSettings(engine=engine, database_url=url, secret="s" * 32, kept_in=Path(folder))
        database = Database(url)
        migrate.upgrade(database)
        scene = fill(database, size, CLIENTS)
        tidy(database)
        database.close()
        with site_server(settings) as site:
            clients = [Client(site, scene, number) for number in range(CLIENTS)]
            for client in clients:
                client.enter()
            took = {name: _all_at_once(clients, work) for name, work in _WORKS.items()}
            page = len(clients[0].get(clients[0].board, read=True))
            zipped = _zip(clients[0], scene.offer)
    figures = {name: percentiles(seconds) for name, seconds in took.items()}
    return Report(
        "board",
        {"applications": size, "clients": CLIENTS, "database": "postgresql" if postgres else "sqlite"},
        {**figures, "page_characters": page, "zip_of_200_s": round(zipped, 2)},
        [
            Bar("page p95, ms", figures["page"]["p95_ms"], 150),
            Bar("action p95, ms", figures["action"]["p95_ms"], 50),
            Bar("seconds until a ZIP of 200 anti-CVs can be downloaded", round(zipped, 2), 20),
        ],
    )


Steps = Iterator[Callable[[], object]]


def _pages(client: Client) -> Steps:
    """Parts of the list from anywhere in it, in every order and filter."""
    for _ in range(PAGES):
        after = client.rng.choice(("", client.rng.choice(client.refs)))
        query = {"liste": client.rng.choice([*Filter]), "ordre": client.rng.choice([*Order]), "apres": after}
        yield partial(client.get, f"{client.board}?{urlencode(query)}")


def _acts(client: Client) -> Steps:
    """Each on an application of the client's own: the star, a refusal, its undoing, no star."""
    acts = ("etoile", "refuser", "retablir", "etoile?retirer=1")
    for number in range(ACTS):
        row, act = divmod(number, len(acts))
        fields = {"revision": str(act + 1), "retour": client.board}
        yield partial(client.post, f"/candidatures/{client.pending[row]}/{acts[act]}", fields, live=True)


def _polls(client: Client) -> Steps:
    """Has anything changed? Nothing has."""
    client.enter()
    for _ in range(POLLS):
        yield partial(client.get, client.watch, 204, live=True)


_WORKS = {"page": _pages, "action": _acts, "question": _polls}


def _all_at_once(clients: Sequence[Client], work: Callable[[Client], Steps]) -> list[float]:
    """Seconds of each step but the first few, all clients working at once."""

    def do(client: Client) -> list[float]:
        took = []
        for step in work(client):
            began = time.perf_counter()
            step()
            took.append(time.perf_counter() - began)
        return took[_WARM:]

    with ThreadPoolExecutor(len(clients)) as pool:
        return [seconds for one in pool.map(do, clients) for seconds in one]


def _zip(client: Client, offer: str) -> float:
    """Seconds from the click until the ZIP of the favourites is there, its progress asked for as its page does."""
    began = time.perf_counter()
    page = client.post(f"/offres/{offer}/favoris/anti-cv.zip", {}, 303)
    while client.get(f"{page}/anti-cv.zip", 200, 303) == page:
        time.sleep(0.1)
        if time.perf_counter() - began > _ZIP_SECONDS:
            raise RuntimeError("the ZIP is not ready yet")
    return time.perf_counter() - began


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"the page holds no {pattern}")
    return match[1]
