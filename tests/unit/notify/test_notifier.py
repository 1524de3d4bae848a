"""Several parcels at once, in bounded time."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from escalate_cli.notify import notifier
from escalate_cli.notify.notifier import ChannelNotifier
from tests.patience import PATIENCE
from tests.unit.notify.parcels import a_parcel, means
from tests.unit.notify.servers import webhook

SHELL = "/bin/sh"


def test_each_parcel_has_its_own_receipt(tmp_path: Path) -> None:
    parcels = [
        a_parcel("file", "log"),
        a_parcel("command", SHELL, "-c", "exit 67"),
        a_parcel("command", SHELL, "-c", "exit 1"),
    ]
    receipts = ChannelNotifier(means(tmp_path)).send(parcels)
    assert [(r.error, r.hopeless) for r in receipts] == [
        (None, False),
        ("/bin/sh ended with 67", True),
        ("/bin/sh ended with 1", False),
    ]


def test_what_to_do_is_part_of_the_error(tmp_path: Path) -> None:
    [receipt] = ChannelNotifier(means(tmp_path)).send([a_parcel("apprise", "env:URL")])
    assert receipt.error == "the variable URL is not set; set URL where this runs"


def test_a_channel_that_hangs_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifier, "PATIENCE", 1)
    with webhook(speaks=False) as server:
        parcels = [a_parcel("apprise", f"json://{server.place}")] * 3 + [a_parcel("file", "log")]
        receipts = ChannelNotifier(means(tmp_path)).send(parcels)
    assert [r.error for r in receipts] == ["no answer within 1 s"] * 3 + [None]
    assert [r.slow for r in receipts] == [True, True, True, False]


@pytest.mark.parametrize(("limit", "slow"), [(0.0, True), (PATIENCE, False)])
def test_a_channel_that_fails_late_is_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: float, slow: bool
) -> None:
    monkeypatch.setattr(notifier, "SLOW", limit)
    [receipt] = ChannelNotifier(means(tmp_path)).send([a_parcel("file", "no/log")])
    assert receipt.slow is slow


def test_a_channel_that_breaks_tells_no_secret(tmp_path: Path) -> None:
    [receipt] = ChannelNotifier(means(tmp_path)).send([a_parcel("file", "$canary")])
    assert receipt.error == "the channel broke: KeyError"
    assert not receipt.hopeless


def test_it_knows_how_long_it_has_been_at_work(tmp_path: Path) -> None:
    at_work = ChannelNotifier(means(tmp_path))
    time.sleep(0.01)
    assert timedelta(seconds=0.01) <= at_work.elapsed() < timedelta(seconds=PATIENCE)


def test_nothing_is_sent_by_a_policy_that_is_not_trusted(tmp_path: Path) -> None:
    told = means(tmp_path, distrust=("the policy belongs to eve", "name it"))
    receipts = ChannelNotifier(told).send([a_parcel("file", "log"), a_parcel("command", SHELL)])
    assert [r.error for r in receipts] == ["the policy belongs to eve; name it"] * 2
    assert list(tmp_path.iterdir()) == []
