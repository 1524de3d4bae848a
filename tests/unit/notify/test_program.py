"""Programs that a policy names."""

from pathlib import Path

import pytest

from escalate_cli.notify.program import missing_program, passed_on, strange_program
from tests.unit.notify.parcels import means


def test_a_program_gets_little_of_the_environment(tmp_path: Path) -> None:
    environ = {"PATH": "/bin", "LANG": "C", "SMTP_URL": "canary", "ESCALATE_ACTOR": "ana"}
    assert passed_on(means(tmp_path, environ)) == {"PATH": "/bin", "LANG": "C"}


@pytest.mark.parametrize(
    ("program", "is_missing"),
    [("sh", False), ("/bin/sh", False), ("./hook", False), ("nosuch", True), ("/no/such", True)],
)
def test_a_program_is_on_the_path_or_beside_the_policy(
    tmp_path: Path, program: str, is_missing: bool
) -> None:
    (tmp_path / "hook").touch(mode=0o700)
    found = missing_program([program], means(tmp_path, {"PATH": "/bin:/usr/bin"}))
    said = (f"there is no program {program}", f"ls -l {program}")
    assert found == (said if is_missing else None)


@pytest.mark.parametrize("words", [["hook"], ["sh", "hook"]], ids=["itself", "as a script"])
def test_a_program_of_somebody_else_is_strange(tmp_path: Path, words: list[str]) -> None:
    hook = tmp_path / "hook"
    hook.touch()
    found = strange_program(words, means(tmp_path, strange=(hook,)))
    assert found == (
        f"{hook} belongs to eve, and nobody named it, so it is not run",
        f"if you trust eve: --store {tmp_path}",
    )
    assert strange_program(words, means(tmp_path)) is None
