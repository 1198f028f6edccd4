"""Pages of the profile: each module holds its routes."""

from web.candidates.profile.pages.experiences import routes as experiences
from web.candidates.profile.pages.forms import routes as forms
from web.candidates.profile.pages.overview import routes as overview
from web.candidates.profile.pages.reach import routes as reach
from web.candidates.profile.pages.skills import routes as skills

routes = [*overview, *skills, *experiences, *reach, *forms]
