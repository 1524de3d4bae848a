"""Other words for commands: what was meant by a name that no command has."""

from collections.abc import Collection, Mapping
from typing import Final

from escalate_cli.suggestions import alike_among

READING: Final[Mapping[str, str]] = {
    **dict.fromkeys(("dashboard", "next", "todo", "watch"), "now"),
    **dict.fromkeys(("inbox", "ls", "open", "status", "tickets"), "list"),
    **dict.fromkeys(("cat", "describe", "events", "get", "history", "info", "view"), "show"),
    **dict.fromkeys(("find", "grep", "query"), "search"),
    **dict.fromkeys(("clock", "clocks", "explain", "sla"), "why"),
    **dict.fromkeys(("duty", "on-call", "rota", "schedule", "who"), "oncall"),
    **dict.fromkeys(("figures", "metrics", "stats", "statistics", "summary"), "report"),
    **dict.fromkeys(("predict", "simulate"), "forecast"),
    **dict.fromkeys(("mail", "messages", "queue"), "outbox"),
    **dict.fromkeys(("manual", "usage"), "help"),
    **dict.fromkeys(("config", "rules", "settings"), "policy"),
    **dict.fromkeys(("cron", "diagnose", "health"), "doctor"),
    **dict.fromkeys(("location", "path", "store"), "where"),
    "audit": "verify",
    "handover": "handoff",
}
"""What people type who want to read; nothing that acts is offered in its place."""

ACTING: Final[Mapping[str, str]] = {
    **dict.fromkeys(("add", "create", "file", "new", "report-issue"), "log"),
    **dict.fromkeys(("accept", "claim", "start", "take"), "ack"),
    **dict.fromkeys(("comment", "write"), "note"),
    **dict.fromkeys(("answer", "reply", "respond", "update"), "tell"),
    **dict.fromkeys(("done", "finish", "fix", "solve"), "resolve"),
    **dict.fromkeys(("hold", "pause", "snooze"), "wait"),
    **dict.fromkeys(("continue", "unpause"), "resume"),
    **dict.fromkeys(("give", "owner"), "assign"),
    **dict.fromkeys(("change", "modify", "rename", "set", "tag"), "edit"),
    **dict.fromkeys(("duplicate", "merge", "relate"), "link"),
    **dict.fromkeys(("delete", "remove", "revert", "rm"), "undo"),
    **dict.fromkeys(("run", "tick"), "check"),
    **dict.fromkeys(("begin", "setup"), "init"),
    **dict.fromkeys(("allow", "grant"), "approve"),
    **dict.fromkeys(("deny", "reject"), "decline"),
    **dict.fromkeys(("bump", "raise"), "up"),
    "postmortem": "review",
    "triage": "assess",
}


ADVICE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("breached", "late", "overdue"), "what is late: escalate list is:overdue"),
    "free": "what nobody has: escalate list is:free",
    "redo": "what undo took back is done again by its command: escalate show ID --all has it",
}
"""What to do instead of what no command does."""


def commands_meant(name: str, known: Collection[str]) -> list[str]:
    """Name the commands that may be meant by a word, the likeliest first; a synonym goes before."""
    for synonyms in (READING, ACTING):
        if synonyms.get(name) in {*known, "help"}:
            return [synonyms[name]]
    return alike_among(name, known)
