"""The lists of staff: each function reads one page of one list, and the cursor of the next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlmodel import Session, col, func

from web.accounts import rules
from web.accounts.codes import usable
from web.accounts.colleagues import asking
from web.accounts.tables import Account, CodeUse, ContactRequest, InvitationCode, Role
from web.companies.rules import shown as siret_shown
from web.companies.tables import Company
from web.db.writes import id_of
from web.invitations.tables import Sending
from web.offers.tables import Offer
from web.outbox.tables import Message, Status
from web.staff import overview, screens
from web.staff.paging import Cursor, matching, page_of
from web.staff.tables import StaffAct
from web.staff.wording import ACTS, CHANNELS, STATES, counted, day, excerpt, when

MOST_USERS = 5
MOST_ERROR = 300


def codes(
    session: Session, q: str, choice: str, after: Cursor | None, now: datetime, fresh: bool
) -> tuple[list[screens.CodeLine], str]:
    """Codes, those that may be used first. fresh: the first one was issued just now."""
    may_be_used = usable(now)
    wanted = select(InvitationCode, Account).outerjoin(Account, col(Account.id) == InvitationCode.issued_by)
    if q:
        used = select(col(CodeUse.code_id)).join(Account, col(Account.id) == CodeUse.account_id).where(_person(q))
        typed = rules.code(q)
        wanted = wanted.where(
            or_(
                matching(q, col(InvitationCode.note)),
                col(InvitationCode.id).in_(used),
                *([col(InvitationCode.code).contains(typed)] if typed else []),
            )
        )
    if choice:
        wanted = wanted.where(may_be_used)
    if choice == "finissent":
        wanted = wanted.where(col(InvitationCode.expires_at) <= now + overview.SOON)
    found, following = page_of(session, wanted, col(InvitationCode.id), after, case((may_be_used, 0), else_=1))
    users = _users(session, [id_of(code) for code, *_ in found])
    newest = id_of(found[0][0]) if fresh and found else 0
    return [_code(code, by, users.get(id_of(code), []), newest, now) for code, by, *_ in found], following


def requests(session: Session, q: str, choice: str, after: Cursor | None) -> tuple[list[screens.RequestLine], str]:
    """Contact requests, those without an answer first."""
    is_open = col(ContactRequest.answered_at).is_(None)
    columns = (ContactRequest.name, ContactRequest.email, ContactRequest.company, ContactRequest.message)
    wanted = select(ContactRequest).where(matching(q, *(col(one) for one in columns)))
    if choice:
        wanted = wanted.where(is_open if choice == "ouvertes" else ~is_open)
    found, following = page_of(session, wanted, col(ContactRequest.id), after, case((is_open, 0), else_=1))
    return [_request(request) for request, *_ in found], following


def companies(session: Session, q: str, choice: str, after: Cursor | None) -> tuple[list[screens.CompanyLine], str]:
    """Companies, those for which people wait first."""
    waiting = _of_company(func.count(col(Account.id)), Account, *asking())
    members = _of_company(func.count(col(Account.id)), Account, col(Account.member_since).is_not(None))
    offers = _of_company(func.count(col(Offer.id)), Offer)
    somebody = _of_company(Account.id, Account, *asking(), scalar=False).exists()
    wanted = select(Company, members, waiting, offers)
    if q:
        theirs = select(col(Account.company_id)).where(_person(q), col(Account.company_id).is_not(None))
        wanted = wanted.where(or_(matching(q, col(Company.name), col(Company.siret)), col(Company.id).in_(theirs)))
    if choice:
        wanted = wanted.where(somebody)
    found, following = page_of(session, wanted, col(Company.id), after, case((somebody, 0), else_=1))
    return [_company(*row[:4]) for row in found], following


def messages(session: Session, q: str, after: Cursor | None) -> tuple[list[screens.DeadLine], str]:
    """Dead letters, the last written first."""
    columns = (Message.channel, Message.kind, Message.key, Message.error)
    wanted = select(Message).where(
        col(Message.status) == Status.DEAD.value, matching(q, *(col(one) for one in columns))
    )
    found, following = page_of(session, wanted, col(Message.id), after)
    return [_dead(message) for message, *_ in found], following


def dead_kinds(session: Session) -> list[screens.DeadKind]:
    """How many dead letters there are of each kind."""
    counts = (
        select(col(Message.channel), col(Message.kind), func.count())
        .where(col(Message.status) == Status.DEAD.value)
        .group_by(col(Message.channel), col(Message.kind))
        .order_by(col(Message.channel), col(Message.kind))
    )
    return [
        screens.DeadKind(CHANNELS.get(channel, channel), channel, kind, count)
        for channel, kind, count in session.execute(counts)
    ]


def offers(session: Session, q: str, choice: str, after: Cursor | None) -> tuple[list[screens.OfferLine], str]:
    """Offers of all companies, the last written first."""
    wanted = (
        select(Offer, Company)
        .join(Company, col(Company.id) == Offer.company_id)
        .where(matching(q, col(Offer.occupation_label), col(Offer.place_label), col(Company.name), col(Offer.ref)))
    )
    if choice:
        wanted = wanted.where(col(Offer.state) == choice)
    found, following = page_of(session, wanted, col(Offer.id), after)
    sendings = _sendings(session, [id_of(offer) for offer, *_ in found])
    return [_offer(offer, company, sendings.get(id_of(offer))) for offer, company, *_ in found], following


def acts(session: Session, q: str, who: str, after: Cursor | None) -> tuple[list[screens.ActLine], str]:
    """What staff did, the last first. who: reference of a member of staff, empty for all."""
    wanted = (
        select(StaffAct, Account)
        .join(Account, col(Account.id) == StaffAct.account_id)
        .where(matching(q, col(StaffAct.subject), col(StaffAct.note)))
    )
    if who:
        wanted = wanted.where(col(Account.ref) == who)
    found, following = page_of(session, wanted, col(StaffAct.id), after)
    labels = _labels(session, {act.subject for act, *_ in found})
    return [_act(act, by, labels) for act, by, *_ in found], following


def people(session: Session) -> Mapping[str, str]:
    """The members of staff: reference -> name."""
    wanted = (
        select(Account).where(col(Account.role) == Role.STAFF.value).order_by(col(Account.last_name), col(Account.id))
    )
    return {account.ref: account.name for account in session.execute(wanted).scalars()}


def _person(q: str) -> ColumnElement[bool]:
    return matching(q, col(Account.first_name), col(Account.last_name), col(Account.email))


def _of_company(column: Any, table: Any, *only: ColumnElement[bool], scalar: bool = True) -> Any:
    """A question about the rows of each company in the list."""
    asked = select(column).select_from(table).where(table.company_id == Company.id, *only).correlate(Company)
    return asked.scalar_subquery() if scalar else asked


def _users(session: Session, code_ids: Sequence[int]) -> dict[int, list[str]]:
    """Who signed up with each code: the last MOST_USERS."""
    place = func.row_number().over(partition_by=col(CodeUse.code_id), order_by=col(CodeUse.used_at).desc())
    ranked = select(col(CodeUse.code_id), col(CodeUse.account_id), place.label("place")).where(
        col(CodeUse.code_id).in_(code_ids)
    )
    last = ranked.subquery()
    wanted = (
        select(last.c.code_id, Account)
        .join(Account, col(Account.id) == last.c.account_id)
        .where(last.c.place <= MOST_USERS)
        .order_by(last.c.code_id, last.c.place)
    )
    users: dict[int, list[str]] = {}
    for code_id, account in session.execute(wanted):
        users.setdefault(code_id, []).append(f"{account.name}, {account.email}")
    return users


def _sendings(session: Session, offer_ids: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """People invited by all sendings of each offer; is one of them still looking for people?"""
    running = func.count() - func.count(col(Sending.done_at))
    wanted = select(col(Sending.offer_id), func.sum(col(Sending.invited)), running).where(
        col(Sending.offer_id).in_(offer_ids)
    )
    rows = session.execute(wanted.group_by(col(Sending.offer_id)))
    return {offer_id: (int(invited), bool(still)) for offer_id, invited, still in rows}


def _code(code: InvitationCode, by: Account | None, users: list[str], newest: int, now: datetime) -> screens.CodeLine:
    is_usable = code.revoked_at is None and code.expires_at > now and code.uses_left > 0
    if code.revoked_at:
        told = f"Révoqué le {day(code.revoked_at)}"
    elif code.expires_at <= now:
        told = "Expiré"
    else:
        told = "Valable" if is_usable else "Épuisé"
    return screens.CodeLine(
        id=id_of(code),
        code=rules.shown_code(code.code),
        left=f"{code.uses_left} sur {code.uses}",
        told=told,
        ends=day(code.expires_at),
        users=users,
        more=max(0, code.uses - code.uses_left - len(users)),
        note=code.note,
        issued=f"{day(code.created_at)} par {by.name if by else 'la ligne de commande'}",
        usable=is_usable,
        fresh=code.id == newest,
    )


def _request(request: ContactRequest) -> screens.RequestLine:
    answered = request.answered_at
    return screens.RequestLine(
        url=f"/equipe/demandes/{request.ref}",
        person=request.name,
        company=request.company,
        email=request.email,
        excerpt=excerpt(request.message),
        told=f"Répondue le {day(answered)}" if answered else f"Reçue le {when(request.created_at)}",
        is_open=answered is None,
    )


def _company(company: Company, members: int, waiting: int, offers: int) -> screens.CompanyLine:
    return screens.CompanyLine(
        url=f"/equipe/entreprises/{company.ref}",
        company=company.name or "Sans nom",
        siret=siret_shown(company.siret),
        members=members,
        waiting=waiting,
        offers=offers,
        since=day(company.created_at),
    )


def _dead(message: Message) -> screens.DeadLine:
    return screens.DeadLine(
        id=id_of(message),
        channel=CHANNELS.get(message.channel, message.channel),
        kind=message.kind,
        about=message.key,
        error=excerpt(message.error, MOST_ERROR),
        since=when(message.done_at or message.due_at),
        attempts=message.attempts,
        doubled=message.doubled,
    )


def _offer(offer: Offer, company: Company, sending: tuple[int, bool] | None) -> screens.OfferLine:
    invited, running = sending or (0, False)
    told = counted(invited, "personne invitée", "personnes invitées") if sending else ""
    return screens.OfferLine(
        url=f"/equipe/offres/{offer.ref}",
        occupation=offer.occupation_label,
        place=offer.place_label,
        company=company.name or siret_shown(company.siret),
        company_url=f"/equipe/entreprises/{company.ref}",
        told=STATES[offer.state],
        since=day(offer.closed_at or offer.published_at or offer.created_at),
        sending=f"{told}, recherche en cours" if running else told,
    )


_PAGES = {"request": "/equipe/demandes/", "company": "/equipe/entreprises/", "offer": "/equipe/offres/"}


def _labels(session: Session, subjects: set[str]) -> dict[str, tuple[str, str]]:
    """What subjects of acts are called, and the page about them."""
    refs: dict[str, list[str]] = {}
    for subject in subjects:
        kind, _, ref = subject.partition(":")
        refs.setdefault(kind, []).append(ref)
    labels: dict[str, tuple[str, str]] = {}

    def add(kind: str, table: Any, label: Any, page: Any) -> None:
        for row in session.execute(select(table).where(table.ref.in_(refs.get(kind, ())))).scalars():
            labels[f"{kind}:{row.ref}"] = (label(row) or "Sans nom", page(row))

    add("request", ContactRequest, lambda one: one.name, lambda one: _PAGES["request"] + one.ref)
    add("company", Company, lambda one: one.name, lambda one: _PAGES["company"] + one.ref)
    add("offer", Offer, lambda one: one.occupation_label, lambda one: _PAGES["offer"] + one.ref)
    accounts = select(Account, col(Company.ref)).outerjoin(Company, col(Company.id) == Account.company_id)
    for account, company in session.execute(accounts.where(col(Account.ref).in_(refs.get("account", ())))):
        labels[f"account:{account.ref}"] = (account.name, _PAGES["company"] + company if company else "")
    ids = [int(ref) for ref in refs.get("code", ()) if ref.isdigit()]
    for code in session.execute(select(InvitationCode).where(col(InvitationCode.id).in_(ids))).scalars():
        labels[f"code:{code.id}"] = (rules.shown_code(code.code), f"/equipe/codes?q={code.code}")
    return labels


def _act(act: StaffAct, by: Account, labels: Mapping[str, tuple[str, str]]) -> screens.ActLine:
    about, url = labels.get(act.subject, (act.subject, ""))
    return screens.ActLine(when(act.at), by.name, ACTS[act.act], about, url, act.note)
