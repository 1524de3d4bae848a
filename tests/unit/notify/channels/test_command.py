"""Programs as channels: what they get, and what they cannot do."""

import json
import os
from pathlib import Path

import pytest

from escalate_cli.errors import DeliveryError
from escalate_cli.notify.channels import command
from tests.unit.notify.parcels import HOSTILE, a_message, a_parcel, means
from tests.unit.notify.test_process_table import is_gone

SHELL = "/bin/sh"


def _run(folder: Path, script: str, *words: str, address: str = "+49", text: str = "x") -> None:
    own = script.replace("$", "$$")  # a dollar sign of the program, not of the policy
    parcel = a_parcel("command", SHELL, "-c", own, *words, address=address, text=text)
    command.run(parcel, means(folder, {"PATH": os.environ["PATH"], "SMTP_URL": "canary"}))


def _refused(folder: Path, script: str, address: str = "+49") -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        _run(folder, script, address=address)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "-rf", "line\nbreak", "x" * 200_000, "nul \0 byte", "\u202e\x1b[31m"],
    ids=["shell", "option", "newline", "long", "NUL", "escapes"],
)
def test_the_program_reads_the_exact_text_as_json(tmp_path: Path, text: str) -> None:
    _run(tmp_path, "cat > told", text=text)
    told = json.loads((tmp_path / "told").read_text())
    assert told["text"] == text
    assert told["messages"][0]["text"] == text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["told"]


def test_the_document_names_key_channel_recipient_and_messages(tmp_path: Path) -> None:
    _run(tmp_path, "cat > told")
    told = json.loads((tmp_path / "told").read_text())
    assert list(told) == [
        *("schema", "key", "store", "channel", "to", "address", "subject", "text", "messages")
    ]
    assert told["messages"][0]["key"] == a_message().key


@pytest.mark.parametrize("address", ["two words", "$(touch p)", "`touch p`", "a;touch p", "*"])
def test_the_address_is_one_word_whatever_it_holds(tmp_path: Path, address: str) -> None:
    _run(tmp_path, 'printf "%s|%s" "$#" "$1" > told', "name", "$address", address=address)
    assert (tmp_path / "told").read_text() == f"1|{address}"
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("address", ["-rf", "--help", "a\0b"])
def test_an_address_that_looks_like_an_option_is_refused(tmp_path: Path, address: str) -> None:
    error = _refused(tmp_path, "touch told", address=address)
    assert error.permanent
    assert not (tmp_path / "told").exists()


def test_the_environment_holds_the_message_and_no_secret(tmp_path: Path) -> None:
    _run(tmp_path, "env > told")
    lines = (tmp_path / "told").read_text().splitlines()
    names = {line.partition("=")[0] for line in lines} - {"PWD", "SHLVL", "_", "OLDPWD"}
    assert names == {
        *("PATH", "ESCALATE_KEY", "ESCALATE_CHANNEL", "ESCALATE_TO", "ESCALATE_ADDRESS"),
        *("ESCALATE_TICKET", "ESCALATE_KIND", "ESCALATE_STORE", "ESCALATE_RUN"),
    }
    assert "canary" not in "".join(lines)


@pytest.mark.parametrize(
    ("script", "said", "permanent"),
    [
        ("exit 7", "/bin/sh ended with 7", False),
        ("echo nobody there >&2; exit 67", "/bin/sh ended with 67: nobody there", True),
        ("exit 75", "/bin/sh ended with 75", False),
        ("kill -9 $$", "/bin/sh was ended by signal 9", False),
        ("printf '\\033]0;x\\007'; exit 1", "/bin/sh ended with 1: ]0;x", False),
    ],
    ids=["a failure", "for good", "for now", "killed", "escapes"],
)
def test_a_program_that_fails(tmp_path: Path, script: str, said: str, permanent: bool) -> None:
    error = _refused(tmp_path, script)
    assert (str(error), error.permanent) == (said, permanent)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="/no/such cannot be run: no such file") as caught:
        command.run(a_parcel("command", "/no/such"), means(tmp_path))
    assert not caught.value.permanent


def test_a_program_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "LIMIT", 1)
    error = _refused(tmp_path, "sleep 99 & echo $! > child; trap '' TERM; wait; sleep 99")
    assert str(error) == "/bin/sh did not end within 1 s"
    assert is_gone(int((tmp_path / "child").read_text()))


def test_what_a_program_leaves_running_ends_with_it(tmp_path: Path) -> None:
    _run(tmp_path, "sleep 99 & echo $! > child")
    assert is_gone(int((tmp_path / "child").read_text()))


def test_a_program_that_floods_is_not_remembered(tmp_path: Path) -> None:
    error = _refused(tmp_path, "head -c 50000000 /dev/zero; echo; echo the end; exit 1")
    assert str(error) == "/bin/sh ended with 1: the end"


def test_a_program_that_reads_nothing_and_says_nothing(tmp_path: Path) -> None:
    _run(tmp_path, "exec <&- >&- 2>&-; sleep 0.2; touch told", text="x" * 200_000)
    assert (tmp_path / "told").exists()


@pytest.mark.parametrize(
    ("program", "lacks"),
    [("sh", False), (SHELL, False), ("./mine", False), ("nothing-of-that-name", True)],
)
def test_a_program_that_is_missing_is_said(tmp_path: Path, program: str, lacks: bool) -> None:
    (tmp_path / "mine").write_text("#!/bin/sh\n")
    (tmp_path / "mine").chmod(0o700)
    channel = a_parcel("command", program, "$address").channel
    found = command.lack(channel, means(tmp_path, {"PATH": "/usr/bin:/bin"}))
    assert found == ((f"there is no program {program}", f"ls -l {program}") if lacks else None)


def test_a_program_beside_the_policy_runs_there_and_knows_the_store(tmp_path: Path) -> None:
    rules, store = tmp_path / "rules", tmp_path / "store"
    for place in (rules, store):
        place.mkdir()
        program = place / "page"
        program.write_text(
            '#!/bin/sh\ncat > /dev/null; pwd > told; echo "$ESCALATE_STORE" >> told\n'
        )
        program.chmod(0o755)
    may_use = means(store, {"PATH": os.environ["PATH"]}, roots=(rules, store))
    parcel = a_parcel("command", "./page", address="+49")
    command.run(parcel, may_use)
    assert (rules / "told").read_text() == f"{rules}\n{store}\n"
    assert command.lack(parcel.channel, may_use) is None
    (rules / "page").unlink()
    command.run(parcel, may_use)
    assert (store / "told").read_text() == f"{store}\n{store}\n"


@pytest.mark.parametrize("words", [("./page",), ("/bin/sh", "page", "$address")])
def test_a_program_that_another_put_beside_the_policy_is_not_run(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    program = tmp_path / "page"
    program.write_text("#!/bin/sh\ncat > /dev/null; touch told\n")
    program.chmod(0o755)
    parcel = a_parcel("command", *words)
    may_use = means(tmp_path, strange=(program,))
    found = f"{program} belongs to eve, and nobody named it, so it is not run"
    with pytest.raises(DeliveryError) as refused:
        command.run(parcel, may_use)
    assert (str(refused.value), refused.value.permanent) == (found, False)
    assert command.lack(parcel.channel, may_use) == (
        found,
        f"if you trust eve: --store {tmp_path}",
    )
    assert not (tmp_path / "told").exists()
    command.run(parcel, means(tmp_path))
    assert (tmp_path / "told").exists()
