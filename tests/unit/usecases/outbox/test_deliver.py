"""Send what waits: claims, combinations, retries and what is recorded."""

from datetime import timedelta
from typing import Any, NoReturn

import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import LEASE, Message
from escalate_cli.domain.messages.retry_backoff import BACKOFF
from escalate_cli.domain.policy.people import Channel, Customer, Subscription
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.message_expiry import LateNews
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import StoreBusyError, UnrecordedError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox import claims as module
from escalate_cli.usecases.outbox.claims import AT_ONCE, MOST_CLAIMS
from escalate_cli.usecases.outbox.deliver import deliver
from escalate_cli.usecases.outbox.delivery_queue import parcels_due
from escalate_cli.usecases.outbox.list_retry_drop import drop
from escalate_cli.usecases.ports import Receipt
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.approve import decline
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import DAY, after, changed, severity_rule, targets, when
from tests.unit.usecases.conftest import PEOPLE, a_context, kinds, later, logged
from tests.unit.usecases.post import (
    DOWN,
    GONE,
    MAIL,
    PAGE,
    TAKEN,
    Postman,
    a_message,
    queued,
    reachable,
    waiting,
    with_waiting,
)
from tests.writing import writing


def test_a_message_is_sent_and_becomes_an_event_of_its_ticket() -> None:
    context, post = with_waiting("lee"), Postman()
    done = deliver(context, post)
    [parcel] = post.parcels
    assert (parcel.to, parcel.address, parcel.channel) == ("Lee", "lee@example.org", MAIL)
    assert (parcel.subject, parcel.text) == ("T-1 Mail is down", "fact for lee")
    assert (done.sent, done.failed, waiting(context)) == (1, 0, [])
    sent = context.store.read().events(1)[-1]
    assert isinstance(sent, e.MessageSent)
    assert (sent.key, sent.via, sent.to, sent.message) == ("T-1:fact:lee", "mail", "lee", "alert")


def test_sending_changes_nothing_about_the_ticket() -> None:
    context = with_waiting("lee", policy=reachable(targets=(targets(resolve="4h"),)))
    before, next_at = context.store.read().ticket(1), context.store.read().next_at(1)
    deliver(later(context, "10m"), Postman())
    assert context.store.read().ticket(1) == before
    assert context.store.read().next_at(1) == next_at


def test_without_anything_to_send_no_notifier_is_made() -> None:
    made: list[Postman] = []

    def make() -> Postman:
        made.append(Postman())
        return made[0]

    assert deliver(with_waiting(), make).sent == 0
    assert deliver(with_waiting("nobody"), make).sent == 0
    assert made == []


def test_a_failure_is_tried_again_later_and_later_until_it_is_given_up() -> None:
    context = with_waiting("ana")
    at, waited = context.now, []
    for _ in BACKOFF:
        assert deliver(replace(context, present=Present(at)), Postman({"Ana": DOWN})).failed == 1
        [message] = waiting(context)
        assert (message.state, message.error) == ("retrying", "it is down")
        assert message.next_at is not None
        assert (
            deliver(
                replace(context, present=Present(message.next_at - timedelta(seconds=1))), Postman()
            ).sent
            == 0
        )
        waited.append(message.next_at - at)
        at = message.next_at
    done = deliver(replace(context, present=Present(at)), Postman({"Ana": DOWN}))
    [message] = waiting(context)
    assert tuple(waited) == BACKOFF
    assert (message.state, message.next_at, done.undelivered[0].is_dead) == ("dead", None, True)
    assert deliver(replace(context, present=Present(at + timedelta(days=9))), Postman()).sent == 0


def test_a_hopeless_failure_is_given_up_at_once() -> None:
    context = with_waiting("ana")
    [lost] = deliver(context, Postman({"Ana": GONE})).undelivered
    assert lost.sentence == "the alert message to Ana by mail: no such user: given up"
    assert [m.state for m in waiting(context)] == ["dead"]


def test_each_attempt_takes_the_next_contact() -> None:
    context = with_waiting("lee")
    ways = []
    for at in ("0m", "1m", "6m"):
        post = Postman({"Lee": DOWN})
        deliver(later(context, at), post)
        ways.append(post.parcels[0].channel.id)
    assert ways == ["mail", "page", "mail"]


class _Refuses(Postman):
    """Refuses what comes by some channels for good; all else it takes."""

    def __init__(self, *channels: str) -> None:
        super().__init__()
        self.channels = channels

    def send(self, parcels: Any) -> Any:
        super().send(parcels)
        return [GONE if p.channel.id in self.channels else TAKEN for p in parcels]


def test_where_one_contact_is_useless_the_next_is_tried_at_once() -> None:
    context, post = with_waiting("lee"), _Refuses("mail")
    done = deliver(context, post)
    assert [parcel.channel.id for parcel in post.parcels] == ["mail", "page"]
    assert (done.sent, done.failed, waiting(context)) == (1, 1, [])
    assert post.parcels[0].key == post.parcels[1].key


def test_none_is_passed_over_when_the_first_of_three_contacts_is_useless() -> None:
    lee = replace(PEOPLE["lee"], contact=("mail:lee@example.org", "page:+49", "chat:lee"))
    chat = replace(PAGE, id="chat")
    policy = reachable(
        people={**PEOPLE, "lee": lee}, channels={"mail": MAIL, "page": PAGE, "chat": chat}
    )
    context, post = with_waiting("lee", policy=policy), _Refuses("mail")
    deliver(context, post)
    assert [parcel.channel.id for parcel in post.parcels] == ["mail", "page"]


def test_where_all_contacts_are_useless_it_is_given_up() -> None:
    context, post = with_waiting("lee"), _Refuses("mail", "page")
    deliver(context, post)
    assert [parcel.channel.id for parcel in post.parcels] == ["mail", "page"]
    assert [m.state for m in waiting(context)] == ["dead"]


class _Busy(Postman):
    """Says of mail that it is down, and of everything else that there is no such user."""

    def send(self, parcels: Any) -> Any:
        super().send(parcels)
        return [DOWN if parcel.channel.id == "mail" else GONE for parcel in parcels]


def test_a_contact_that_is_only_busy_keeps_its_turns_when_another_is_useless() -> None:
    context = with_waiting("lee")
    ways = []
    for at in ("0m", "1m", "31m", "3h"):
        post = _Busy()
        deliver(later(context, at), post)
        ways.append([parcel.channel.id for parcel in post.parcels])
    assert ways == [["mail"], ["page", "mail"], ["mail"], ["mail"]]
    assert [(m.state, m.refused) for m in waiting(context)] == [("retrying", ("page:+49",))]


def test_what_is_queued_during_a_run_waits_for_the_next() -> None:
    context = with_waiting("lee")

    class Meanwhile(Postman):
        def send(self, parcels: Any) -> Any:
            queued(context, a_message(context, fact="meanwhile"))
            return super().send(parcels)

    post = Meanwhile()
    deliver(context, post)
    assert post.told == ["Lee"]
    assert [m.key for m in waiting(context)] == ["T-1:meanwhile:lee"]


def test_two_runs_at_once_never_send_one_message_twice() -> None:
    context, second = with_waiting("lee", "ana"), Postman()

    class Meanwhile(Postman):
        def send(self, parcels: Any) -> Any:
            deliver(later(context, "1m"), second) if not second.parcels else None
            deliver(context, second)
            return super().send(parcels)

    first = Meanwhile()
    deliver(replace(context, present=Present(context.now + timedelta(seconds=1))), first)
    assert first.told == ["Lee", "Ana"]
    assert second.told == []


@pytest.mark.parametrize("later_by", [LEASE, -LEASE, -timedelta(days=300)], ids=str)
def test_a_run_that_died_leaves_its_messages_to_the_next_under_the_same_key(
    later_by: timedelta,
) -> None:
    context = with_waiting("lee")

    class Dies(Postman):
        def send(self, parcels: Any) -> Any:
            self.parcels += parcels
            raise KeyboardInterrupt

    dead, next_run = Dies(), Postman()
    with pytest.raises(KeyboardInterrupt):
        deliver(context, dead)
    assert (
        deliver(
            replace(context, present=Present(context.now + timedelta(seconds=59))), next_run
        ).sent
        == 0
    )
    assert deliver(replace(context, present=Present(context.now + later_by)), next_run).sent == 1
    assert next_run.parcels[0].key == dead.parcels[0].key


def test_a_run_that_is_overtaken_leaves_what_the_other_noted() -> None:
    context = with_waiting("lee")
    other = replace(context, present=Present(context.now + LEASE))

    class Overtaken(Postman):
        def send(self, parcels: Any) -> Any:
            deliver(other, Postman({"Lee": Receipt(error="the other was refused")}))
            return super().send(parcels)

    assert deliver(context, Overtaken({"Lee": DOWN})).failed == 1
    [message] = waiting(context)
    assert (message.attempts, message.error) == (1, "the other was refused")
    assert message.next_at == other.now + BACKOFF[0]


def test_many_are_claimed_a_few_at_a_time() -> None:
    people = [f"p{number}@example.org" for number in range(2 * AT_ONCE + 1)]
    context = with_waiting(*people)

    class Counts(Postman):
        sizes: tuple[int, ...] = ()

        def send(self, parcels: Any) -> Any:
            self.sizes = (*self.sizes, len(parcels))
            return super().send(parcels)

    post = Counts()
    assert deliver(context, post).sent == len(people)
    assert post.sizes == (AT_ONCE, AT_ONCE, 1)


def many_people() -> list[str]:
    return [f"p{number}@example.org" for number in range(AT_ONCE * MOST_CLAIMS * 2)]


class Counted(MemoryStore):
    """A store that counts its changes."""

    changes = 0

    def change(self, work: Any) -> Any:
        """Do some work in one change."""
        self.changes += 1
        return super().change(work)


def test_whatever_waits_is_claimed_in_so_many_changes() -> None:
    context, post = replace(a_context(reachable()), store=Counted()), Postman()
    logged(context)
    queued(context, *(a_message(context, person) for person in many_people()))
    store = context.store
    assert isinstance(store, Counted)
    store.changes = 0
    assert deliver(context, post).sent == len(many_people())
    assert store.changes == 2 * MOST_CLAIMS
    assert len(set(post.told)) == len(post.told)


class Watched(Counted):
    """A store that tells when it is locked, and lets somebody be quicker than its next change."""

    is_locked = False
    quicker: Any = None

    def change(self, work: Any) -> Any:
        """Do some work in one change, after whoever is quicker."""
        quicker, self.quicker = self.quicker, None
        if quicker:
            quicker()
        self.is_locked = True
        try:
            return super().change(work)
        finally:
            self.is_locked = False


@pytest.mark.parametrize("dropped", [False, True], ids=["nobody", "somebody"])
def test_no_parcel_is_made_up_under_the_lock_also_where_somebody_was_quicker(
    monkeypatch: pytest.MonkeyPatch, *, dropped: bool
) -> None:
    context, post = replace(a_context(reachable()), store=Watched()), Postman()
    logged(context)
    names = many_people()[:4]
    queued(context, *(a_message(context, person) for person in names))
    store, first = context.store, waiting(context)[0].key
    assert isinstance(store, Watched)
    under_lock = []

    def watched(*arguments: Any) -> Any:
        under_lock.append(store.is_locked)
        return parcels_due(*arguments)

    monkeypatch.setattr(module, "parcels_due", watched)
    store.quicker = (lambda: drop(context, [first])) if dropped else None
    assert deliver(context, post).sent == 4 - dropped
    assert not any(under_lock)
    assert len(post.told) == 4 - dropped


def test_what_is_left_of_a_parcel_that_somebody_was_quicker_with_goes_in_the_same_run() -> None:
    context, post = replace(a_context(reachable()), store=Watched()), Postman()
    logged(context)
    queued(context, *(a_message(context, "lee", fact) for fact in ("one", "two")))
    store = context.store
    assert isinstance(store, Watched)
    store.quicker = lambda: drop(context, ["T-1:one:lee"])
    assert deliver(context, post).sent == 1
    assert [parcel.text for parcel in post.parcels] == ["two for lee"]


def test_of_two_that_send_at_once_each_message_is_sent_by_one() -> None:
    context, post, other = replace(a_context(reachable()), store=Watched()), Postman(), Postman()
    logged(context)
    queued(context, *(a_message(context, person) for person in many_people()[:4]))
    store = context.store
    assert isinstance(store, Watched)
    store.quicker = lambda: deliver(context, other)
    assert deliver(context, post).sent == 0
    assert (len(post.told), len(other.told)) == (0, 4)


def test_what_was_claimed_and_not_sent_in_time_is_given_back_and_sent_in_its_turn() -> None:
    context, slow = with_waiting(*many_people()), Postman()
    slow.each_takes = timedelta(seconds=15)
    done = deliver(context, slow)
    assert (done.sent, done.left.pending) == (4 * AT_ONCE, len(many_people()) - 4 * AT_ONCE)
    assert [message for message in waiting(context) if message.claimed_at] == []
    assert deliver(context, Postman()).sent == done.left.pending
    assert len(set(slow.told)) == 4 * AT_ONCE


def test_what_is_given_back_goes_in_the_same_run() -> None:
    context, post = with_waiting(*many_people()), Postman()
    post.each_takes = timedelta(seconds=3)
    assert deliver(context, post).sent == 20 * AT_ONCE
    assert len(set(post.told)) == len(post.told)


def test_a_slow_channel_keeps_no_claim_waiting() -> None:
    context = with_waiting(*many_people(), "lee")
    answers = {person: Receipt(error="no answer", slow=True) for person in many_people()}
    post = Postman(answers)
    deliver(context, post)
    assert len(post.told) == AT_ONCE


def test_a_run_that_takes_long_leaves_the_rest_to_the_next() -> None:
    people = [f"p{number}@example.org" for number in range(2 * AT_ONCE + 1)]
    context, slow = with_waiting(*people), Postman()
    slow.each_takes = timedelta(seconds=31)
    assert deliver(context, slow).sent == 2 * AT_ONCE
    claimed = [parcel.messages[0].claimed_at for parcel in slow.parcels]
    assert claimed[0] == context.now
    assert claimed[-1] == context.now + timedelta(seconds=31)
    assert len(waiting(context)) == 1


def test_a_message_that_is_dropped_while_it_is_sent_was_both() -> None:
    context = with_waiting("lee")

    class Dropped(Postman):
        def send(self, parcels: Any) -> Any:
            drop(later(context, "2m"), ["T-1:fact:lee"])
            return super().send(parcels)

    assert deliver(context, Dropped()).sent == 1
    assert kinds(context) == ["ticket_logged", "message_dropped", "message_sent"]
    queued(context, a_message(context))
    assert deliver(context, type("Both", (Dropped,), {})({"Lee": DOWN})).failed == 1
    assert waiting(context) == []


def test_a_message_about_a_ticket_that_is_gone_is_sent_all_the_same() -> None:
    context, post = a_context(reachable()), Postman()
    queued(
        context,
        a_message(context),
        a_message(context, "page:+49"),
        a_message(context, "kim@example.org"),
    )
    assert deliver(context, post).sent == 2
    assert [parcel.subject for parcel in post.parcels] == ["T-1", "T-1"]


def test_customers_and_followers_of_the_policy_are_reached() -> None:
    policy = reachable(
        customers={"acme": Customer(id="acme", contact=("mail:ops@acme.example",))},
        subscriptions=(Subscription(when=When(), people=("max", "mail:board@example.org")),),
    )
    context, post = a_context(policy), Postman()
    logged(context, customer="acme", requester="kim@example.org")
    resolve(later(context, "1h"), ["1"], "restarted")
    deliver(later(context, "1h"), post)
    assert sorted(parcel.address for parcel in post.parcels) == [
        *("board@example.org", "kim@example.org", "max@example.org", "ops@acme.example"),
    ]


@pytest.mark.parametrize("name", ["page:+49900", "hook:x", "-x@example.org", "a@b\n", "@", "kim"])
def test_a_requester_cannot_choose_a_channel(name: str) -> None:
    context, post = with_waiting(name, requester="mallory"), Postman()
    assert deliver(context, post).sent == 0


def test_a_stakeholder_may_be_named_by_a_contact() -> None:
    context, post = with_waiting("page:+49", "no:x", stakeholders=("page:+49", "no:x")), Postman()
    assert deliver(context, post).sent == 1
    assert (post.parcels[0].channel, post.parcels[0].address) == (PAGE, "+49")


HOOK = Channel(id="hook", kind="command", value=("hook",), subscribe=("ticket_escalated",))


def test_a_channel_is_told_of_the_events_it_asked_for() -> None:
    rule = severity_rule(escalate="L2", when=when(priority="P1"))
    policy = reachable(rules=(rule,), channels={"hook": HOOK})
    context, post = a_context(policy), Postman()
    logged(context, priority="P1")
    [message] = [m for m in waiting(context) if m.event]
    assert (message.key, message.to, message.kind) == (
        *(f"T-1:event:3-{int(context.now.timestamp())}:hook", "channel:hook", "ticket_escalated"),
    )
    deliver(context, post)
    assert (post.parcels[0].channel, post.parcels[0].address) == (HOOK, "")
    assert isinstance(post.parcels[0].messages[0].event, e.TicketEscalated)


def test_a_channel_that_is_gone_leaves_its_events_in_the_outbox() -> None:
    context = a_context(reachable(channels={"hook": replace(HOOK, subscribe=("ticket_logged",))}))
    logged(context)
    without = changed(context.policy, channels={"mail": MAIL})
    assert deliver(later(context, "1m", policy=without), Postman()).sent == 0
    assert len(waiting(context)) == 1


def test_a_store_that_is_busy_after_sending_is_another_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = with_waiting("lee", "ana")

    def refuse() -> NoReturn:
        raise StoreBusyError("process 1", 10)

    class Blocks(Postman):
        def send(self, parcels: Any) -> Any:
            monkeypatch.setattr(context.store, "transaction", refuse)
            return super().send(parcels)

    with pytest.raises(UnrecordedError, match="1 messages went out, but the store was in use"):
        deliver(context, Blocks({"Ana": DOWN}))


def test_a_dry_run_sends_nothing() -> None:
    context = with_waiting("lee")
    assert not check(context, dry_run=True).may_send
    assert check(context).may_send
    assert not check(later(context, "0m", policy=reachable(channels={}))).may_send


def test_a_message_keeps_its_instants() -> None:
    context = with_waiting("lee", at="1h")
    deliver(later(context, "2h"), Postman())
    sent = context.store.read().events(1)[-1]
    assert isinstance(sent, e.MessageSent)
    assert (sent.queued_at, sent.at, sent.by) == (after("1h"), after("2h"), e.POLICY)


def test_a_broken_ticket_does_not_stop_what_was_sent_from_leaving() -> None:
    context = with_waiting("lee", "ana")

    def refuse(source: str) -> Policy:
        raise LookupError(source)

    other = replace(context, policy=changed(context.policy, id="policy-2"), compile=refuse)
    assert deliver(other, Postman()).sent == 2
    assert waiting(context) == []


def _message_of(context: Context) -> Message:
    [message] = waiting(context)
    return message


def test_a_clock_set_back_does_not_hold_a_retry_for_years() -> None:
    context = with_waiting("ana")
    ahead = replace(context, present=Present(context.now + timedelta(days=3650)))
    deliver(ahead, Postman({"Ana": DOWN}))
    assert _message_of(context).next_at == ahead.now + BACKOFF[0]
    assert deliver(context, Postman()).sent == 1


def test_a_request_that_was_answered_meanwhile_says_so() -> None:
    context, post = later(a_context(reachable(), by="ana"), "0m", by="ana"), Postman()
    logged(context)
    escalate(context, ["1"], Wish(to="L3"))
    decline(later(context, "5m", by="lee"), ["1"], "try again first")
    deliver(later(context, "6m"), post)
    [text] = [parcel.text for parcel in post.parcels if parcel.to == "Lee"]
    assert text.endswith("Since then: it has been answered.")


def test_a_request_that_waits_is_sent_as_it_is() -> None:
    context, post = a_context(reachable()), Postman()
    logged(context)
    escalate(context, ["1"], Wish(to="L3"))
    deliver(later(context, "6m"), post)
    assert "Since then" not in post.parcels[0].text


def test_keys_of_parcels_begin_with_the_name_of_the_store() -> None:
    context, post = with_waiting("lee"), Postman()
    with writing(context.store) as tx:
        assert isinstance(tx, RowsTransaction)
        tx._tables.meta["store"] = "5fd3"
    deliver(context, post)
    assert (post.parcels[0].key, post.parcels[0].store) == ("5fd3:T-1:fact:lee", "5fd3")


@pytest.mark.parametrize(
    ("late", "is_sent"), [("2d", True), ("2d1s", False)], ids=["on the edge", "too late"]
)
def test_what_was_entered_too_late_to_be_news_is_recorded_and_not_sent(
    late: str, *, is_sent: bool
) -> None:
    context = a_context(reachable(outbox=LateNews(expire=2 * DAY)))
    logged(context)
    clock = after("1h") + parse_duration(late).fixed
    typed = replace(context, present=Present(after("1h"), typed=True, said=clock, latest=clock))
    assign(typed, ["1"], "bo")
    assert [message.entered_at for message in context.store.read().messages()] == [clock]
    post = Postman()
    done = deliver(later(context, "9d"), post)
    assert (done.sent, post.told, waiting(context)) == (int(is_sent), ["Bo"] * is_sent, [])
    last = context.store.read().events(1)[-1]
    if not is_sent:
        assert isinstance(last, e.MessageDropped)
        assert (last.to, last.by) == ("bo", "policy")
        assert last.reason == "expired: entered more than 2d later"


def test_what_was_on_time_is_sent_however_long_it_had_to_wait() -> None:
    context = a_context(reachable())
    logged(context)
    assign(later(context, "1h"), ["1"], "bo")
    assert deliver(later(context, "60d"), Postman()).sent == 1


@pytest.mark.parametrize(("then", "is_sent"), [("1h5m", True), ("4d", False)])
def test_a_run_that_is_dated_back_too_sends_what_was_news_then(then: str, *, is_sent: bool) -> None:
    context = a_context(reachable(outbox=LateNews(expire=2 * DAY)))
    logged(context)
    clock = after("9d")
    typed = replace(context, present=Present(after("1h"), typed=True, said=clock, latest=clock))
    assign(typed, ["1"], "bo")
    assert deliver(later(context, then), Postman()).sent == int(is_sent)
