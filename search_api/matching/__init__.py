"""THE rule of matching: whom a search or an offer targets, how many they are, and where they live."""

from search_api.matching.answer import CountAnswer, WhatIf
from search_api.matching.count import count, where
from search_api.matching.question import Conditions, Question, Workplace, parse
from search_api.matching.routes import routes
from search_api.matching.where import Cell

__all__ = [
    "Cell",
    "Conditions",
    "CountAnswer",
    "Question",
    "WhatIf",
    "Workplace",
    "count",
    "parse",
    "routes",
    "where",
]
