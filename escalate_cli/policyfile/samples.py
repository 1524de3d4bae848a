"""The sample policies that come with the program, as text."""

from hashlib import sha256
from pathlib import Path

from escalate_cli.errors import UsageError

BUILT_IN = "default"
EVERY_BUILT_IN = frozenset(
    {
        "6f31c814600d40e87ef3c0c428c20be2362321fbf713b81e674f16156217b87c",
        "7c86093a655fa40963bb1281bf786c4ed97848206b4679f8f4b5cbe22c929081",
        "f6ef95c0aa168b33cb4b76c3674476e9ed7772dbb512dcc073b800385b36bc96",
    }
)
"""The id of every text that the built-in policy has had; a new text adds its own, none leaves."""

_PACKAGE = Path(__file__).resolve().parent.parent
_FOLDERS = (_PACKAGE / "sample_policies", _PACKAGE.parent / "sample_policies")


class UnknownSampleError(UsageError):
    """No sample policy has the given name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"no sample policy named '{name}'",
            help=f"choose one of: {', '.join(sample_names())}",
        )


def sample_names() -> list[str]:
    """Name the sample policies, sorted."""
    return sorted(path.stem for path in _folder().glob("*.yaml") if "." not in path.stem)


def sample_policy(name: str) -> str:
    """Read one sample policy; the built-in one is `default`.

    Raises:
        UnknownSampleError: there is none of that name.
    """
    if name not in sample_names():
        raise UnknownSampleError(name)
    return (_folder() / f"{name}.yaml").read_text(encoding="utf-8")


def sample_tests(name: str) -> str:
    """Read the tests of one sample policy."""
    return (_folder() / f"{name}.test.yaml").read_text(encoding="utf-8")


def is_built_in(source: str) -> bool:
    """Tell whether a policy is the built-in one, of this version or one before."""
    return sha256(source.encode()).hexdigest() in EVERY_BUILT_IN


def _folder() -> Path:
    """Find the samples: inside an installed package, beside it in a checkout."""
    return next((folder for folder in _FOLDERS if folder.is_dir()), _FOLDERS[0])
