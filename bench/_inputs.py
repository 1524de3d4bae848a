"""Stores that have much of one thing: people, rules, notes, complaints, lines to log."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from bench._generated_log import generated_log
from bench._program import ACTOR
from bench._stores import DAY, context_of, filled
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import complain
from escalate_cli.usecases.verbs.resolve import resolve

LINES, EXPORT = "lines.jsonl", "export.csv"
POLICY = """
version: 1
timezone: UTC
priorities: [P1, P2, P3]
default_priority: P3
channels: {{log: {{file: sink.jsonl}}}}
people: {{{people}}}
teams: {{all: {{members: [{names}]}}}}
ladders:
  functional: [{{level: L1, team: all}}, {{level: L2, person: p0}}]
targets: [{{update: 1h, acknowledge: 1h, resolve: 2h}}]
triggers:
  - {{type: clock, name: unack, clock: acknowledge, at: 100%, {does}}}
  - {{type: complaints, name: unhappy, count: 3, within: 14d, by: requester, notify: L2}}
{rules}
"""


def policy(people: int = 1, does: str = "notify: L2", rules: int = 0) -> str:
    names = [ACTOR, *(f"p{n}" for n in range(people))]
    more = (
        f"  - {{type: clock, name: r{n}, clock: resolve, at: {n + 200}m, notify: L2}}"
        for n in range(rules)
    )
    known = ", ".join(f'{name}: {{contact: ["log:{name}"]}}' for name in names)
    return POLICY.format(people=known, names=", ".join(names), does=does, rules="\n".join(more))


def begun(store: Path, policy: str) -> Context:
    """Begin a store with a policy, and sit down at it."""
    context_of(store)
    (store / "policy.yaml").write_text(policy, encoding="utf-8")
    return context_of(store)


def tickets(
    store: Path, count: int, rules: str | None = None, requester: str | None = None
) -> Context:
    context = begun(store, rules or policy())
    log(context, [NewTicket(title=f"Printer {n}", requester=requester) for n in range(count)])
    return context


def notes(store: Path, count: int) -> None:
    """Write many public notes on one ticket, in one change: each begins a clock anew."""
    context = tickets(store, 1)

    def write(tx: Transaction) -> None:
        history = context.opened(tx, 1)
        for n in range(count):
            history.add(e.NoteAdded(text=f"We are at it, {n}", public=True, **context.stamp))
        save(context, tx, history)

    context.change(write)


def complaints(store: Path, count: int) -> None:
    """Let one requester complain once of each of many tickets."""
    context = tickets(store, count, requester="kim@example.org")
    complain(context, [str(n + 1) for n in range(count)], "still down")


def one_requester(store: Path, count: int) -> None:
    """Let one requester have many tickets, and nothing to complain of yet."""
    tickets(store, count + 100, requester="kim@example.org")


def related(store: Path, count: int) -> None:
    """Let many tickets have to do with one."""
    context = tickets(store, count + 1)
    link(context, [str(n + 2) for n in range(count)], related="1")


def versions(store: Path, count: int) -> None:
    """Let each ticket go by a version of the policy of its own."""
    context = begun(store, policy())
    for n in range(count):
        source = f"{policy()}# {n}\n"
        then = replace(context, source=source, policy=context.compile(source))
        log(then, [NewTicket(title=f"Printer {n}")])


def taken(store: Path, count: int) -> None:
    """Let one person have many tickets."""
    context = tickets(store, count)
    acknowledge(context, [str(n + 1) for n in range(count)])


def resolved(store: Path, count: int) -> None:
    context = tickets(store, count)
    resolve(context, [str(n + 1) for n in range(count)], "done")


def archived(store: Path, count: int) -> None:
    """Put tickets away beside one that is open, and lay a small export of others beside them."""
    filled(store, 1, count)
    export(store, 20)


def export(store: Path, count: int) -> None:
    """Write the log of another system."""
    if not store.exists():
        begun(store, policy())
    (store / EXPORT).write_text(generated_log(count), encoding="utf-8", newline="")


def lines(store: Path, said: Iterable[dict[str, str]]) -> None:
    begun(store, policy())
    text = "\n".join(json.dumps({"title": "Disk full"} | line) for line in said)
    (store / LINES).write_text(text, encoding="utf-8")


def rules(store: Path, count: int) -> None:
    """Let many rules look at a few tickets, of which one is due."""
    tickets(store, 20, policy(rules=count))


def targets(store: Path, count: int) -> None:
    """Let the policy have a row of targets for each of many services."""
    hours = "update: 2h, acknowledge: 1h, resolve: 4h"
    rows = "".join(f"{{when: {{service: s{n}}}, {hours}}}, " for n in range(count))
    begun(store, policy().replace("targets: [", f"targets: [{rows}"))


def rules_that_speak(store: Path, count: int) -> None:
    """Let many rules speak on each of a few tickets."""
    said = "".join(
        f"  - {{type: stalled, name: r{n}, after: 1h, notify: L2}}\n" for n in range(count)
    )
    tickets(store, 20, policy() + said)


def requests(store: Path, count: int) -> None:
    """Let the yes of one person be waited for on many tickets."""
    asks = policy().replace("person: p0}", "person: p0, approval: {by: lead}}")
    led = asks.replace("targets:", "  management: [{level: lead, person: p0}]\ntargets:")
    context = tickets(store, count, led)
    escalate(context, [str(n + 1) for n in range(count)], Wish(to="L2"))


def people(store: Path, count: int) -> None:
    """Let one rule tell a team of many."""
    tickets(store, 1, policy(people=count, does="notify: team"))


def reminders(store: Path, count: int) -> None:
    """Let a rule remind again and again."""
    tickets(store, 1, policy(does=f"notify: L2, repeat: {{every: 1h, times: {count}}}"))


def holidays(store: Path, count: int) -> None:
    """Let the clocks of some tickets know many days on which nobody works."""
    days = ", ".join(str(date(2000, 1, 1) + 3 * n * DAY) for n in range(count))
    office = f'calendars: {{office: {{mon-fri: ["09:00-17:00"], holidays: [{days}]}}}}\n'
    clocks = "targets: [{calendar: office, update: 1h, acknowledge: 1h, resolve: 2h}]"
    given = policy().replace("targets: [{update: 1h, acknowledge: 1h, resolve: 2h}]", clocks)
    tickets(store, 200, given.replace("channels:", f"{office}channels:"))


def waiting(store: Path, count: int) -> None:
    """Let messages wait, each for somebody else."""
    context = tickets(store, 1, policy(people=count))
    at = context.now

    def queue(tx: Transaction) -> None:
        tx.queue(
            Message(
                key=f"T-1:x:p{n}", ticket="T-1", kind="alert", to=f"p{n}", text="x", created_at=at
            )
            for n in range(count)
        )

    context.change(queue)


def lines_alike(store: Path, count: int) -> None:
    """Write a storm of one alert."""
    lines(store, ({"key": "disk"} for _ in range(count)))


def lines_apart(store: Path, count: int) -> None:
    """Write as many alerts as lines."""
    lines(store, ({"key": f"disk{n}"} for n in range(count)))
