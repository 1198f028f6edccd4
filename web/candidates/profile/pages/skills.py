"""`/candidat/profil/competences` and `/candidat/profil/metiers`: lists to which things are added, from which they are
taken: two windows lose nothing of each other, for each sends what it adds or takes only."""

from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from search_api import skills
from search_api.engine.errors import EngineError
from web.candidates import forms, meaning, rules
from web.candidates.access import NO_STORE, candidate
from web.candidates.profile import show
from web.candidates.profile.saving import HOME, save
from web.candidates.profile.screens import Item, Lead, OccupationsPart, SkillsPart
from web.candidates.tables import Candidate
from web.forms import Reader, Values, posted
from web.rendering import page

SKILLS, OCCUPATIONS = f"{HOME}/competences", f"{HOME}/metiers"
MOST_FOUND = 12
MOST_LEADS = 4
_MISSING = "Écrivez quelques lettres d'une compétence."
_MISSING_OCCUPATION = "Écrivez le nom d'un métier."


# ---- Skills ----


async def show_skills(request: Request) -> Response:
    """The page; without a script, also the skills that were searched (`?q=`)."""
    return await _skills(request, await candidate(request), asked=request.query_params.get("q", "").strip()[:200])


async def _skills(
    request: Request, person: Candidate, status: int = 200, *, asked: str = "", error: str = ""
) -> Response:
    engine = request.app.state.engine
    profile = person.profile
    words = await meaning.words(engine, profile)
    held = set(profile.get("skills", ()))
    try:
        vocabulary = await skills.vocabulary(engine)
        suggested = vocabulary.suggest(asked, MOST_FOUND) if asked else ()
        leads = await _leads(request, person)
    except EngineError:
        suggested, leads = (), []
        error = error or "Les propositions ne répondent pas en ce moment. Réessayez dans un instant."
    found = [Item(one.code, one.label) for one in suggested if one.code not in held]
    if asked and not found and not error:
        error = "Aucune autre compétence ne ressemble à cela. Essayez un autre mot."
    done = "C'est enregistré." if request.query_params.get("fait") else ""
    screen = SkillsPart(show.items(profile.get("skills", ()), words.skills), asked, found, leads, done, error)
    return page(request, screen, status, NO_STORE)


async def _leads(request: Request, person: Candidate) -> list[Lead]:
    """Skills of what the person has done, the latest first, and of what they wish for, that they have not named."""
    profile = person.profile
    seen = set(profile.get("skills", ()))
    codes = [one["occupation"] for one in profile.get("experiences", ())]
    codes += (profile.get("wishes") or {}).get("occupations", ())
    found = []
    for one in (await meaning.known(request.app.state.engine, list(dict.fromkeys(codes))[:MOST_LEADS])).values():
        fresh = [Item(skill.code, skill.label) for skill in (*one.core, *one.secondary) if skill.code not in seen]
        seen |= {item.code for item in fresh}
        if fresh:
            found.append(Lead(one.both_labels, fresh))
    return found


async def change_skills(request: Request) -> Response:
    """Add what was chosen or ticked; take away what was pressed."""
    person = await candidate(request)
    values = await posted(request)
    removed = list(values.get("retirer", ()))
    reader = Reader(values)
    vocabulary = None if removed else await skills.vocabulary(request.app.state.engine)
    added = list(values.get("ajouter", ()))
    if vocabulary is not None and not added:
        field = forms.named(reader, "competence", _MISSING)
        if reader.errors:
            return await _skills(request, person, 400, error=reader.errors["competence"])
        found = vocabulary.suggest(field.text, MOST_FOUND)
        clear = [one.code for one in found if field.text.casefold() == one.label.casefold()]
        added = [field.code] if field.code else clear[:1]
        if not added:
            return RedirectResponse(f"{SKILLS}?{urlencode({'q': field.text})}", 303)
    known = [code for code in added if vocabulary is not None and vocabulary.label(code)]
    try:
        await save(request, person, partial(rules.with_skills, add=known, remove=removed))
    except rules.TooMany as error:
        return await _skills(request, person, 409, error=f"{error.most} compétences au plus. Retirez-en d'abord.")
    return RedirectResponse(f"{SKILLS}?fait=1", 303)


# ---- Occupations that one wishes for ----


async def show_occupations(request: Request) -> Response:
    """The page."""
    return await _occupations(request, await candidate(request), {})


async def _occupations(
    request: Request,
    person: Candidate,
    typed: Values,
    choices: tuple[meaning.Option, ...] = (),
    error: str = "",
) -> Response:
    words = await meaning.words(request.app.state.engine, person.profile)
    held = (person.profile.get("wishes") or {}).get("occupations", ())
    done = "C'est enregistré." if request.query_params.get("fait") else ""
    screen = OccupationsPart(show.items(held, words.occupations), typed, show.choices(choices), done, error)
    return page(request, screen, 400 if error else 200, NO_STORE)


async def change_occupations(request: Request) -> Response:
    """Add the occupation that is meant, or ask back; take away what was pressed."""
    person = await candidate(request)
    values = await posted(request)
    removed, added = list(values.get("retirer", ())), []
    if not removed:
        reader = Reader(values)
        field = forms.named(reader, "metier", _MISSING_OCCUPATION)
        if reader.errors:
            return await _occupations(request, person, values, error=reader.errors["metier"])
        meant = await meaning.occupation(request.app.state.engine, field)
        if meant.one is None:
            wrong = "" if meant.choices else "Nous ne trouvons pas ce métier. Essayez son nom courant."
            return await _occupations(request, person, values, tuple(meant.choices), wrong)
        added = [meant.one.code]
    try:
        await save(request, person, partial(rules.with_occupations, add=added, remove=removed))
    except rules.TooMany as error:
        return await _occupations(request, person, {}, error=f"{error.most} métiers au plus. Retirez-en un d'abord.")
    return RedirectResponse(f"{OCCUPATIONS}?fait=1", 303)


routes = [
    Route(SKILLS, show_skills),
    Route(SKILLS, change_skills, methods=["POST"]),
    Route(OCCUPATIONS, show_occupations),
    Route(OCCUPATIONS, change_occupations, methods=["POST"]),
]
