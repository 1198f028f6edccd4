"""Pages behind the links of invitations: each module holds its routes."""

from web.invitations.pages.answering import routes as answering
from web.invitations.pages.applying import routes as applying
from web.invitations.pages.leaving import routes as leaving
from web.invitations.pages.withdrawing import routes as withdrawing

routes = [*applying, *answering, *withdrawing, *leaving]
