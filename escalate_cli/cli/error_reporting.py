"""Error reporting: any exception becomes a line for the person and an exit code."""

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from escalate_cli import __version__
from escalate_cli.cli.stdio import OutputError
from escalate_cli.errors import EscalateError, ExitCode
from escalate_cli.file_ownership import private_folder, strangeness
from escalate_cli.paths import state_folder
from escalate_cli.sanitize import one_line, sanitized

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

_CREDENTIALS: Final = r"(?<=://)[^/\s@]*@"
_LONGEST: Final = 300


def report(error: BaseException) -> int:
    """Say on stderr what went wrong, and return the exit code."""
    if isinstance(error, EscalateError):
        return _refuse(str(error), error.help, error.exit_code)
    if isinstance(error, KeyboardInterrupt) or _was_making_a_class(error):
        return _interrupted()
    if isinstance(error, OutputError):
        return _unwritten(error)
    if any(kind.__module__.startswith("typer") for kind in type(error).__mro__):
        return _from_typer(error)
    return _crash(error)


def _was_making_a_class(error: BaseException) -> bool:
    """Tell whether an interrupt met Python 3.11 naming the parts of a class: a RuntimeError."""
    return isinstance(error, RuntimeError) and isinstance(error.__cause__, KeyboardInterrupt)


def _from_typer(error: BaseException) -> int:
    import typer  # noqa: PLC0415 - start-up time; here it is loaded already

    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.TyperException):
        return _refuse(*_misuse(error), ExitCode.COULD_NOT)
    return _interrupted() if isinstance(error, typer.Abort) else _crash(error)


def _misuse(error: "typer.TyperException") -> tuple[str, str | None]:
    """Take a usage error of Typer apart: what is wrong, and what to type instead."""
    context = getattr(error, "ctx", None)
    near = getattr(error, "possibilities", None)
    what = one_line(error.message if near else error.format_message())
    what, _, meant = (what[:1].lower() + what[1:].removesuffix(".")).partition(". Did you mean ")
    if near:
        meant = _much_alike(str(getattr(error, "option_name", "")), near)
    if meant:
        return what, f"did you mean {meant}"
    if what.startswith("missing argument") and context:
        return _missing(error, what)
    return what, f"{context.command_path if context else 'escalate'} --help"


def _much_alike(word: str, known: "Sequence[str]") -> str:
    from escalate_cli.suggestions import alike_among  # noqa: PLC0415 - only a mistake needs it

    near = alike_among(word, known)
    return " or ".join(f"'{name}'" for name in near) + "?" if near else ""


def _missing(error: "typer.TyperException", what: str) -> tuple[str, str]:
    """Say which argument is missing, and how the command is typed."""
    from escalate_cli.cli.asking.missing_values import missing_after_several  # noqa: PLC0415 - the same

    context = vars(error)["ctx"]
    name = missing_after_several(context, vars(error).get("typed", ()))
    examples = getattr(context.command, "examples", ())
    advice = f"for example: {examples[0]}" if examples else f"{context.command_path} --help"
    said = f"missing argument '{name}'" if name else what
    if said.endswith("'TEXT'"):
        advice += "; - in place of the text is standard input"
    return said, advice


def _unwritten(error: OutputError) -> int:
    if error.reader_left:
        return ExitCode.DONE
    what = f"the output cannot be written: {error}"
    return _refuse(what, error.took_effect, ExitCode.COULD_NOT)


def _interrupted() -> int:
    _say("escalate: interrupted")
    return ExitCode.INTERRUPTED


def _refuse(what: str, advice: str | None, code: int) -> int:
    _say(f"escalate: error: {_indented(what)}")
    if advice:
        _say(f"help: {_indented(advice)}")
    return code


def _indented(text: str) -> str:
    return sanitized(text).replace("\n", "\n  ")


def _say(line: str) -> None:
    from escalate_cli.render.parts.stderr import write_talk  # noqa: PLC0415 - only a mistake needs it

    try:
        write_talk(sys.stderr, line)
        sys.stderr.flush()
    except OutputError:
        return  # nobody listens; the exit code still speaks


def _crash(error: BaseException) -> int:
    from traceback import format_exception  # noqa: PLC0415 - only a bug needs it

    what = one_line(re.sub(_CREDENTIALS, "", f"{type(error).__name__}: {error}"))[:_LONGEST]
    kept = _keep(error, re.sub(_CREDENTIALS, "", "".join(format_exception(error))))
    _say(f"escalate: error: unexpected {what}" + (f" (details: {kept})" if kept else ""))
    return ExitCode.COULD_NOT


def _keep(error: BaseException, details: str) -> Path | None:
    """Write the crash file, one for each place that fails, and return its path."""
    folder = state_folder(os.environ)
    name = f"crash-{type(error).__name__}-{_traceback_checksum(error):08x}.txt"
    header = f"escalate {__version__}, Python {sys.version}, {sys.platform}\n"
    try:
        with private_folder(folder, 1, create=True) as place:
            _write_over(name, (header + details).encode(errors="backslashreplace"), place)
    except OSError:
        return None
    return folder / name


def _write_over(name: str, content: bytes, place: int) -> None:
    """Write a whole file, unless its name leads to something that is not ours alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    with os.fdopen(os.open(name, flags, 0o600, dir_fd=place), "wb") as stream:
        status = os.fstat(stream.fileno())
        if strangeness(status) or status.st_nlink != 1:
            raise FileExistsError(name)
        stream.truncate(0)
        stream.write(content)


def _traceback_checksum(error: BaseException) -> int:
    from traceback import extract_tb  # noqa: PLC0415 - only a bug needs it
    from zlib import crc32  # noqa: PLC0415 - only a bug needs it

    frames = extract_tb(error.__traceback__)
    return crc32("\n".join(f"{frame.filename}:{frame.lineno}" for frame in frames).encode())
