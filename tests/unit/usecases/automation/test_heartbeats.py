"""An absence is logged once, whoever looks how often, and the next one is another."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat, MissedBeatTicket
from escalate_cli.domain.policy.standing.gauges import LastBeat
from escalate_cli.domain.replay.differences import differences
from escalate_cli.domain.replay.simulate import simulate
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import DamagedHistoryError, UsageError
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.usecases.automation import heartbeats as module
from escalate_cli.usecases.automation.check import Checked, check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.session import session_of
from escalate_cli.usecases.verbs import log as logging
from escalate_cli.usecases.verbs.beat import beat
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import after, changed
from tests.unit.usecases.conftest import a_context, later, logged, staffed

HOUR = timedelta(hours=1)
BACKUP = Heartbeat(
    key="backup",
    every=24 * HOUR,
    grace=HOUR,
    log=MissedBeatTicket(
        title="No backup", description="Look at b2.", priority="P2", tags=("nightly",)
    ),
)
MAIL = Heartbeat(key="mail", every=HOUR)


def listening(*heartbeats: Heartbeat, **rules: Any) -> Context:
    """Return a context whose policy names heartbeats, as the first check begins to know them."""
    context = a_context(changed(staffed(**rules), heartbeats=heartbeats))
    check(context)
    return context


def with_heartbeats(context: Context, *heartbeats: Heartbeat) -> Context:
    """Return a context in which the file names other heartbeats than before."""
    return replace(context, policy=changed(context.policy, heartbeats=heartbeats))


def missed(checked: Checked) -> list[tuple[str, str | None, bool | None]]:
    assert checked.errors == ()
    return [(each.heartbeat.key, each.ticket, each.is_new) for each in checked.missed]


@pytest.mark.parametrize(
    ("at", "found"),
    [("24h59m", []), ("25h", [("backup", "T-1", True)]), ("90h", [("backup", "T-1", True)])],
    ids=["within its grace", "at the instant", "long after"],
)
def test_what_never_beats_is_missing_from_its_first_check_on(at: str, found: object) -> None:
    context = later(listening(BACKUP), at)
    assert missed(check(context)) == found
    assert missed(check(context)) == []


def test_the_ticket_says_what_the_policy_says_and_what_was_not_heard() -> None:
    context = later(listening(BACKUP), "25h")
    checked = check(context)
    ticket = context.store.read().ticket(1)
    assert (ticket.title, ticket.priority, ticket.tags) == ("No backup", "P2", ("nightly",))
    assert (ticket.key, ticket.owner, ticket.requester) == ("backup", "ana", None)
    assert ticket.description == (
        "Look at b2.\n\nbackup is to beat every 1d, 1h of grace; none came since the first check,"
        " 2026-11-23T08:00:00Z."
    )
    [log] = context.store.read().events(1)
    assert (log.by, log.party, log.at) == ("policy", Party.MACHINE, after("25h"))
    assert [each.id for each in checked.tickets] == ["T-1"]
    assert checked.missed[0].since == after("25h")


def test_the_time_counts_from_the_last_beat_and_another_absence_is_another_ticket() -> None:
    context = listening(BACKUP)
    beat(later(context, "20h"), ["backup"])
    assert missed(check(later(context, "44h"))) == []
    assert missed(check(later(context, "45h"))) == [("backup", "T-1", True)]
    assert "the last was" in context.store.read().ticket(1).description
    beat(later(context, "50h"), ["backup"])
    assert context.store.read().ticket(1).status is Status.RESOLVED
    assert missed(check(later(context, "75h"))) == [("backup", "T-2", True)]


def test_an_absence_that_a_person_has_settled_is_not_logged_again() -> None:
    context = listening(MAIL)
    check(later(context, "1h"))
    resolve(later(context, "2h"), ["T-1"])
    assert missed(check(later(context, "9h"))) == []


def test_a_ticket_that_is_open_under_the_key_is_told() -> None:
    context = listening(MAIL)
    logged(context, key="mail")
    assert missed(check(later(context, "1h"))) == [("mail", "T-1", False)]
    note = context.store.read().events(1)[-1]
    assert isinstance(note, e.NoteAdded)
    assert (note.reported, note.public, note.party) == (True, False, Party.MACHINE)


def test_the_policy_of_today_says_what_is_expected() -> None:
    context = listening(BACKUP, MAIL)
    less = with_heartbeats(context, BACKUP)
    assert missed(check(later(less, "30m"))) == []
    assert [each.name for each in context.store.read().gauges()] == ["backup"]
    assert missed(check(later(context, "3h"))) == []
    assert missed(check(later(context, "4h"))) == [("mail", "T-1", True)]
    check(later(with_heartbeats(context), "5h"))
    assert context.store.read().gauges() == []


def test_a_dry_run_only_says_it() -> None:
    context = later(listening(MAIL), "2h")
    assert missed(check(context, dry_run=True)) == [("mail", None, None)]
    assert missed(check(context)) == [("mail", "T-1", True)]
    unknown = a_context(changed(staffed(), heartbeats=(MAIL,)))
    check(unknown, dry_run=True)
    assert unknown.store.read().gauges() == []


def test_what_beat_while_it_was_looked_at_is_not_logged() -> None:
    context = later(listening(MAIL), "2h")
    with session_of(context) as session:
        beat(context, ["mail"])
        assert module.log_missed_beats(session) == ([], [])


def test_what_cannot_be_logged_is_reported_and_the_others_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = later(listening(BACKUP, MAIL), "30h")
    log_within = logging.log_within

    def refusing(own: Any, tx: Any, drafts: Any) -> Any:
        if drafts[0].key == "backup":
            raise UsageError("no")
        return log_within(own, tx, drafts)

    monkeypatch.setattr(logging, "log_within", refusing)
    checked = check(context)
    assert [(each.ticket, each.message) for each in checked.errors] == [("backup", "no")]
    assert [each.ticket for each in checked.missed] == ["T-1"]


def test_gauges_that_cannot_be_read_stop_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    context = listening(MAIL)

    def broken(_view: RowsView) -> list[LastBeat]:
        raise DamagedHistoryError("broken")

    monkeypatch.setattr(RowsView, "gauges", broken)
    checked = check(later(context, "2h"))
    assert [each.ticket for each in checked.errors] == ["heartbeats"]


def test_its_own_history_replays_without_a_difference() -> None:
    context = listening(MAIL)
    logged(context, key="mail", priority="P3")
    severe = replace(MAIL, log=MissedBeatTicket(priority="P1"))
    check(later(with_heartbeats(context, severe), "1h"))
    beat(later(context, "2h"), ["mail"])
    resolve(later(context, "3h"), ["T-1"])
    check(later(context, "9h"))
    view = context.store.read()
    assert [e.kind_of(event) for event in view.events(1)][1] == "note_added"
    for number in (1, 2):
        told = simulate(
            view.events(number), lambda _: context.policy, context.policy, after("9h"), after("9h")
        )
        assert list(differences(told, after("9h"))) == []
        assert told.before.ticket == told.after.ticket
