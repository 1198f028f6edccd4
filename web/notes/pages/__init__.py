"""Pages of notes: each module holds its routes."""

from web.notes.pages.staff import routes as staff
from web.notes.pages.writing import routes as writing

routes = [*writing, *staff]
