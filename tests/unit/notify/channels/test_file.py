"""Files as channels."""

import json
import os
import resource
import signal
from pathlib import Path
from threading import Thread

import pytest

from escalate_cli.errors import DeliveryError
from escalate_cli.notify.channels import file
from tests.unit.notify.parcels import HOSTILE, a_parcel, means


def test_a_line_of_json_is_added_for_each_parcel(tmp_path: Path) -> None:
    for text in ("one", HOSTILE):
        file.append(a_parcel("file", "log", text=text), means(tmp_path))
    lines = (tmp_path / "log").read_text().splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["one", HOSTILE]
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


def test_a_file_beside_the_policy_goes_on_there(tmp_path: Path) -> None:
    rules, store = tmp_path / "rules", tmp_path / "store"
    rules.mkdir()
    store.mkdir()
    for place in (store, rules):
        file.append(
            a_parcel("file", "to-$address", address="ana"), means(store, roots=(rules, store))
        )
        assert len((place / "to-ana").read_text().splitlines()) == 1
        (rules / "to-ana").touch()


def test_a_new_file_in_a_teams_folder_is_the_teams(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    file.append(a_parcel("file", "log"), means(tmp_path))
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o660


def test_a_line_that_a_kill_cut_short_takes_no_other_with_it(tmp_path: Path) -> None:
    (tmp_path / "log").write_text('{"cut sho')
    file.append(a_parcel("file", "log", text="whole"), means(tmp_path))
    cut, whole = (tmp_path / "log").read_text().splitlines()
    assert (cut, json.loads(whole)["text"]) == ('{"cut sho', "whole")


def test_many_at_once_do_not_mix_their_lines(tmp_path: Path) -> None:
    for name in map(str, range(20)):
        parcel = a_parcel("file", name, text="x" * 50_000)
        threads = [Thread(target=file.append, args=(parcel, means(tmp_path))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lines = (tmp_path / name).read_text().splitlines()
        assert [len(json.loads(line)["text"]) for line in lines] == [50_000] * 8


def test_the_address_may_be_part_of_the_name(tmp_path: Path) -> None:
    file.append(a_parcel("file", "log-$address", address="ana"), means(tmp_path))
    assert (tmp_path / "log-ana").exists()


@pytest.mark.parametrize("address", ["../ana", "a/b", "..", ".", "a\0"])
def test_the_address_leads_to_no_other_folder(tmp_path: Path, address: str) -> None:
    with pytest.raises(DeliveryError, match="is no part of a file's name") as caught:
        file.append(a_parcel("file", "$address", address=address), means(tmp_path))
    assert caught.value.permanent
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["tickets.json", "tickets.json.bak", "policy.yaml", "lock", "archive/0001.json"]
)
def test_the_files_of_the_store_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / name).write_text("kept")
    for value, address in ((name, ""), (f"{tmp_path}/./{name}", ""), ("$address", name)):
        with pytest.raises(DeliveryError, match=r"belongs to the store|no part of") as caught:
            file.append(a_parcel("file", value, address=address), means(tmp_path))
        assert caught.value.permanent
    assert (tmp_path / name).read_text() == "kept"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "log").symlink_to(victim)
    with pytest.raises(DeliveryError, match=r"cannot append to .*log: too many levels"):
        file.append(a_parcel("file", "log"), means(tmp_path))
    assert victim.read_text() == "mine"


def test_only_a_regular_file_will_do(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="/dev/null is not a regular file"):
        file.append(a_parcel("file", "/dev/null"), means(tmp_path))


def test_a_folder_that_is_not_there_is_an_error_to_be_tried_again(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="no such file or directory") as caught:
        file.append(a_parcel("file", "no/log"), means(tmp_path))
    assert not caught.value.permanent


def test_a_line_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("before\n")
    pid = os.fork()
    if pid == 0:  # the limit holds for the whole life of a process
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        try:
            file.append(a_parcel("file", "log"), means(tmp_path))
        except DeliveryError as error:
            os._exit(0 if "the disk is full" in str(error) else 1)
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert (tmp_path / "log").read_text() == "before\n"


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    assert file.lack(a_parcel("file", "log-$address").channel, means(tmp_path)) is None
    found = file.lack(a_parcel("file", "no/log").channel, means(tmp_path))
    assert found == (f"there is no folder {tmp_path}/no", f"mkdir -p {tmp_path}/no")


def test_a_file_of_the_store_is_said(tmp_path: Path) -> None:
    found = file.lack(a_parcel("file", "tickets.json").channel, means(tmp_path))
    assert found == (f"{tmp_path}/tickets.json belongs to the store", "name another file")


def test_nothing_is_written_in_a_folder_that_another_put_there(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    may_use = means(tmp_path, strange=(tmp_path / "logs",))
    with pytest.raises(DeliveryError, match=r"^logs belongs to eve, and nobody named it"):
        file.append(a_parcel("file", "logs/sent"), may_use)
    assert list((tmp_path / "logs").iterdir()) == []
    file.append(a_parcel("file", str(tmp_path / "logs" / "sent")), may_use)
    file.append(a_parcel("file", "sent"), may_use)
