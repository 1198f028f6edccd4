"""Pages of candidates: each module holds its routes."""

from web.candidates.pages.devices import routes as devices
from web.candidates.pages.door import routes as door
from web.candidates.pages.home import routes as home
from web.candidates.pages.shell import routes as shell

routes = [*shell, *door, *home, *devices]
