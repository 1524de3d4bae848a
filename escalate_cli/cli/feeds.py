"""`log --from NAME`: what other programs send by themselves, each in its own form."""

from typing import TYPE_CHECKING

import typer

from escalate_cli.errors import UsageError
from escalate_cli.render.results.logged import LoggedResult

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

MAIL = "mail"
_NAMED = ("alertmanager", MAIL, "nagios")
_ENDINGS = (".yaml", ".yml")


def is_feed(name: str) -> bool:
    """Tell whether a name is that of a feed, or of a mapping file for one."""
    return name in _NAMED or name.endswith(_ENDINGS)


def take_feed(run: "Wiring", name: str, file: str, *, resolves: bool) -> None:
    """Read what came in, keep it, and say on which tickets it is."""
    if name != MAIL:
        _take_seen(run, name, file, resolves=resolves)
    elif resolves:
        raise UsageError("a mail resolves nothing", "leave --resolve away")
    else:
        _take_mail(run, file)


def _take_mail(run: "Wiring", file: str) -> None:
    from escalate_cli.exchange.mail.reader import read_mail  # noqa: PLC0415 - start-up time
    from escalate_cli.usecases.verbs.mail import Dropped, take_mail  # noqa: PLC0415 - the same

    with run.read_input(file) as stream:
        mail = read_mail(stream, _called(file))
    done = take_mail(run.context, mail)
    if isinstance(done, Dropped):
        run.printer.say(f"dropped: {done.reason}")
    run.printer.show(LoggedResult([] if isinstance(done, Dropped) else [done], many=True))


def _take_seen(run: "Wiring", name: str, file: str, *, resolves: bool) -> None:
    from escalate_cli.exchange.feed_reader import read_feed  # noqa: PLC0415 - start-up time
    from escalate_cli.exchange.foreign_file import ForeignFile  # noqa: PLC0415 - the same
    from escalate_cli.usecases.verbs.sightings import take_sightings  # noqa: PLC0415 - the same

    rules = run.policy.rules
    with run.read_input(file) as stream:
        feed = read_feed(ForeignFile(stream), name, rules.priorities, rules.default_priority)
    done = take_sightings(run.context, feed.seen, resolves=resolves) if feed.seen else []
    run.printer.show(LoggedResult(done, many=True))
    if run.printer.is_table and not done:
        run.printer.say("it tells of no problem, and of no end of one that is open here")
    for row in feed.rejected:
        run.printer.say(f"{_called(file)}:{row.line}: rejected: {row.reason}")
    if feed.rejected:
        raise typer.Exit(1 if feed.seen else 2)


def _called(file: str) -> str:
    return "standard input" if file == "-" else file
