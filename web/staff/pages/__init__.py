"""The back office: pages of our own, for members of staff."""

from web.staff.pages import codes, companies, journal, messages, offers, overview, requests

routes = [
    *overview.routes,
    *codes.routes,
    *requests.routes,
    *companies.routes,
    *messages.routes,
    *offers.routes,
    *journal.routes,
]
