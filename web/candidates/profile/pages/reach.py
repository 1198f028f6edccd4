"""`/candidat/profil/deplacements`: home, how far from it, and the licences, beside a map."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mappings.candidates import MOBILITIES_KM
from web.candidates import forms, meaning, rules
from web.candidates.access import NO_STORE, candidate
from web.candidates.profile import show
from web.candidates.profile.saving import HOME, home_again, save
from web.forms import Reader, posted
from web.landing.results import place_text
from web.rendering import page

REACH = f"{HOME}/deplacements"


async def show_reach(request: Request) -> Response:
    """The form; `?rayon=` draws the map for another distance, for the script."""
    person = await candidate(request)
    home, typed = person.profile["home"], forms.reach_typed(person.profile)
    asked = request.query_params.get("rayon", "")
    if asked in {str(one) for one in MOBILITIES_KM}:
        typed["rayon"] = [asked]
    around = await meaning.surroundings(request.app.state.engine, home, int(typed["rayon"][0]))
    town = place_text(around.home) if around else home["citycode"]
    typed |= {"ville": [town], "ville-code": [home["citycode"]], "ville-nom": [town]}
    return page(request, show.reach(typed, {}, (), home["departement"], around), headers=NO_STORE)


async def save_reach(request: Request) -> Response:
    """Write it."""
    person = await candidate(request)
    values = await posted(request)
    reader = Reader(values)
    field = forms.named(reader, "ville", "Indiquez votre ville.")
    moves = forms.reach(reader)
    home, choices = await _home(request, reader, field, person.profile["home"])
    if reader.errors:
        typed = forms.reach_typed(person.profile) | {"permis": []} | values
        around = await meaning.surroundings(request.app.state.engine, home, moves["mobility_km"])
        typed["rayon"] = [str(moves["mobility_km"])]
        screen = show.reach(typed, reader.errors, choices, home["departement"], around)
        return page(request, screen, 400, NO_STORE)
    if "departement-entier" in values:
        moves["departements"] = list(dict.fromkeys([home["departement"], *(moves["departements"] or ())]))
    await save(request, person, partial(rules.with_moves, moves=moves | {"home": home}))
    return home_again("deplacements")


async def _home(
    request: Request, reader: Reader, field: forms.Named, present: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Sequence[meaning.Option]]:
    """The home that the form means; the present one, and what may be meant, when that is not certain."""
    if "ville" in reader.errors or field.code == present["citycode"]:
        return present, ()
    meant = await meaning.town_of_form(request.app.state.engine, reader, field)
    if meant.one is None:
        return present, meant.choices
    return meaning.home_of(meant.one), ()


routes = [
    Route(REACH, show_reach),
    Route(REACH, save_reach, methods=["POST"]),
]
