"""What was found to what the page shows. Pure."""

from collections.abc import Sequence

from search_api.matching import CountAnswer, WhatIf
from search_api.occupations import Skill
from search_api.places import Found as Place
from search_api.places import Town
from web.landing import homes, wording
from web.landing.choices import departement
from web.landing.forms import EXCLUDED, REQUIRED, USEFUL, Search
from web.landing.geometry import Point, width_km
from web.landing.screens import Figure, RadiusChoice, Relaxation, Results, SearchForm, SkillChoice
from web.landing.service import Found

# Always offered; what is further away shows when the search comes near it.
RADII_KM = (5, 10, 20, 30, 50, 75, 100)


def screen(search: Search, found: Found) -> Results:
    """The results page."""
    occupation, place, answer = found.occupation, found.place, found.answer
    near = f"{wording.at(place.name)} et alentour"
    people = wording.people(answer.count, answer.floor)
    lead, more = split_description(occupation.description)
    name = occupation.both_labels
    return Results(
        title=f"{name} {near} : {people}",
        form=SearchForm(
            metier=name,
            metier_code=occupation.code,
            ville=place_text(place),
            lieu=place.citycode,
            refinement=search.refinement,
        ),
        occupation=name,
        rome_code=occupation.rome_code,
        lead=lead,
        more=more,
        keywords=occupation.keywords,
        requires=occupation.requires,
        place=wording.at(place.name),
        near=near,
        area=departement(place),
        figure=figure(answer),
        few=answer.count is None,
        skills=_skills(search, occupation.core),
        extra_skills=_extra_skills(search, found),
        radii=radii(search, answer),
        relaxations=tuple(_relaxation(search, one, answer) for one in answer.what_if if one.kind == "skill"),
        homes=_homes(search, found) if found.cells else None,
        hidden_fields=(("metier", search.occupation), ("lieu", search.citycode)),
        search_fields=tuple((name, str(value)) for name, value in search.params()),
        next_url=search.url("/inscription"),
        reset_url=_reset_url(search),
    )


def place_text(place: Place) -> str:
    """A town as it stands in the field: its name and département, which tells it from its homonyms."""
    code = place.context.partition(",")[0]
    return f"{place.name} ({code})" if code else place.name


def figure(answer: CountAnswer) -> Figure:
    """The count as told."""
    lead = "moins de" if answer.count is None else "environ"
    value = answer.floor if answer.count is None else answer.count
    return Figure(lead, wording.number(value), _capital(wording.people(answer.count, answer.floor)))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def split_description(text: str) -> tuple[str, str]:
    """The first sentence, and the rest."""
    for end in (". ", " ! ", " ? "):
        first, separator, rest = text.partition(end)
        if separator and len(first) > 20:
            return first + end.rstrip(), rest
    return text, ""


def _state(search: Search, code: str) -> str:
    if code in search.refinement.required:
        return REQUIRED
    return EXCLUDED if code in search.refinement.excluded else USEFUL


def _skills(search: Search, skills: Sequence[Skill]) -> tuple[SkillChoice, ...]:
    return tuple(SkillChoice(one.code, one.label, _state(search, one.code)) for one in skills)


def _extra_skills(search: Search, found: Found) -> tuple[SkillChoice, ...]:
    core = {skill.code for skill in found.occupation.core}
    return tuple(one for one in _skills(search, found.occupation.secondary) if one.code not in core)


def radii(search: Search, answer: CountAnswer) -> tuple[RadiusChoice, ...]:
    """Every radius that may be chosen, the present one among them, with what each would bring."""
    chosen = search.refinement.radius_km
    counts = {int(one.value): one.count for one in answer.what_if if one.kind == "radius"} | {chosen: answer.count}
    most = max((count for count in counts.values() if count), default=1)
    found = []
    for km in sorted({*RADII_KM, *counts}):
        count = counts.get(km)
        found.append(
            RadiusChoice(
                km=km,
                chosen=km == chosen,
                told=wording.about(count, answer.floor) if km in counts else "",
                # What a smaller circle would lose is no news to anybody.
                gain=wording.difference(count, answer.count) if km > chosen else "",
                share=round(100 * (count or 0) / most),
            )
        )
    return tuple(found)


def _relaxation(search: Search, one: WhatIf, answer: CountAnswer) -> Relaxation:
    return Relaxation(
        text=_capital(one.sentence),
        told=wording.about(one.count, answer.floor),
        gain=wording.difference(one.count, answer.count),
        url=search.with_skill(str(one.value), USEFUL).url(),
    )


def _reset_url(search: Search) -> str | None:
    refinement = search.refinement
    if not refinement.required and not refinement.excluded:
        return None
    return Search(search.occupation, search.citycode).with_radius(refinement.radius_km).url()


def _homes(search: Search, found: Found) -> homes.HomesMap:
    areas = [
        homes.Area(Point(cell.lon, cell.lat), width_km(cell.size_deg, cell.lat), cell.count) for cell in found.cells
    ]
    place = found.place
    centre = homes.Town(place.name, Point(place.lon, place.lat), 0)
    # The place of work is drawn by itself; an arrondissement lies beside the point of its own town.
    towns = [_town(town) for town in found.towns if town.name not in {place.name, place.city}]
    return homes.draw(centre, search.refinement.radius_km, areas, towns)


def _town(town: Town) -> homes.Town:
    return homes.Town(town.name, Point(town.lon, town.lat), town.population)
