"""What may be typed: mail addresses, telephone numbers, invitation codes, passwords. Pure.

What reads a text raises ValueError with what is wrong, in French.
"""

import re
import unicodedata
from functools import cache
from importlib import resources

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
# No 0 or O, no 1, I or L: codes are read out and copied by hand.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")


def email(text: str) -> str:
    """The address in lower case, its domain in ASCII: two spellings of one mailbox are one account."""
    local, at, domain = text.strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not at or len(local) > 64 or len(domain) > 250 or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise ValueError("Une adresse mail, comme prenom.nom@entreprise.fr.")
    return f"{local}@{domain}"


def phone(text: str) -> str:
    """Ten digits ("0320123456"), or those of another country after a plus ("+3225551234")."""
    number = re.sub(r"\(0\)|[\s.()/-]", "", text)
    number = re.sub(r"^(?:\+|00)33(?=[1-9])", "0", number)
    number = re.sub(r"^00", "+", number)
    if not re.fullmatch(r"0[1-9][0-9]{8}|\+[1-9][0-9]{7,14}", number, re.ASCII):
        raise ValueError("Un numéro de téléphone, comme 03 20 12 34 56.")
    return number


def shown_phone(number: str) -> str:
    """As people read it: "03 20 12 34 56", with no-break spaces."""
    return "\u00a0".join(re.findall("..", number)) if re.fullmatch("[0-9]{10}", number) else number


def code(text: str) -> str:
    """An invitation code however it was copied: upper case, without blanks, hyphens or other signs."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())


def shown_code(code: str) -> str:
    """As it is handed out: "ABCDE-FGHJK"."""
    return "-".join(re.findall(".{1,5}", code))


def composed(password: str) -> str:
    """One form of a password, however a keyboard composes its accents."""
    return unicodedata.normalize("NFKC", password)


def password(text: str, *personal: str) -> str:
    """A password that may be chosen, composed. personal: what others know of the person, lower case.

    Length is what counts (NIST SP 800-63B, 5.1.1.2); what is known, repeated or in a row is no length.
    """
    text = composed(text)
    if len(text) < SHORTEST_PASSWORD:
        raise ValueError(f"{SHORTEST_PASSWORD} caractères au moins ; il y en a {len(text)}.")
    if len(text) > LONGEST_PASSWORD:
        raise ValueError(f"{LONGEST_PASSWORD} caractères au plus.")
    lowered = text.lower()
    if lowered in personal:
        raise ValueError("Votre adresse mail ne peut pas être votre mot de passe.")
    if lowered in _common() or len(set(_unforeseen(lowered, personal))) < 5:
        raise ValueError("Ce mot de passe est trop facile à deviner. Trois ou quatre mots sans rapport font l'affaire.")
    return text


@cache
def _common() -> frozenset[str]:
    lines = (resources.files(__package__) / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))


# Rows of keys, and what everybody knows in order.
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl")


def _unforeseen(text: str, personal: tuple[str, ...]) -> str:
    """What remains of a password without what one tries first: known words, rows of keys, repetitions."""
    known = [part for one in personal for part in re.split(r"[^a-z0-9]+", one.lower()) if len(part) >= 4]
    for word in sorted({*known, *(one for one in _common() if len(one) < SHORTEST_PASSWORD)}, key=len, reverse=True):
        text = text.replace(word, "")
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        for size in range(len(row), 3, -1):
            for start in range(len(row) - size + 1):
                text = text.replace(row[start : start + size], "")
    # "abcabcabc" is "abc", "xxxxxx" is "x".
    return re.sub(r"(.{1,6}?)\1{1,}", r"\1", text)


def local_path(text: str) -> str | None:
    """A path of this site that a browser may be sent to, None for anything that could lead elsewhere.

    Browsers take a backslash for a slash and drop tabs and line ends: neither stands in a path of ours.
    """
    if len(text) > 2_000 or not re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", text):
        return None
    return text
