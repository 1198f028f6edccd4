"""Pages of accounts: each module holds its routes."""

from web.accounts.pages.asking import routes as asking
from web.accounts.pages.entering import routes as entering
from web.accounts.pages.joining import routes as joining
from web.accounts.pages.own import routes as own

routes = [*joining, *asking, *entering, *own]
