"""Every table of the product, known to SQLModel once this is imported (migrations, tests)."""

from sqlmodel import SQLModel

from web.accounts import tables as accounts
from web.applications import tables as applications
from web.candidates import tables as candidates
from web.companies import tables as companies
from web.invitations import tables as invitations
from web.limits import tables as limits
from web.offers import tables as offers
from web.outbox import tables as outbox
from web.staff import tables as staff

DOMAINS = (accounts, applications, candidates, companies, invitations, limits, offers, outbox, staff)
metadata = SQLModel.metadata
