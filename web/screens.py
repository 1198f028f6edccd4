"""The screens that belong to no domain. A screen is what its template may see, and no more."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Failure:
    """Something went wrong, in plain words. retry: URL to try again, None when that is of no use."""

    template: ClassVar[str] = "failure.html"
    title: str
    status: int
    explanation: str
    advice: str
    retry: str | None


@dataclass(frozen=True)
class Soon:
    """A page that belongs to a part of the service that has not opened. back: URL of the search to return to."""

    template: ClassVar[str] = "soon.html"
    title: str
    explanation: str
    kept: str | None
    back: str
    back_label: str
