"""What every page of staff begins and ends with: what is asked of a list, a button for one thing, the way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.access import NotYours, staff
from web.forms import Reader, Values, first, posted
from web.staff.paging import Cursor, cursor
from web.staff.screens import Choice, Sheet
from web.staff.wording import ALREADY, DONE

_KEPT = {"q", "statut", "personne", "afficher"}
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Choices:
    """The one choice beside the words of a search. options: value -> label; the first is "all", with an empty value."""

    name: str
    label: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """What is asked of a list. q: words; choice: one of its options, empty for all; after: where the page before
    ended. done: what was just done, in words."""

    path: str
    q: str
    choice: str
    after: Cursor | None
    done: str

    def sheet(self, following: str, choices: Choices | None = None) -> Sheet:
        """What stands around the page. following: cursor of the next one, empty for none."""
        kept = {"q": self.q, choices.name if choices else "": self.choice}
        query = urlencode({name: value for name, value in kept.items() if name and value})
        return Sheet(
            path=self.path,
            query=query,
            q=self.q,
            choice_name=choices.name if choices else "",
            choice_label=choices.label if choices else "",
            choices=[Choice(value, label, value == self.choice) for value, label in choices.options.items()]
            if choices
            else (),
            done=self.done,
            next=f"{self.path}?{query}{'&' if query else ''}apres={following}" if following else "",
            first=(f"{self.path}?{query}" if query else self.path) if self.after else "",
            narrowed=bool(query),
        )


def asked(request: Request, choices: Choices | None = None) -> Asked:
    """Read the address of a list. Raises BadInput."""
    values = {name: request.query_params.getlist(name) for name in request.query_params}
    reader = Reader(values)
    choice = reader.line(choices.name) if choices else ""
    return Asked(
        path=request.url.path,
        q=reader.line("q")[:200],
        choice=choice if choices and choice in choices.options else "",
        after=cursor(reader.line("apres")),
        done=done(request),
    )


def done(request: Request) -> str:
    """What the form before this page did, in words."""
    return DONE.get(request.query_params.get("fait", ""), "")


async def press(request: Request, act: Callable[..., Any], *args: Any) -> tuple[Any, Values]:
    """Do what a button of one of our pages stands for, as the member of staff who is signed in, in one transaction."""
    account = staff(request)
    values = await posted(request)
    state = request.app.state
    return await state.database.write(act, account, *args, state.clock()), values


def back(path: str, what: str, changed: bool, values: Values | None = None) -> Response:
    """To a page of ours, which says what was done. values: of a form that came from a searched list."""
    listed = parse_qsl(first(values or {}, "liste")[:1_000])
    kept = [(name, value) for name, value in listed if name in _KEPT]
    return RedirectResponse(f"{path}?{urlencode([*kept, ('fait', what if changed else ALREADY)])}", 303)


def typed(values: Values, *names: str) -> dict[str, str]:
    """What was typed into these fields."""
    return {name: first(values, name) for name in names}


def row_id(request: Request) -> int:
    """The number in the address. Raises NotYours for one that no row can have."""
    number: int = request.path_params["id"]
    if number > _LARGEST_ID:
        raise NotYours
    return number
