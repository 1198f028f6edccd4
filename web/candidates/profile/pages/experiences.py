"""`/candidat/profil/experiences`: what somebody has done, one experience a form."""

from collections.abc import Mapping, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.access import NotYours
from web.candidates import forms, meaning, rules, wording
from web.candidates.access import NO_STORE, candidate
from web.candidates.profile import show
from web.candidates.profile.saving import HOME, save
from web.candidates.profile.screens import ExperienceForm
from web.candidates.tables import Candidate
from web.clock import day_of
from web.forms import Reader, Values, posted
from web.rendering import page

LIST = f"{HOME}/experiences"
_EMPTY: forms.Typed = {}
_DONE = {"ajout": "L'expérience est enregistrée.", "retrait": "L'expérience est retirée."}
_TOO_MANY = f"{rules.MOST_EXPERIENCES} expériences au plus. Retirez-en une d'abord."
_NO_OCCUPATION = "Nous ne trouvons pas ce métier. Essayez son nom courant, au masculin ou au féminin."


async def show_list(request: Request) -> Response:
    """The list."""
    person = await candidate(request)
    return await _list(request, person, done=_DONE.get(request.query_params.get("fait", ""), ""))


async def _list(request: Request, person: Candidate, status: int = 200, *, done: str = "", error: str = "") -> Response:
    words = await meaning.words(request.app.state.engine, person.profile)
    return page(
        request, show.experiences(person, words, day_of(request.app.state.clock()), done, error), status, NO_STORE
    )


async def show_new(request: Request) -> Response:
    """An empty form."""
    await candidate(request)
    return _form(request, "", _EMPTY, {}, ())


async def show_one(request: Request) -> Response:
    """The form of one experience. Raises NotYours when there is none of that key (any more)."""
    person = await candidate(request)
    key = request.path_params["ref"]
    one = next((one for one in person.profile.get("experiences", ()) if rules.key(one) == key), None)
    if one is None:
        raise NotYours
    words = await meaning.words(request.app.state.engine, {"experiences": [one]})
    return _form(request, key, forms.experience_typed(one, words.occupation(one["occupation"])), {}, ())


async def save_one(request: Request) -> Response:
    """Write one experience, new or in the place of the one that the page is about."""
    person = await candidate(request)
    values = await posted(request)
    state, key = request.app.state, request.path_params.get("ref", "")
    reader = Reader(values)
    field = forms.named(reader, "metier", "Indiquez le métier.")
    period = forms.period(reader, day_of(state.clock()))
    choices: Sequence[meaning.Option] = ()
    occupation = None
    if "metier" not in reader.errors:
        meant = await meaning.occupation(state.engine, field)
        occupation, choices = meant.one, meant.choices
        if occupation is None:
            reader.errors["metier"] = "Précisez le métier." if choices else _NO_OCCUPATION
    if reader.errors or occupation is None:
        return _form(request, key, values, reader.errors, choices)
    written = {"occupation": occupation.code, **period}
    try:
        await save(request, person, partial(rules.with_experience, one=written, instead_of=key))
    except rules.TooMany:
        return await _list(request, person, 409, error=_TOO_MANY)
    return RedirectResponse(f"{LIST}?fait=ajout", 303)


async def remove(request: Request) -> Response:
    """Remove one experience."""
    person = await candidate(request)
    await posted(request)
    await save(request, person, partial(rules.without_experience, wanted=request.path_params["ref"]))
    return RedirectResponse(f"{LIST}?fait=retrait", 303)


def _form(
    request: Request, key: str, typed: Values, errors: Mapping[str, str], choices: Sequence[meaning.Option]
) -> Response:
    screen = ExperienceForm(
        title="Modifier cette expérience" if key else "Ajouter une expérience",
        action=f"{LIST}/{key}" if key else f"{LIST}/nouvelle",
        typed=typed,
        errors=errors,
        choices=show.choices(choices),
        months=wording.MONTHS,
        removal=f"{LIST}/{key}/retirer" if key else "",
    )
    return page(request, screen, 400 if errors else 200, NO_STORE)


routes = [
    Route(LIST, show_list),
    Route(f"{LIST}/nouvelle", show_new),
    Route(f"{LIST}/nouvelle", save_one, methods=["POST"]),
    Route(f"{LIST}/{{ref}}", show_one),
    Route(f"{LIST}/{{ref}}", save_one, methods=["POST"]),
    Route(f"{LIST}/{{ref}}/retirer", remove, methods=["POST"]),
]
