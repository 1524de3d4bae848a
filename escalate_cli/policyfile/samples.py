"""The sample policies that come with the program, as text."""

from pathlib import Path

from escalate_cli.errors import UsageError

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


def _folder() -> Path:
    """Find the samples: inside an installed package, beside it in a checkout."""
    return next((folder for folder in _FOLDERS if folder.is_dir()), _FOLDERS[0])
