"""`log --from NAME`: what other programs send by themselves, each in its own form."""

from typing import TYPE_CHECKING, Final

from escalate_cli.render.results.logged import LoggedResult

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

FEEDS: Final = ("mail",)


def take_feed(run: "Wiring", file: str) -> None:
    """Read what came in, keep it, and say on which ticket it is."""
    from escalate_cli.exchange.mail.reader import read_mail  # noqa: PLC0415 - start-up time
    from escalate_cli.usecases.verbs.mail import Dropped, take_mail  # noqa: PLC0415 - the same

    with run.read_input(file) as stream:
        mail = read_mail(stream, "standard input" if file == "-" else file)
    done = take_mail(run.context, mail)
    if isinstance(done, Dropped):
        run.printer.say(f"dropped: {done.reason}")
    logged = [] if isinstance(done, Dropped) else [done]
    run.printer.show(LoggedResult(logged, many=True))
