"""Pages of candidates: each module holds its routes."""

from web.candidates.pages.devices import routes as devices
from web.candidates.pages.door import routes as door
from web.candidates.pages.home import routes as home
from web.candidates.pages.own_data import routes as own_data
from web.candidates.pages.readdressing import routes as readdressing
from web.candidates.pages.registering import routes as registering
from web.candidates.pages.shell import routes as shell
from web.candidates.profile.pages import routes as profile

routes = [*shell, *door, *registering, *home, *devices, *profile, *own_data, *readdressing]
