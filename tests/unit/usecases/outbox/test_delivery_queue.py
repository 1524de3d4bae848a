"""What goes out now: by recipient, priority, quiet hours and earlier attempts."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Quiet
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.usecases.outbox.claims import AT_ONCE
from escalate_cli.usecases.outbox.deliver import deliver
from escalate_cli.usecases.ports import Receipt
from tests.conftest import when
from tests.unit.usecases.conftest import TEAMS, later, logged
from tests.unit.usecases.post import (
    DOWN,
    PAGE,
    Postman,
    a_message,
    queued,
    reachable,
    waiting,
    with_waiting,
)

OFFICE_HOURS = Quiet(outside="office", unless=when(priority="P1"))


def _quiet(quiet: Quiet | None, team: Quiet | None = None) -> Policy:
    people = dict(reachable().people.people)
    people["bo"] = replace(people["bo"], quiet=quiet)
    teams = {**TEAMS, "specialists": replace(TEAMS["specialists"], quiet=team)}
    return reachable(people=people, teams=teams)


@pytest.mark.parametrize(
    "policy",
    [
        _quiet(OFFICE_HOURS),
        _quiet(None, OFFICE_HOURS),
        _quiet(OFFICE_HOURS, Quiet(outside="always")),
    ],
    ids=["of the person", "of the team", "of the person before the team's"],
)
def test_quiet_hours_hold_messages_back_and_combine_them(policy: Policy) -> None:
    context = with_waiting("bo", at="9h", policy=policy)
    queued(context, a_message(context, "bo", "night"))
    assert deliver(later(context, "20h"), Postman()).sent == 0
    post = Postman()
    assert deliver(later(context, "1d"), post).sent == 2
    assert len(post.parcels) == 1


def test_quiet_hours_do_not_hold_back_what_the_policy_excepts() -> None:
    context, post = with_waiting("bo", at="9h", policy=_quiet(OFFICE_HOURS)), Postman()
    logged(context, title="Fire", priority="P1")
    queued(context, a_message(context, "bo", "fire", ticket="T-2"))
    assert deliver(context, post).sent == 1
    assert [m.key for m in post.parcels[0].messages] == ["T-1:fire:bo"]


def test_what_is_combined_goes_in_quiet_hours_if_any_of_it_may() -> None:
    context = with_waiting("bo", at="1h", policy=_quiet(OFFICE_HOURS))
    logged(context, title="Fire", priority="P1")
    queued(context, a_message(context, "bo", "fire", ticket="T-2"))
    assert deliver(context, Postman({"Bo": DOWN})).failed == 2
    assert deliver(later(context, "10h"), Postman()).sent == 2


def test_a_quiet_combination_does_not_hold_back_what_is_new_and_excepted() -> None:
    context = with_waiting("bo", at="1h", policy=_quiet(OFFICE_HOURS))
    deliver(context, Postman({"Bo": DOWN}))
    logged(context, title="Fire", priority="P1")
    queued(context, a_message(context, "bo", "fire", ticket="T-2"))
    post = Postman()
    assert deliver(later(context, "10h"), post).sent == 1
    assert post.parcels[0].messages[0].ticket == "T-2"


def test_messages_for_one_person_are_combined_under_one_key() -> None:
    context, post = with_waiting(), Postman()
    queued(context, *(a_message(context, fact=fact) for fact in ("one", "two", "three")))
    assert deliver(context, post).sent == 3
    [parcel] = post.parcels
    assert parcel.key == "T-1:one:lee+2"
    assert parcel.text == "one for lee\n\ntwo for lee\n\nthree for lee"
    assert [m.batch for m in parcel.messages] == [parcel.key] * 3


def test_logins_of_one_person_are_one_recipient() -> None:
    people = dict(reachable().people.people)
    people["lee"] = replace(people["lee"], logins=("lpark",))
    context, post = with_waiting("lee", "lpark", policy=reachable(people=people)), Postman()
    deliver(context, post)
    assert post.told == ["Lee"]


def test_what_was_combined_stays_together_and_what_is_new_goes_first() -> None:
    context = with_waiting()
    queued(context, *(a_message(context, fact=fact) for fact in ("one", "two")))
    first, second = Postman({"Lee": DOWN}), Postman()
    deliver(context, first)
    queued(context, a_message(context, fact="three"), a_message(context, "ana", "four"))
    assert deliver(later(context, "1m"), second).sent == 4
    assert [parcel.key for parcel in second.parcels] == [
        *("T-1:three:lee", "T-1:four:ana", "T-1:one:lee+1"),
    ]
    assert second.parcels[-1].key == first.parcels[0].key
    assert waiting(context) == []


def test_a_channel_that_was_down_for_long_keeps_nothing_waiting_once_it_is_up() -> None:
    context = with_waiting()
    for minute in range(30):
        now = later(context, f"{minute}m")
        queued(context, a_message(now, fact=f"fact {minute}"))
        deliver(now, Postman({"Lee": DOWN}))
    post, up = Postman(), later(context, "3h")
    queued(context, a_message(up, fact="fire"))
    deliver(up, post)
    assert post.parcels[0].key == "T-1:fire:lee"
    assert waiting(context) == []


def test_a_channel_that_keeps_the_run_waiting_is_left_alone_until_the_next() -> None:
    people = [f"p{number}@example.org" for number in range(AT_ONCE)]
    context = with_waiting(*people, "ana", "page:+49", stakeholders=("page:+49",))
    slow = Postman({name: Receipt(error="no answer", slow=True) for name in people})
    done = deliver(context, slow)
    assert (done.sent, done.failed) == (1, AT_ONCE)
    assert slow.told == [*people, "page:+49"]
    assert deliver(context, Postman()).sent == 1


def test_what_is_too_much_for_one_text_waits_for_the_next_run_the_urgent_first() -> None:
    context, first, second = with_waiting(), Postman(), Postman()
    logged(context, title="Fire", priority="P1")
    queued(context, *(a_message(context, fact=f"{n}", text="x" * 9000) for n in range(4)))
    queued(context, a_message(context, fact="fire", ticket="T-2", text="it burns"))
    assert deliver(context, first).sent == 3
    [parcel] = first.parcels
    assert [m.key for m in parcel.messages] == ["T-1:fire:lee", "T-1:0:lee", "T-1:1:lee"]
    assert parcel.text.startswith("About T-2, T-1\n\nit burns\n\nxxx")
    assert deliver(context, second).sent == 2
    assert waiting(context) == []


def test_one_message_that_is_too_long_goes_alone() -> None:
    context, post = with_waiting(), Postman()
    queued(
        context,
        a_message(context, fact="long", text="x" * 50_000),
        a_message(context, fact="short"),
    )
    assert deliver(context, post).sent == 1
    assert [m.key for m in post.parcels[0].messages] == ["T-1:long:lee"]


def test_who_cannot_be_reached_stays_in_the_outbox() -> None:
    context, post = (
        with_waiting("kim", "nobody@example.org", policy=reachable(channels={"page": PAGE})),
        Postman(),
    )
    assert deliver(context, post).sent == 0
    assert [(m.to, m.state) for m in waiting(context)] == [
        ("kim", "pending"),
        ("nobody@example.org", "pending"),
    ]
