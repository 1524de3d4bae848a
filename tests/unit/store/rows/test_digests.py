"""SHA-256 is the same in both ways."""

import subprocess
import sys
from hashlib import sha256

import pytest

from escalate_cli.store.rows import digests
from escalate_cli.store.rows.digests import digest, digest_of_many, digest_of_nth


@pytest.mark.parametrize("content", [b"", b"\0", b"a" * 63, b"a" * 64, b"\xff" * 100_000])
def test_both_are_what_the_standard_library_says(content: bytes) -> None:
    assert digest(content) == digest_of_many(content) == sha256(content).hexdigest()


def test_where_python_has_none_of_its_own_openssl_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "_OWN", ("there_is_no_such_module",))
    digests._own.cache_clear()
    assert digest(b"some") == sha256(b"some").hexdigest()
    digests._own.cache_clear()


def test_what_is_small_loads_no_openssl() -> None:
    probe = (
        "import sys; from escalate_cli.store.rows.digests import digest; digest(b'some');"
        "print('_hashlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True)
    assert done.stdout == b"False\n"


def test_a_change_of_many_events_leaves_them_to_openssl() -> None:
    assert [digest_of_nth(n) for n in (1, 500, 501)] == [digest, digest, digest_of_many]
