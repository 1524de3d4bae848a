"""The mappings that come with the program, and which of them fits a file."""

from functools import cache
from pathlib import Path

from escalate_cli.errors import UsageError, reason_of
from escalate_cli.exchange.mappings.importers import importer_named
from escalate_cli.exchange.mappings.mapping import Mapping
from escalate_cli.exchange.mappings.mapping_file import read_mapping
from escalate_cli.extensions import is_extension

_FOLDER = Path(__file__).resolve().parent
_ENDINGS = (".yaml", ".yml")


def shipped_names() -> list[str]:
    """Name the mappings that come with the program, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@cache
def shipped(name: str) -> Mapping:
    """Read one of them."""
    path = _FOLDER / f"{name}.yaml"
    return read_mapping(path.read_bytes(), path.name)


def shipped_text(name: str) -> str:
    """Return the text of a mapping that comes with the program; raises UsageError."""
    if name not in shipped_names():
        known = ", ".join(shipped_names())
        raise UsageError(f"no mapping '{name}' comes with the program", f"known: {known}")
    return (_FOLDER / f"{name}.yaml").read_text("utf-8")


def mapping_named(name: str) -> Mapping:
    """Return a shipped mapping by its name, one of a file, or one that a package offers.

    Raises:
        UsageError: there is no such mapping, or the file cannot be read.
        ExtensionError: the package does not offer it.
    """
    if name in shipped_names():
        return shipped(name)
    if is_extension(name):
        return importer_named(name)[0]
    if not name.endswith(_ENDINGS):
        known = ", ".join(shipped_names())
        raise UsageError(
            f"there is no import from '{name}'", f"known: {known}; or name a file.yaml"
        )
    try:
        return read_mapping(Path(name).read_bytes(), name)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {reason_of(error)}") from error


def every_shipped() -> list[Mapping]:
    """Read all of them."""
    return [shipped(name) for name in shipped_names()]
