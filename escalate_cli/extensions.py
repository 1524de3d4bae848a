"""What installed packages offer to add: entry points, of packages that are named and no others."""

import re
from functools import cache
from typing import Final

from escalate_cli.errors import ExtensionError

CHANNELS: Final = "escalate.channels"
TRIGGERS: Final = "escalate.triggers"
IMPORTERS: Final = "escalate.importers"

_NAMED: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*:[A-Za-z0-9][A-Za-z0-9_-]*"


def is_extension(word: str) -> bool:
    """Tell whether a word names what a package offers: `package:name`.

    Few do, and without a colon none: for those no pattern is compiled.
    """
    return ":" in word and re.fullmatch(_NAMED, word) is not None


@cache
def extension(group: str, named: str) -> object:
    """Load what a package offers, without looking at any other package.

    Raises:
        ExtensionError: the package is not there, or offers no such thing, or is broken.
    """
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415 - start-up time

    package, _, name = named.partition(":")
    what = group.rpartition(".")[2].removesuffix("s")
    try:
        offered = [each for each in distribution(package).entry_points if each.group == group]
    except PackageNotFoundError:
        raise ExtensionError(
            f"the package '{package}' is not installed",
            f"install it where escalate is, or leave '{named}' out",
        ) from None
    found = next((each for each in offered if each.name == name), None)
    if found is None:
        names = ", ".join(sorted(each.name for each in offered)) or f"no {what} at all"
        raise ExtensionError(f"'{package}' offers no {what} '{name}'", f"it offers {names}")
    try:
        return found.load()
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise ExtensionError(f"'{named}' cannot be loaded: {said}", f"mend {package}") from error
