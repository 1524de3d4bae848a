"""Where secrets come from."""

from pathlib import Path

import pytest

from escalate_cli.errors import DeliveryError
from escalate_cli.notify.secret import reveal
from tests.unit.notify.parcels import means


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
