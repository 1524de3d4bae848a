"""The entry: one command line in, one exit code out."""

# ruff: noqa: PLC0415 - an interrupt is caught from the first import on, so none is made here
import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from escalate_cli.cli.module_bundle import ModuleBundle

_OVERVIEW: Final = (["-h"], ["--help"], ["help"])


def main(package: str = "escalate_cli.cli.commands") -> None:
    """Be the process: streams, signals and exit code; raises SystemExit."""
    gc.set_threshold(100_000)  # a short life makes little garbage: a tenth less to start
    try:
        from escalate_cli.cli import signals

        signals.leave_at_once()
        from escalate_cli.cli.stdio import close_streams, open_streams

        open_streams()
        bundle = _open_bundle()
        code = run(sys.argv[1:], package)
        signals.ignore()
        close_streams()
        if bundle:
            bundle.keep()
    except KeyboardInterrupt:
        sys.exit(130)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process, at once where no thread works on: taking modules apart outlasts a commit."""
    from threading import active_count

    from escalate_cli.cli.stdio import close_streams

    if active_count() == 1:
        atexit._run_exitfuncs()  # noqa: SLF001 - as the interpreter does
        close_streams()  # which those may have written to
        os._exit(code)
    gc.freeze()  # leaves the interpreter nothing to collect
    sys.exit(code)


def _open_bundle() -> "ModuleBundle | None":
    """Find from now on the modules that earlier commands kept, unless others may be meant."""
    if "PYTHONPATH" in os.environ:
        return None
    import escalate_cli
    from escalate_cli.cli.module_bundle import ModuleBundle

    bundle = ModuleBundle(escalate_cli.__file__)
    sys.meta_path.insert(0, bundle)
    return bundle


def run(argv: list[str], package: str = "escalate_cli.cli.commands") -> int:
    """Carry out one command line, and return its exit code."""
    if argv[:1] == ["_complete"] or "_ESCALATE_COMPLETE" in os.environ:
        from escalate_cli.cli.completion.answer import answer

        answer(argv[1:])
        return 0
    from escalate_cli.cli.asking.drafts import keeping_drafts

    try:
        with keeping_drafts():
            _dispatch(argv or ["now"], package)
            sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - each becomes a line and a code
        from escalate_cli.cli.error_reporting import report

        return report(error)
    return 0


def _explains(topic: str) -> bool:
    """Print the page on a topic, if there is one."""
    from escalate_cli.cli.help_topics import TOPICS, print_topic

    if topic in TOPICS:
        print_topic(topic)
    return topic in TOPICS


def _dispatch(arguments: list[str], package: str) -> None:
    if arguments[0] == "--version":
        from escalate_cli import __version__

        sys.stdout.write(f"escalate {__version__}\n")
        return
    if arguments in _OVERVIEW:
        from escalate_cli.cli.overview import OVERVIEW

        sys.stdout.write(OVERVIEW)
        return
    if arguments[0] == "help":
        topic, *rest = arguments[1:]
        if _explains(topic) and not rest:
            return
        arguments = [*([topic] if topic != "all" else ()), *rest, "--help"]
    from escalate_cli.cli.command_loader import all_commands
    from escalate_cli.cli.typed.typed_tickets import is_ticket

    if is_ticket(arguments[0]):
        arguments = ["show", *arguments]
    group = all_commands(package)
    with group.make_context("escalate", arguments) as context:
        group.invoke(context)
