"""The story of the tutorial: a week of a small IT team, step by step."""

from collections.abc import Mapping
from typing import Final

import msgspec

SAMPLE: Final = "it-support"
"""The policy of the team."""

CHANGED: Final = ("new.yaml", "at: 1h\n", "at: 30m\n")
"""A change of that policy, which lies beside it: its file, what was there, and what is instead."""


class TutorialStep(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to type, when, as whom, and why.

    Attributes:
        at: the instant of it.
        by: who types it.
        before: what happens first, and is shown; of `unseen` nothing is.
        story: what has happened, and what is asked for.
        typed: what would be right.
        commands: the beginnings of what may be typed instead.
        reached: what must be so of a ticket then, by the path in its JSON.
        why: what to learn from it.
    """

    at: str
    by: str = "ana"
    before: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    story: str
    typed: str
    commands: tuple[str, ...]
    ticket: str = ""
    reached: Mapping[str, str] = {}
    why: str


STEPS: Final = (
    TutorialStep(
        at="2026-11-23T09:00:00+01:00",
        story="You are Ana, on the first level. Kim calls: nobody on floor 3 gets into the"
        " network. That hurts many people, and it hurts now. Log it: impact and urgency are"
        " high, Kim is the requester.",
        typed="log 'No network' --impact high --urgency high --requester kim",
        commands=("log",),
        ticket="1",
        reached={"priority": "P1", "requester": "kim"},
        why="High and high is P1 in the matrix of the policy. A rule, critical, told the manager"
        " at once. Clocks run: to respond, to take it, to say how it goes, to resolve it.",
    ),
    TutorialStep(
        at="2026-11-23T09:02:00+01:00",
        story="Before you do anything: what presses?",
        typed="now",
        commands=("now", ""),
        why="escalate alone says the same: what is late or at risk, what is yours, and what the"
        " policy does next, if nobody does anything: at 09:15 the lead would hear of T-1.",
    ),
    TutorialStep(
        at="2026-11-23T09:05:00+01:00",
        story="Take the ticket, so that everybody sees whose it is.",
        typed="ack 1",
        commands=("ack", "acknowledge"),
        ticket="1",
        reached={"status": "acknowledged", "owner": "ana"},
        why="The clock for taking it has stopped, in time. The one for resolving it runs on.",
    ),
    TutorialStep(
        at="2026-11-23T09:10:00+01:00",
        story="Kim waits for a word. Tell her that you are on it: what you tell, the requester"
        " reads; what you note, only the team does.",
        typed="tell 1 'We look at the switches'",
        commands=("tell", "note"),
        ticket="1",
        reached={"clocks.update.due_at": "2026-11-23T08:40:00Z"},
        why="A P1 has a clock for that, too: the next word is due half an hour later.",
    ),
    TutorialStep(
        at="2026-11-23T10:00:00+01:00",
        before=("check",),
        story="So cron did, which runs it all the time: Kim got no second word, and the ticket"
        " has moved. What has the clock for resolving it counted?",
        typed="why 1 resolve",
        commands=("why",),
        why="An hour of four was used up on level L1, so the rule p1-one-hour gave it to Bo, on"
        " L2. Without a clock, why tells of all of them, and of every rule.",
    ),
    TutorialStep(
        at="2026-11-23T10:10:00+01:00",
        by="bo",
        story="You are Bo now. It is a switch, which is the network engineers' work. Hand it to"
        " level L3, and say why, and what was tried.",
        typed="up 1 --to L3 -m 'a switch is broken' --tried 'a restart'",
        commands=("up", "escalate"),
        ticket="1",
        reached={"level": "L3"},
        why="L3 asks the lead for a yes, but not for a P1, and not Bo. Cy is on duty this week"
        " and has it now; the director, who wants to know of such a thing, was told.",
    ),
    TutorialStep(
        at="2026-11-23T11:30:00+01:00",
        by="cy",
        story="You are Cy. The new switch works. Resolve the ticket, and say how it was solved.",
        typed="resolve 1 -m 'a new switch'",
        commands=("resolve",),
        ticket="1",
        reached={"status": "resolved"},
        why="In time: two and a half of four hours. It closes by itself after three days, unless"
        " Kim says that it still does not work: reopen.",
    ),
    TutorialStep(
        at="2026-11-24T09:00:00+01:00",
        unseen=("log 'A new monitor' --requester kim -q",),
        story="Tuesday, and you are Ana again. T-2 says: A new monitor. Which one? Ask Kim, and"
        " let the ticket wait for her, the requester.",
        typed="wait 2 --for requester -m 'which one?'",
        commands=("wait",),
        ticket="2",
        reached={"status": "waiting"},
        why="While it waits for her, the clock for resolving it stands still: nobody is blamed"
        " for the time of others. It goes on when she answers, or with resume.",
    ),
    TutorialStep(
        at="2026-11-25T14:00:00+01:00",
        story="Wednesday. An hour was long on Monday, says the lead: half of it must do. The"
        " change is written down in new.yaml. What does it change in meaning?",
        typed="policy diff new.yaml",
        commands=("policy diff", "policy test", "policy check"),
        why="policy test new.yaml would say which promises it breaks, policy replay new.yaml how"
        " the last weeks would have gone; policy apply new.yaml puts it in force after both.",
    ),
    TutorialStep(
        at="2026-11-27T09:00:00+01:00",
        unseen=("check",),
        story="Friday. What was as serious as T-1 owes a review: what was its root cause, and"
        " what is done about it?",
        typed="review 1 --root-cause 'an old switch' --action 'replace the others'",
        commands=("review",),
        ticket="1",
        reached={"reviewed_at": "2026-11-27T08:00:00Z"},
        why="escalate report --since 7d sums up such a week: what was late, what climbed, and"
        " at which level the time went.",
    ),
)
