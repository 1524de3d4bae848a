"""Two weeks at a desk, in which tickets move, come back, are asked about, and teach something."""

from collections.abc import Iterator

from tests.cli.exported import live_through
from tests.cli.shell import Shell

PRIORITIES = ("P3", "P2", "P3", "P2", "P4", "P1", "P3", "P2", "P2")
REQUESTERS = {1: "kim", 2: "tom", 3: "kim", 6: "tom", 7: "ana"}
"""Who waits for which of the tickets of a week; one is of somebody who works on it."""

ACTIONS = 2
"""So many tickets a review asks for in a week; in `WEEK` they are 10 and 11."""

ASKED = ("--action", "label them owner:bo due:fri", "--action", "order some owner:ana")
WEEK = (
    (0, "09:00", "ana", "wait", 5, "--for", "vendor", "-m", "a part"),
    (0, "09:05", "ana", "ack", 6),
    (0, "09:10", "ana", "ack", 1),
    (0, "09:20", "ana", "note", 6, "--public", "we look"),
    (0, "09:40", "ana", "note", 1, "--public", "we look"),
    (0, "09:58", "ana", "note", 6, "--public", "a cable"),
    (0, "10:00", "ana", "escalate", 1, "--to", "L2", "-m", "too hard"),
    (0, "10:05", "ana", "complain", 4, "-m", "still down"),
    (0, "10:10", "ana", "escalate", 2, "--to", "L2", "-m", "no access"),
    (0, "10:20", "ana", "note", 3, "--from-requester", "any news?"),
    (0, "10:30", "bo", "ack", 1),
    (0, "10:50", "ana", "resolve", 6, "-m", "plugged in"),
    (0, "11:00", "bo", "return", 2, "-m", "which one?"),
    (0, "11:10", "bo", "note", 1, "--public", "the database"),
    (0, "11:20", "ana", "note", 6, "--from-requester", "it is not"),
    (0, "11:30", "ana", "escalate", 2, "--to", "L2", "-m", "the red one"),
    (0, "12:00", "bo", "resolve", 1, "-m", "restarted"),
    (0, "12:20", "ana", "complain", 1, "-m", "down again"),
    (0, "13:00", "ana", "reopen", 6, "-m", "again"),
    (0, "13:20", "ana", "note", 6, "--public", "still the cable"),
    (0, "13:30", "bo", "escalate", 6, "--to", "L3", "-m", "a switch"),
    (0, "14:00", "bo", "note", 2, "--public", "we wait for parts"),
    (0, "14:05", "ana", "resolve", 6, "-m", "a new one"),
    (0, "14:30", "ana", "note", 6, "--from-requester", "is it over?"),
    (0, "14:40", "ana", "note", 6, "--public", "it is"),
    (0, "15:00", "bo", "wait", 2, "--for", "vendor", "-m", "parts"),
    (0, "15:20", "ana", "assign", 3, "bo"),
    (0, "15:25", "bo", "edit", 2, "--service", "network", "--customer", "globex"),
    (0, "15:40", "ana", "edit", 5, "--priority", "P2"),
    (0, "16:10", "ana", "edit", 7, "--priority", "P2"),
    (0, "16:40", "ana", "ack", 7),
    (0, "16:50", "ana", "escalate", 7, "--to", "L2", "-m", "the wrong one"),
    (0, "16:55", "ana", "undo", 7),
    (1, "09:10", "bo", "close", 1),
    (1, "09:30", "ana", "complain", 4, "-m", "nobody answers"),
    (1, "09:45", "bo", "assign", 3, "cy"),
    (1, "09:50", "ana", "edit", 4, "--priority", "P1"),
    (1, "10:00", "bo", "resume", 2),
    (1, "10:15", "ana", "escalate", 8, "--to", "lead", "-m", "whose is it?"),
    (1, "10:50", "ana", "edit", 8, "--service", "printing", "--customer", "initech"),
    (1, "11:00", "cy", "ack", 3),
    (1, "11:40", "ana", "note", 2, "--from-requester", "are they here?"),
    (1, "12:00", "ana", "resolve", 5, "-m", "it came"),
    (1, "12:10", "bo", "resolve", 2, "-m", "new parts"),
    (1, "13:40", "ana", "complain", 4, "-m", "third time"),
    (1, "16:00", "cy", "resolve", 3, "-m", "done"),
    (1, "16:10", "lee", "excuse", 4, "--clock", "first_response", "-m", "a holiday"),
    (2, "09:20", "lee", "review", 6, "--root-cause", "cables", "--factor", "no plan", *ASKED),
    (2, "09:30", "bo", "reopen", 2, "-m", "not the parts"),
    (2, "10:30", "lee", "review", 5, "--root-cause", "cables", "--factor", "one vendor"),
    (2, "11:15", "bo", "ack", 2),
    (2, "12:15", "bo", "edit", 2, "--service", "power", "--customer", "initech"),
    (2, "14:45", "ana", "resolve", 8, "-m", "late"),
    (2, "14:50", "ana", "resolve", 9, "--outcome", "invalid", "-m", "nobody there"),
    (2, "15:00", "ana", "resolve", 11, "-m", "ordered"),
    (3, "11:00", "bo", "resolve", 2, "-m", "the cable"),
    (3, "15:00", "ana", "reopen", 3, "-m", "not done"),
)
"""Days after Monday, hours, and who does what on which of the nine tickets of a week."""


def live_two_weeks(shell: Shell) -> None:
    """Live through two weeks that are much alike, with a look at noon and in the evening.

    In between the policy changes, which answers a review.
    """
    for monday, first, count in ((16, 0, 9), (23, 9 + ACTIONS, 7)):
        for number, priority in enumerate(PRIORITIES[:count], 1):
            at, who = f"2026-11-{monday}T09:00:00+01:00", REQUESTERS.get(number)
            of = ("-r", who) if who else ()
            shell.log(f"Ticket {first + number}", "-p", priority, *of, now=at)
        live_through(shell, [*_acts(monday, first, count), *_checks(monday)])
        if not first:
            _answer(shell)


def _acts(monday: int, first: int, count: int) -> Iterator[tuple[str, ...]]:
    for day, at, person, act, ticket, *more in WEEK:
        number = int(str(ticket))
        if number <= count or number > len(PRIORITIES):
            own = number if number <= count else count + number - len(PRIORITIES)
            argv = (str(act), str(first + own), *map(str, more), "--as", str(person))
            yield f"2026-11-{monday + int(str(day))}T{at}:00+01:00", *argv


def _checks(monday: int) -> Iterator[tuple[str, ...]]:
    for day in range(5):
        for hour in (12, 18):
            yield f"2026-11-{monday + day}T{hour}:01:00+01:00", "check"


def _answer(shell: Shell) -> None:
    shell.amend("name: IT support", "name: Support")
    at = "2026-11-21T10:00:00+01:00"
    shell.done("review", "6", "--answered", "--as", "lee", now=at)
