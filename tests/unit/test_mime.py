"""A mail as bytes: its headers are ours alone, its identity is that of its message, its signature holds."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from search_api.engine.errors import SettingError
from web.outbox.mails import Mail, Rendered
from web.outbox.mime import BadAddress, Writer, address, one_line
from web.settings import MailSettings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BODY = Rendered("Une offre à Lille", "Bonjour Zoé,\n.\nÀ bientôt.", "<p>Bonjour Zoé</p>")
EVIL = ["x\r\nBcc: all@evil.example", "x\nBcc: all@evil.example", "x\rBcc: a@b.c", "x\x85Bcc: y", "x\u2028Bcc: y", "\0"]
OURS = {
    *("from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"),
    *("reply-to", "list-unsubscribe", "list-unsubscribe-post"),
}


def written(mail: Mail, mail_settings: MailSettings | None = None, key: str = "invitation:1:mail") -> EmailMessage:
    read = message_from_bytes(Writer(mail_settings or MailSettings()).write(mail, key, NOW), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def test_a_mail_says_who_when_and_how_not_to_get_any_more() -> None:
    mail = written(Mail("zoe@people.example", BODY, "https://vivier.example/desinscription/t", "help@vivier.example"))
    assert mail["from"] == "Vivier <bonjour@vivier.example>"
    assert mail["to"] == "zoe@people.example"
    assert mail["subject"] == "Une offre à Lille"
    assert mail["date"] == "Mon, 02 Mar 2026 09:00:00 +0000"
    assert mail["reply-to"] == "help@vivier.example"
    assert mail["list-unsubscribe"] == "<https://vivier.example/desinscription/t>"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert mail["auto-submitted"] == "auto-generated"
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == BODY.text.splitlines()
    assert html.get_content().strip() == BODY.html
    assert mail.get_content_type() == "multipart/alternative"


def test_the_link_to_unsubscribe_is_one_word_however_long() -> None:
    # As long as ours are: a sealed token makes 150 characters.
    link = f"https://vivier.example/desinscription/{'Ab_-9' * 30}?x=1&y=é"
    content = Writer(MailSettings()).write(Mail("zoe@people.example", BODY, unsubscribe=link), "k", NOW)
    assert f"\r\nList-Unsubscribe: <{link.replace('é', '%C3%A9')}>\r\n".encode() in b"\r\n" + content


def test_a_mail_that_people_need_cannot_be_unsubscribed_from() -> None:
    mail = written(Mail("zoe@people.example", BODY))
    assert mail["list-unsubscribe"] is None
    assert mail["list-unsubscribe-post"] is None


def test_the_message_id_is_that_of_the_message_and_of_no_other() -> None:
    one, again, other = (written(Mail("a@b.example", BODY), key=key)["message-id"] for key in ("a:1", "a:1", "a:2"))
    assert one == again != other
    assert one.endswith("@vivier.example>")
    assert "a:1" not in one


@pytest.mark.parametrize("evil", EVIL)
def test_nobody_adds_a_header(evil: str) -> None:
    body = Rendered(evil, "x", "x")
    mail = written(Mail("zoe@people.example", body, unsubscribe=f"https://vivier.example/{evil}"))
    assert mail["bcc"] is None
    assert {name.lower() for name in mail} <= OURS


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_the_subject_and_the_link_the_headers_are_ours(subject: str, link: str) -> None:
    text = Rendered(subject.encode("utf-8", "replace").decode(), "x", "x")
    mail = written(Mail("zoe@people.example", text, unsubscribe=link.encode("utf-8", "replace").decode()))
    assert {name.lower() for name in mail} <= OURS


@pytest.mark.parametrize(
    "spec",
    [
        *EVIL,
        *(f"a{evil}@b.example" for evil in EVIL),
        *("", "a", "@", "a@", "@b", "a@b@c", "a b@c.example", "a@b c", "<a@b.example>", "a@b.example,c@d.example"),
        *("zoé@people.example", f"{'a' * 250}@b.example", "a@" + "b" * 70 + ".example"),
    ],
)
def test_what_is_no_address_is_refused(spec: str) -> None:
    with pytest.raises(BadAddress):
        address(spec)


def test_a_domain_of_any_letters_is_one() -> None:
    assert address("zoe@né.example").addr_spec == "zoe@xn--n-bga.example"
    assert address("zoe+tri@people.example").addr_spec == "zoe+tri@people.example"


@pytest.mark.parametrize("evil", EVIL)
def test_a_name_is_one_line(evil: str) -> None:
    assert len(one_line(evil).splitlines()) <= 1


def test_a_sender_that_cannot_be_read_is_told() -> None:
    with pytest.raises(SettingError, match="MAIL_FROM"):
        Writer(MailSettings(sender="Vivier"))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A private key in a file, and the record of the DNS that goes with it."""
    made = rsa.generate_private_key(65537, 2048)
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    path.write_bytes(
        made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    public = made.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return path, b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])


def signed(key: tuple[Path, bytes]) -> bytes:
    mail = Mail("zoe@people.example", BODY, unsubscribe="https://vivier.example/desinscription/t")
    return Writer(MailSettings(dkim_key=key[0])).write(mail, "a:1", NOW)


def verified(content: bytes, key: tuple[Path, bytes]) -> bool:
    return bool(dkim.verify(content, dnsfunc=lambda name, timeout=5: key[1]))


def test_the_signature_holds_and_covers_the_way_out(key: tuple[Path, bytes]) -> None:
    content = signed(key)
    assert verified(content, key)
    signature = message_from_bytes(content, policy=default)["dkim-signature"]
    assert "s=vivier" in signature
    covered = signature.replace(" ", "").partition(";h=")[2].partition(";")[0].lower().split(":")
    assert {"list-unsubscribe", "list-unsubscribe-post", "from", "to", "subject", "message-id"} <= set(covered)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"/desinscription/t", b"/desinscription/u"),
        (b"zoe@people", b"bob@people"),
        (b"=One-Click", b"=Two-Click"),
        (b"Bonjour", b"Bonsoir"),
    ],
)
def test_a_mail_changed_on_the_way_breaks_the_signature(key: tuple[Path, bytes], was: bytes, becomes: bytes) -> None:
    content = signed(key)
    assert was in content
    assert not verified(content.replace(was, becomes, 1), key)
