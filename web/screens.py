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
