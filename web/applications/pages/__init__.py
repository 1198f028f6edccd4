"""Pages of applications: each module holds its routes."""

from web.applications.pages.board import routes as board
from web.applications.pages.detail import routes as detail
from web.applications.pages.lift import routes as lift
from web.applications.pages.moves import routes as moves

routes = [*board, *moves, *lift, *detail]
