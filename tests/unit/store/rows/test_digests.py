"""SHA-256 is the same in both ways."""

import subprocess
import sys
from hashlib import sha256

import pytest

from escalate_cli.store.rows import digests
from escalate_cli.store.rows.digests import digest, digest_of_many


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


def test_what_is_much_is_left_to_openssl() -> None:
    probe = (
        "import sys; from escalate_cli.store.rows.digests import digest;"
        "found = {digest(b'some') for _ in range(1001)};"
        "print('_hashlib' in sys.modules, len(found))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True)
    assert done.stdout == b"True 1\n"
