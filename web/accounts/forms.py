"""What the forms of accounts hold. Each reader returns the values and the mistakes, by field. Pure."""

from dataclasses import dataclass

from web.accounts import rules
from web.companies.rules import siret
from web.forms import Reader, Values

Mistakes = dict[str, str]

NO_MAIL = "Indiquez votre adresse mail."
NO_PASSWORD = "Indiquez votre mot de passe."  # noqa: S105 (what is said when there is none)
NO_NEW_PASSWORD = "Choisissez un mot de passe."  # noqa: S105 (as above)


@dataclass(frozen=True)
class SignUp:
    """Who wants an account, with which invitation code."""

    first_name: str
    last_name: str
    email: str
    phone: str
    siret: str
    password: str
    code: str


@dataclass(frozen=True)
class Contact:
    """What somebody without a code writes to us."""

    name: str
    email: str
    phone: str
    company: str
    message: str


@dataclass(frozen=True)
class Details:
    """What people may change of themselves."""

    first_name: str
    last_name: str
    phone: str


def sign_up(values: Values) -> tuple[SignUp, Mistakes]:
    """The form of `/inscription`."""
    reader = Reader(values)
    mine = _details(reader)
    email = reader.parsed("mail", rules.email, missing=NO_MAIL)
    phone = _phone(reader)
    company = reader.parsed("siret", siret, missing="Indiquez le SIRET de votre établissement.")
    password = _new_password(reader, email, *mine)
    code = reader.parsed("code", rules.code, missing="Indiquez votre code d'invitation.")
    return SignUp(*mine, email, phone, company, password, code), reader.errors


def contact(values: Values) -> tuple[Contact, Mistakes]:
    """The form of `/contact`."""
    reader = Reader(values)
    found = Contact(
        name=reader.line("nom", missing="Indiquez votre nom."),
        email=reader.parsed("mail", rules.email, missing=NO_MAIL),
        phone=reader.parsed("telephone", rules.phone),
        company=reader.line("entreprise"),
        message=reader.text("message", missing="Écrivez-nous quelques mots sur votre besoin."),
    )
    return found, reader.errors


def details(values: Values) -> tuple[Details, Mistakes]:
    """The form of `/compte`."""
    reader = Reader(values)
    return Details(*_details(reader), _phone(reader)), reader.errors


def new_password(values: Values, *personal: str) -> tuple[str, Mistakes]:
    """A password being chosen. personal: the person's mail and names."""
    reader = Reader(values)
    return _new_password(reader, *personal), reader.errors


def sign_in(values: Values) -> tuple[str, str, Mistakes]:
    """The form of `/connexion`: mail and password."""
    reader = Reader(values)
    email = reader.parsed("mail", rules.email, missing=NO_MAIL)
    return email, entered_password(reader, "mot_de_passe"), reader.errors


def mail(values: Values) -> tuple[str, Mistakes]:
    """A form that asks for the mail address only."""
    reader = Reader(values)
    return reader.parsed("mail", rules.email, missing=NO_MAIL), reader.errors


def entered_password(reader: Reader, name: str) -> str:
    """A password that is typed to be checked."""
    return rules.composed(reader.text(name, missing=NO_PASSWORD))


def _details(reader: Reader) -> tuple[str, str]:
    return reader.line("prenom", missing="Indiquez votre prénom."), reader.line("nom", missing="Indiquez votre nom.")


def _phone(reader: Reader) -> str:
    return reader.parsed("telephone", rules.phone, missing="Indiquez un numéro de téléphone.")


def _new_password(reader: Reader, *personal: str) -> str:
    typed = reader.text("mot_de_passe", missing=NO_NEW_PASSWORD)
    if typed and "mot_de_passe" not in reader.errors:
        try:
            return rules.password(typed, *(one.lower() for one in personal))
        except ValueError as error:
            reader.errors["mot_de_passe"] = str(error)
    return ""
