"""Pages of offers: each module holds its routes."""

from web.offers.pages.life import routes as life
from web.offers.pages.wizard import routes as wizard

routes = [*life, *wizard]
