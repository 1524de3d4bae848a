"""The overview: what `escalate --help` says, before any command or Typer is imported."""

from typing import Final

OVERVIEW: Final = """\
Usage: escalate COMMAND [ARGUMENTS]

  Track escalations in a folder: who answers, what climbs, why.

  escalate                         what presses, what is yours, what comes next
  escalate log 'Mail is down'      report it; in a pipe, print its id alone
  escalate list is:overdue         find tickets; escalate 12 shows one
  escalate ack 12                  take a ticket
  escalate note 12 'on it'         write on it; tell: for the requester to see
  escalate up 12 -m 'no access'    hand it to the next level
  escalate resolve 12 -m 'how'     it is solved
  escalate check                   apply the policy; cron runs it

Tickets:     log · list, mine, search · show · note, tell · assess ·
             acknowledge, ack · wait, resume · assign, edit, link ·
             resolve, reopen
Escalation:  escalate, up · return, release · approve, decline · oncall ·
             maintenance
Automation:  check · outbox
Insight:     why, forecast · report, review · board, handoff
Start:       tutorial · init, policy · doctor, undo
help all:    close complain stakeholder · delegate · excuse redact ·
             where verify archive backup restore import export ·
             migrate · completion now beat

escalate COMMAND --help explains one command, escalate help all lists them.
escalate help queries | times | exit-codes | json | env explains these.

Options:
  --version   Print the version.
  -h, --help  Show this message and exit.
"""
