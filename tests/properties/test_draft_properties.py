"""However several pages save one draft, no words are overwritten by a page that has not shown them."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, StaticPool, create_engine
from sqlmodel import Session, delete

from tests.cast import NOW
from web.applications import drafts, reply
from web.applications.drafts import Elsewhere, OnPage
from web.applications.tables import ApplicationDraft
from web.offers.rules import Save

INVITATION = 1
# (page, what it does, words): it saves; saves once more what it sent first, which arrives late; is loaded anew;
# overrules what it was shown.
ACTS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["save", "late", "load", "overrule"]), st.sampled_from("abc")),
    max_size=20,
)


class Page:
    """A page as the script keeps it. shown: the revision that it began with; told: of what it was shown since."""

    def __init__(self, name: str, shown: int) -> None:
        self.name, self.shown, self.told, self.order = name, shown, 0, 0

    def save(self, *, overrule: bool = False, late: bool = False) -> Save:
        self.order += not late
        return Save(self.name, 1 if late else self.order, max(self.shown, self.told if overrule else 0))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    ApplicationDraft.__table__.create(engine)  # type: ignore[attr-defined]
    yield engine
    engine.dispose()


@given(acts=ACTS)
def test_no_page_overwrites_what_it_has_not_shown(engine: Engine, acts: list[tuple[int, str, str]]) -> None:
    with Session(engine) as session:
        session.exec(delete(ApplicationDraft))
        pages = [Page(f"page {number}", 0) for number in range(3)]
        # Who wrote the words that are kept now, and which pages have had them before their eyes.
        writer, seen = "", {page.name for page in pages}
        for number, (one, act, words) in enumerate(acts):
            page, before = pages[one], drafts.kept(session, INVITATION)
            if act == "load":
                pages[one] = Page(f"load {number}", before.revision if before else 0)
                seen.add(pages[one].name)
                continue
            late = act == "late" and page.order > 1
            typed = {**dict.fromkeys(reply.FIELDS, ""), "answer": words}
            try:
                by = page.save(overrule=act == "overrule", late=late)
                drafts.keep(session, INVITATION, OnPage(typed, by), NOW)
            except Elsewhere as elsewhere:
                page.told = elsewhere.other.revision
                seen.add(page.name)
                assert drafts.kept(session, INVITATION) == before
                assert writer != page.name
                continue
            after = drafts.kept(session, INVITATION)
            assert after is not None
            if before is None or after.typed != before.typed:
                assert before is None or page.name in seen or writer == page.name
                assert after.typed == typed
                writer, seen = page.name, {page.name}
            elif not late:
                assert after.typed == typed
