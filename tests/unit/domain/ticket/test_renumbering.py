"""Every number that an event names is another one in another store; all else is the same."""

from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.renumbering import Numbers, renumbered, renumbered_key
from tests.conftest import MONDAY_NINE, a_log, noted, rule_fired

NUMBERS = Numbers(
    ticket=lambda name: f"{name}0", change=lambda each: each + 100, event=lambda each: each + 1000
)


def test_a_log_has_another_id_and_keeps_its_uid() -> None:
    log = replace(a_log(), seq=1, change=2, digest="d")
    expected = replace(log, id="T-10", seq=1001, change=102, digest="")
    assert renumbered(log, NUMBERS) == expected


def test_an_undo_and_a_redaction_name_what_they_are_about() -> None:
    undone = e.ChangeUndone(at=MONDAY_NINE, by="ana", undone=3, followed=(4, 5))
    moved = renumbered(undone, NUMBERS)
    assert isinstance(moved, e.ChangeUndone)
    assert (moved.undone, moved.followed) == (103, (104, 105))
    gone = renumbered(e.EventRedacted(at=MONDAY_NINE, by="ana", event=3, seal="s"), NUMBERS)
    assert isinstance(gone, e.EventRedacted)
    assert (gone.event, gone.seal) == (1003, "s")


def test_a_link_names_the_other_ticket() -> None:
    link = e.TicketLinked(at=MONDAY_NINE, by="ana", relation=e.Relation.RELATED, ticket="T-2")
    moved = renumbered(link, NUMBERS)
    assert isinstance(moved, e.TicketLinked)
    assert moved.ticket == "T-20"


def test_a_decision_that_nobody_superseded_stays_so() -> None:
    moved = renumbered(rule_fired(MONDAY_NINE), NUMBERS)
    assert isinstance(moved, e.TriggerFired)
    assert (moved.key, moved.superseded) == ("T-10:1:late:1:0", None)


def test_a_key_names_the_undo_after_which_it_was_decided_anew() -> None:
    assert renumbered_key("T-1:1:late:1:0:after-7:lee", NUMBERS) == "T-10:1:late:1:0:after-1007:lee"
    assert renumbered_key("T-1:1:after-7x:1", NUMBERS) == "T-10:1:after-7x:1"


def test_words_stay_as_they_were_written() -> None:
    note = noted(MONDAY_NINE, "see T-1")
    assert renumbered(note, NUMBERS) == replace(note, seq=1000, change=100)
