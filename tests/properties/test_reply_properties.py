"""Whatever a form holds, it is a reply that can be sent or mistakes in French, and nobody's words are changed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from web.applications import reply
from web.applications.tables import Availability

TODAY = date(2026, 3, 2)
# What people and programs put into fields: dates and numbers of all kinds, and anything else.
BITS = st.one_of(
    st.text(max_size=40),
    st.dates().map(str),
    st.integers(-50, 100).map(str),
    st.sampled_from([*Availability, "31/12/2026", "29/02/2026", "3,0", "\r\n", "\x00", "٣", "1e3"]),
)
FORMS = st.fixed_dictionaries(
    {},
    optional={name: st.lists(BITS, max_size=2) for name in reply.FIELDS}
    | {"answer": st.lists(st.one_of(BITS, st.text(min_size=1_990, max_size=2_010)), max_size=2)},
)
ANSWERS = st.text(min_size=1, max_size=reply.MOST_ANSWER).filter(lambda text: any(map(str.isalnum, text)))


@given(FORMS)
def test_a_form_is_a_reply_or_mistakes(values: dict[str, list[str]]) -> None:
    found, errors = reply.read(values, TODAY)
    assert (found is None) == bool(errors)
    assert set(errors) <= set(reply.FIELDS)
    assert all(sentence.endswith(".") for sentence in errors.values())
    if found is None:
        return
    assert 0 < len(found.answer) <= reply.MOST_ANSWER
    assert found.answer == found.answer.strip()
    assert (found.available_on is not None) == (found.availability is Availability.FROM_DATE)
    assert (found.notice_weeks is not None) == (found.availability is Availability.AFTER_NOTICE)
    if found.available_on:
        assert TODAY <= found.available_on <= TODAY + reply.LATEST
    if found.notice_weeks is not None:
        assert 1 <= found.notice_weeks <= reply.MOST_WEEKS


@given(FORMS)
def test_what_a_draft_keeps_reads_as_what_was_typed(values: dict[str, list[str]]) -> None:
    kept = reply.typed(values)
    assert set(kept) == set(reply.FIELDS)
    again = {name: [value] for name, value in kept.items()}
    assert reply.typed(again) == kept
    assert reply.read(again, TODAY) == reply.read(values, TODAY)


@given(ANSWERS, st.integers(0, reply.LATEST.days), st.integers(1, reply.MOST_WEEKS), st.sampled_from(Availability))
def test_every_good_answer_passes_as_it_was_written(answer: str, days: int, weeks: int, kind: Availability) -> None:
    day = TODAY + timedelta(days=days)
    values = {
        "availability": [kind.value],
        "available_on": [day.isoformat()],
        "notice_weeks": [str(weeks)],
        "answer": [answer.replace("\n", "\r\n")],
    }
    found, errors = reply.read(values, TODAY)
    assert errors == {}
    assert found is not None
    printable = "".join(letter for letter in answer if letter >= " " or letter in "\t\n").replace("\x7f", "")
    assert found.answer == printable.strip()


@given(st.text(max_size=50))
def test_the_length_that_is_shown_is_the_one_that_counts(answer: str) -> None:
    shown = reply.typed({"answer": [answer]})["answer"]
    assert reply.length(shown) == len(shown)
