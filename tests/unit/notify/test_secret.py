"""Where secrets come from."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.errors import DeliveryError
from escalate_cli.notify import secret
from escalate_cli.notify.channels import Means
from escalate_cli.notify.secret import must_be_there, reveal
from tests.unit.notify.parcels import means

PATH = {"PATH": os.environ["PATH"]}


def _kept(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "url"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_variable_is_looked_up(tmp_path: Path) -> None:
    assert reveal("env:URL", means(tmp_path, {"URL": " json://x \n"})) == "json://x"


def test_the_first_line_of_a_private_file_is_read(tmp_path: Path) -> None:
    path = _kept(tmp_path, "json://x\n# what it is for\n")
    assert reveal("secret:url", means(tmp_path)) == "json://x"
    assert reveal(f"secret:{path}", means(Path("/"))) == "json://x"


def test_a_secret_lies_beside_the_policy(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    _kept(store, "json://store")
    assert reveal("secret:url", means(store, roots=(tmp_path, store))) == "json://store"
    _kept(tmp_path, "json://policy")
    assert reveal("secret:url", means(store, roots=(tmp_path, store))) == "json://policy"


def test_anything_else_stands_for_itself(tmp_path: Path) -> None:
    assert reveal("json://x", means(tmp_path)) == "json://x"


@pytest.mark.parametrize("environ", [{}, {"URL": " "}], ids=["missing", "empty"])
def test_a_variable_that_is_not_set_is_an_error(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(DeliveryError, match="the variable URL is not set") as caught:
        reveal("env:URL", means(tmp_path, environ))
    assert not caught.value.permanent


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    _kept(tmp_path, "canary", mode)
    with pytest.raises(DeliveryError, match="is open to others") as caught:
        reveal("secret:url", means(tmp_path))
    assert "canary" not in str(caught.value)


def test_a_file_must_hold_something(tmp_path: Path) -> None:
    _kept(tmp_path, "\n")
    with pytest.raises(DeliveryError, match="is empty"):
        reveal("secret:url", means(tmp_path))


def test_a_device_is_no_secret(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="is not a regular file"):
        reveal("secret:/dev/null", means(tmp_path))


def test_a_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="cannot be read: no such file"):
        reveal("secret:none", means(tmp_path))


def _printing(folder: Path, script: str) -> str:
    """Put a program beside the policy; what it gets as its argument it may print."""
    path = folder / "vault"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return "secret-command: ./vault 'smtp url'"


def test_a_program_prints_the_secret_in_its_first_line(tmp_path: Path) -> None:
    value = _printing(tmp_path, 'echo " json://$1 "; echo noise; echo more >&2')
    assert reveal(value, means(tmp_path, PATH)) == "json://smtp url"


def test_no_shell_reads_the_words_of_a_secret(tmp_path: Path) -> None:
    value = "secret-command: printf %s 'a;touch pwned' `touch pwned`"
    assert reveal(value, means(tmp_path, PATH)).startswith("a;touch pwned")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo canary; echo canary >&2; exit 3", "ended with 3"),
        ("echo; echo canary", "printed nothing"),
        ("echo canary >&2", "printed nothing"),
        ("echo canary; sleep 99", "did not end within 0.3 s"),
    ],
    ids=["a failure", "an empty line", "only errors", "too slow"],
)
def test_a_program_without_a_secret_is_an_error_that_tells_none(
    tmp_path: Path, script: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret, "LIMIT", 0.3 if "sleep" in script else 10)
    with pytest.raises(DeliveryError) as caught:
        reveal(_printing(tmp_path, script), means(tmp_path, PATH))
    assert str(caught.value) == f"the program ./vault of a secret {said}"
    assert "canary" not in f"{caught.value} {caught.value.help}"
    assert not caught.value.permanent


@pytest.mark.parametrize("ask", [reveal, must_be_there])
def test_a_program_of_somebody_else_is_not_run_for_a_secret(
    tmp_path: Path, ask: Callable[[str, Means], object]
) -> None:
    value = _printing(tmp_path, "touch pwned; echo x")
    with pytest.raises(DeliveryError, match="belongs to eve"):
        ask(value, means(tmp_path, PATH, strange=(tmp_path / "./vault",)))
    assert not (tmp_path / "pwned").exists()


def test_to_look_for_a_secret_runs_no_program(tmp_path: Path) -> None:
    must_be_there(_printing(tmp_path, "touch pwned; echo x"), means(tmp_path, PATH))
    assert not (tmp_path / "pwned").exists()
    with pytest.raises(DeliveryError, match="there is no program nosuch"):
        must_be_there("secret-command: nosuch x", means(tmp_path, PATH))
    with pytest.raises(DeliveryError, match="the variable URL is not set"):
        must_be_there("env:URL", means(tmp_path))


def test_a_program_that_cannot_be_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="nosuch of a secret cannot be run: no such file"):
        reveal("secret-command: nosuch", means(tmp_path, PATH))
