"""Places: autocomplete, search and reverse over the address registry, as the French national address API answers."""

from search_api.places.answer import Found
from search_api.places.around import Town, around
from search_api.places.question import PlaceQuestion, ReverseQuestion
from search_api.places.routes import routes
from search_api.places.service import municipality, reverse, search

__all__ = ["Found", "PlaceQuestion", "ReverseQuestion", "Town", "around", "municipality", "reverse", "routes", "search"]
