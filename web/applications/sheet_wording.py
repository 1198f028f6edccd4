"""The French of a profile: wishes, months, durations. Pure."""

from collections.abc import Iterator, Sequence

from indexer.sources.candidates_ndjson import WeeklyHours, Wishes
from web.landing.wording import BOUND, number
from web.offers.wording import CONTRACTS, HOURS, TIMES, listed

REMOTES = {
    "none": "Sur place",
    "occasional": "Télétravail occasionnel",
    "partial": "Télétravail une partie de la semaine",
    "full": "Télétravail complet",
}


def conditions(wishes: Wishes) -> Iterator[tuple[str, str]]:
    """What was stated, as pairs (name, value)."""
    if wishes.contracts:
        yield "Contrat", _either([CONTRACTS[one] for one in wishes.contracts])
    time = [_either([TIMES[one] for one in wishes.time])] if wishes.time else []
    if wishes.weekly_hours:
        time.append(_week(wishes.weekly_hours))
    if time:
        yield "Temps de travail", ", ".join(time)
    if wishes.salary:
        yield "Salaire", f"À partir de {number(wishes.salary)}{BOUND}€ brut par{BOUND}an"
    if wishes.hours:
        yield "Horaires", listed(_sentence([HOURS[one] for one in wishes.hours]))
    if wishes.remote:
        yield "Lieu de travail", _either([REMOTES[one] for one in wishes.remote])


def _week(hours: WeeklyHours) -> str:
    if hours.least == hours.most:
        return f"{hours.most}{BOUND}h par semaine"
    return f"de {hours.least} à {hours.most}{BOUND}h par semaine"


def mobility(km: int) -> str:
    """ "Jusqu'à 30 km de chez soi"."""
    return f"Jusqu'à {km}{BOUND}km de chez soi"


def licences(held: Sequence[str]) -> str:
    """ "B et BE"; "Aucun" for somebody who said so."""
    return listed(list(held)) or "Aucun"


def fact(text: str) -> str:
    """A short fact of the matching rule, as it reads beside others: "12 km" -> "à 12 km du poste"."""
    return f"à {text.replace(' km', f'{BOUND}km')} du poste" if text.endswith(" km") else text


def _either(words: Sequence[str]) -> str:
    told = _sentence(words)
    return " ou ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _sentence(words: Sequence[str]) -> list[str]:
    """The first word begins a sentence; the others go on with it, unless they are acronyms (CDI)."""
    return [one if at == 0 or one.isupper() else one[0].lower() + one[1:] for at, one in enumerate(words)]
