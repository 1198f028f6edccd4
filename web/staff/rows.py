"""The pages about one row. Each function raises NotYours for one that does not exist."""

from collections.abc import Mapping

from sqlmodel import Session, col, func, select

from web.access import NotYours
from web.accounts import rules
from web.accounts.tables import Account, ContactRequest, InvitationCode, Role
from web.companies.rules import shown as siret_shown
from web.companies.tables import Company
from web.db.writes import id_of
from web.invitations import service as invitations
from web.landing.wording import number
from web.offers import tallies
from web.offers import wording as offer_wording
from web.offers.tables import Offer, State
from web.offers.terms import Terms
from web.staff import screens
from web.staff.wording import STATES, counted, day, when

Texts = Mapping[str, str]
_TEAM = "l'équipe"


def request(session: Session, ref: str, entered: Texts, errors: Texts, done: str) -> screens.Request:
    """A contact request."""
    found = session.exec(select(ContactRequest).where(ContactRequest.ref == ref)).one_or_none()
    if found is None:
        raise NotYours
    by = session.get(Account, found.answered_by) if found.answered_by else None
    code = session.get(InvitationCode, found.code_id) if found.code_id else None
    return screens.Request(
        title=f"Demande de {found.name}",
        action=f"/equipe/demandes/{ref}",
        email=found.email,
        phone=rules.shown_phone(found.phone),
        company=found.company,
        received=when(found.created_at),
        message=found.message,
        search=f"/recherche?{found.search}" if found.search else "",
        answer=found.answer,
        answered=f"{by.name if by else _TEAM}, le {when(found.answered_at)}" if found.answered_at else "",
        code=rules.shown_code(code.code) if code else "",
        done=done,
        typed=entered,
        errors=errors,
    )


def company(session: Session, ref: str, entered: Texts | None, errors: Texts, done: str) -> screens.Company:
    """A company and its people: first those who wait, then the members, then the others."""
    found = session.exec(select(Company).where(Company.ref == ref)).one_or_none()
    if found is None:
        raise NotYours
    accounts = session.exec(
        select(Account)
        .where(Account.company_id == found.id, Account.role == Role.RECRUITER)
        .order_by(col(Account.created_at), col(Account.id))
    ).all()
    offers = session.exec(select(func.count()).select_from(Offer).where(Offer.company_id == found.id)).one()
    people = sorted((_person(account) for account in accounts), key=lambda one: "accept" not in one.may)
    return screens.Company(
        title=found.name or "Entreprise sans nom",
        action=f"/equipe/entreprises/{ref}",
        siret=siret_shown(found.siret),
        since=day(found.created_at),
        offers=counted(offers, "offre"),
        people=people,
        done=done,
        typed=entered or {"nom": found.name, "siret": siret_shown(found.siret)},
        errors=errors,
    )


def company_of(session: Session, account_ref: str) -> str | None:
    """Reference of the company of an account."""
    wanted = select(Company.ref).join(Account, col(Account.company_id) == Company.id)
    return session.exec(wanted.where(Account.ref == account_ref)).one_or_none()


def offer(session: Session, ref: str, entered: Texts, errors: Texts, done: str) -> screens.Offer:
    """An offer. What a draft says is its author's own business."""
    found = session.exec(select(Offer).where(Offer.ref == ref)).one_or_none()
    if found is None:
        raise NotYours
    of, author = session.get_one(Company, found.company_id), session.get_one(Account, found.author_id)
    return screens.Offer(
        title=f"{found.occupation_label}, {found.place_label}",
        action=f"/equipe/offres/{ref}",
        told_state=_told(found),
        company=of.name or siret_shown(of.siret),
        company_url=f"/equipe/entreprises/{of.ref}",
        author=f"{author.name}, {author.email}",
        rows=_said(Terms.from_json(found.terms)) if found.terms else (),
        figures=_figures(session, id_of(found)) if found.terms else (),
        closable=found.state == State.PUBLISHED,
        done=done,
        typed=entered,
        errors=errors,
    )


def _person(account: Account) -> screens.Person:
    confirmed = account.email_confirmed_at is not None
    if account.blocked_at:
        told, may = f"Compte bloqué le {day(account.blocked_at)}", {"unblock"}
    elif account.member_since:
        told, may = f"Membre depuis le {day(account.member_since)}", {"block"}
    elif not confirmed:
        told, may = "Adresse mail pas encore confirmée", {"block"}
    elif account.refused_at:
        told, may = f"Refus du {day(account.refused_at)}", {"accept", "block"}
    else:
        told, may = f"En attente depuis le {day(account.created_at)}", {"accept", "refuse", "block"}
    return screens.Person(
        account.ref, account.name, account.email, rules.shown_phone(account.phone), told, frozenset(may)
    )


def _told(offer: Offer) -> str:
    instants = [("publiée", offer.published_at), ("fermée", offer.closed_at)]
    told = [f"{word} le {day(instant)}" for word, instant in instants if instant]
    return ", ".join([STATES[offer.state], f"écrite le {day(offer.created_at)}", *told])


def _said(terms: Terms) -> list[tuple[str, str]]:
    return [
        *offer_wording.shown(terms),
        ("Nom affiché", terms.company_name),
        ("SIRET", siret_shown(terms.siret)),
        ("Présentation", terms.presentation),
        ("Site web", terms.website or "Aucun"),
        ("Question", terms.question),
    ]


def _figures(session: Session, offer_id: int) -> list[tuple[str, str]]:
    progress = invitations.progress(session, offer_id)
    tally = tallies.count(session, offer_id)
    received = tally.pending + tally.to_contact + tally.contacted + tally.refused
    return [
        ("Recherche des personnes", "Terminée" if progress.done else "En cours"),
        ("Invitations", number(progress.invited)),
        ("Mails partis", number(progress.sent)),
        ("Mails à envoyer", number(progress.waiting)),
        ("Mails en échec", number(progress.dead)),
        ("Candidatures", number(received)),
    ]
