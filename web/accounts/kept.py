"""The search made before the account: carried through every form, told in one line, and gone on with afterwards."""

import asyncio
from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.requests import Request

from search_api import occupations, places
from search_api.engine.client import Engine
from search_api.engine.errors import EngineError
from search_api.http import BadInput
from web.accounts.screens import KeptSearch
from web.accounts.tables import Account, Role
from web.forms import Values
from web.landing import forms, results
from web.landing.forms import Search
from web.offers.service import draft_from
from web.offers.tables import Offer

NOTHING = KeptSearch()


@dataclass(frozen=True)
class Kept:
    """A search and how its two fields read; both empty while the engine does not answer."""

    search: Search
    occupation: str = ""
    place: str = ""

    @property
    def query(self) -> str:
        """The query string that carries it, without a question mark."""
        return self.search.url("").removeprefix("?")


async def of_query(request: Request) -> Kept | None:
    """The search that the address carries. Raises BadInput."""
    return await _resolve(request.app.state.engine, request.query_params)


async def of_form(request: Request, values: Values) -> Kept | None:
    """The search that the hidden fields of a form carry; one that cannot be read is none, the form matters more."""
    pairs = [
        (name, one) for name in ("metier", "lieu", "rayon", "indispensable", "sans") for one in values.get(name, ())
    ]
    try:
        return await _resolve(request.app.state.engine, QueryParams(pairs))
    except BadInput:
        return None


async def _resolve(engine: Engine, params: QueryParams) -> Kept | None:
    asked = forms.parse(params)
    if asked.metier is None or asked.citycode is None or not forms.is_code(asked.metier):
        return None
    search = Search(asked.metier, asked.citycode, asked.refinement)
    try:
        occupation, place = await asyncio.gather(
            occupations.get(engine, search.occupation), places.municipality(engine, search.citycode)
        )
    except EngineError:
        return Kept(search)
    if occupation is None or place is None:
        return None
    return Kept(search, occupation.both_labels, results.place_text(place))


def shown(kept: Kept | None) -> KeptSearch:
    """As a page shows it and carries it on."""
    if kept is None:
        return NOTHING
    pairs = [("metier", kept.search.occupation), ("lieu", kept.search.citycode), *kept.search.refinement.params()]
    return KeptSearch(_line(kept), tuple((name, str(value)) for name, value in pairs), f"?{kept.query}")


def _line(kept: Kept) -> str:
    if not kept.occupation:
        return "Elle est gardée, vous la retrouverez ensuite."
    refinement = kept.search.refinement
    parts = [
        kept.occupation,
        kept.place,
        f"{refinement.radius_km}\u00a0km alentour",
        _skills(len(refinement.required), "indispensable"),
        _skills(len(refinement.excluded), "mise{} de côté"),
    ]
    return ", ".join(part for part in parts if part)


def _skills(count: int, word: str) -> str:
    plural = "s" if count > 1 else ""
    word = word.format(plural) if "{}" in word else word + plural
    return f"{count}\u00a0compétence{plural} {word}" if count else ""


async def onward(request: Request, account: Account, kept: Kept | None, path: str | None = None) -> str:
    """Where somebody who has just signed in goes: on with the search, else to `path`, else to what is theirs."""
    if account.role == Role.STAFF:
        return path or "/equipe"
    if kept is None:
        return path or "/offres"
    if not kept.occupation:
        return kept.search.url()
    state = request.app.state
    offer: Offer = await state.database.write(
        draft_from, account, kept.search, kept.occupation, kept.place, state.clock()
    )
    return f"/offres/{offer.ref}/contrat"
