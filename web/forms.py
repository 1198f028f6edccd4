"""Reading what people typed: field by field, each mistake in French beside its field, nothing lost.

`posted` is the only way to a form's values: it refuses a form that one of our own pages did not show (CSRF).
"""

import hmac
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from starlette.requests import Request

from web.visitor import visitor

# What a person may send in one form; the longest text has a limit of its own.
MOST_FIELDS = 300
MOST_TEXT = 5_000

Values = Mapping[str, Sequence[str]]


class Forged(Exception):
    """The form was not shown by us to this visitor, or so long ago that we no longer know. values: what was in it, to
    be shown again and nothing else."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        super().__init__()
        self.values = values


async def posted(request: Request) -> dict[str, list[str]]:
    """The fields of a POST, each with all its values. Raises Forged."""
    async with request.form(max_fields=MOST_FIELDS, max_files=0) as form:
        values: dict[str, list[str]] = {}
        for name, value in form.multi_items():
            values.setdefault(name, []).append(str(value))
    token = first(values, "csrf")
    values.pop("csrf", None)
    if not hmac.compare_digest(token.encode(), visitor(request).csrf.encode()):
        raise Forged(values)
    return values


def first(values: Values, name: str) -> str:
    """The first value of a field as it came, empty when it did not."""
    return (values.get(name) or [""])[0]


class Reader:
    """Takes the fields of a form one by one; `errors` gathers what is wrong, by field, in the order of the form."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self.errors: dict[str, str] = {}

    def text(self, name: str, *, missing: str = "", most: int = MOST_TEXT) -> str:
        """Text without blanks around it. missing: what to say when it is empty; empty: it may be."""
        value = _clean(first(self._values, name))
        if not value and missing:
            self.errors[name] = missing
        elif len(value) > most:
            self.errors[name] = f"{most} caractères au plus ; il y en a {len(value)}."
        return value

    def line(self, name: str, *, missing: str = "", most: int = 200) -> str:
        """The same on one line."""
        return " ".join(self.text(name, missing=missing, most=most).split())

    def parsed(self, name: str, parse: Callable[[str], str], *, missing: str = "", most: int = 200) -> str:
        """One line as `parse` understands it, which raises ValueError with what to say; as typed when it does not."""
        value = self.line(name, missing=missing, most=most)
        if value and name not in self.errors:
            try:
                return parse(value)
            except ValueError as error:
                self.errors[name] = str(error)
        return value

    def choice(self, name: str, known: Collection[str], *, missing: str = "") -> str | None:
        """One of `known`, None when nothing was chosen."""
        value = self.text(name, missing=missing)
        if value and value not in known:
            self.errors[name] = "Choisissez dans la liste."
        return value if value in known else None

    def choices(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Those of `known` that were chosen, in the order of `known`."""
        chosen = set(self._values.get(name) or ())
        if chosen - set(known):
            self.errors[name] = "Choisissez dans la liste."
        return tuple(one for one in known if one in chosen)

    def whole(self, name: str, low: int, high: int, *, missing: str = "") -> int | None:
        """A whole number; "1 800", "1800 €" and "1800,00" are 1800."""
        value = self.text(name, missing=missing, most=30)
        if not value:
            return None
        number = re.fullmatch(r"(\d+)(?:[.,]\d{1,2})?", re.sub(r"[\s€]", "", value))
        if number is None or not low <= int(number[1]) <= high:
            self.errors[name] = f"Un nombre de {low} à {high}."
            return None
        return int(number[1])

    def day(self, name: str, *, missing: str = "") -> date | None:
        """A date, as a date field sends it or as people write it (31/12/2026)."""
        value = self.text(name, missing=missing, most=30)
        french = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", value)
        try:
            if french:
                return date(int(french[3]), int(french[2]), int(french[1]))
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.errors[name] = "Une date, comme 31/12/2026."
            return None

    def checked(self, name: str) -> bool:
        """Is the box ticked?"""
        return bool(first(self._values, name))


def _clean(text: str) -> str:
    # Browsers send CR LF; other control characters have no business in what people write.
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n")).strip()
