"""Files that somebody made to do harm: one line says so, at once, and nothing is stored."""

import json
import os

import pytest

from tests.cli.shell import Result, Shell
from tests.patience import costing_less_than
from tests.unit.store import names

TEXTS = {
    "a field twice": ('{"title": "a", "title": "b"}', "'title' is given twice"),
    "twice in an array": ('[{"title": "a"}, {"vip": true, "title": "b", "vip": false}]', "twice"),
    "no number": ('{"title": "a", "vip": NaN}', "malformed"),
    "infinity": ('{"title": "a", "priority": 1e999}', "out of range"),
    "5,000 digits": ('{"title": "a", "vip": %s}' % ("9" * 5000), "out of range"),
    "100,000 deep": ("[" * 100_000, "it is nested too deep"),
    "deep in a field": ('{"title": %s' % ("[" * 100_000), "expected 'str'"),
    "deep objects": ('{"title":' * 100_000, "expected 'str'"),
    "half a letter": ('{"title": "\\ud800"}', "truncated"),
    "a field of ours": ('{"title": "a", "by": "ceo"}', "unknown field 'by'"),
    "no object": ('["a"]', "expected 'object'"),
    "no text": ('{"title": null}', "expected 'str'"),
    "no title": ('{"title": " \\t "}', "title"),
    "nothing": ("", "holds no ticket"),
    "no JSON": ("title: a", "malformed"),
    "not UTF-8": (b'{"title": "\xff\xfe"}', "is not UTF-8"),
    "UTF-16 without its mark": ('{"title": "a"}'.encode("utf-16-le"), "malformed"),
}


def refused(escalate: Shell, *argv: str) -> Result:
    """Run a command line that must be refused, in a line, with nothing stored."""
    with costing_less_than(5):
        result = escalate(*argv)
    assert (result.code, result.stdout) == (2, ""), result.stderr[:300]
    assert result.stderr.count("escalate: error: ") == 1
    assert "unexpected" not in result.stderr
    assert len(result.stderr.splitlines()) <= 2
    assert len(result.stderr) < 1000
    assert not escalate.store.exists() or "tickets.json" not in names(escalate.store)
    return result


@pytest.mark.parametrize(("text", "said"), TEXTS.values(), ids=TEXTS)
def test_hostile_json_makes_no_ticket(escalate: Shell, text: str | bytes, said: str) -> None:
    file = escalate.store.with_name("hostile.json")
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert said in refused(escalate, "log", "--from", str(file)).stderr


def test_a_good_ticket_among_bad_ones_is_not_stored_either(escalate: Shell) -> None:
    lines = [json.dumps({"title": "good"}), '{"title": "a", "title": "b"}']
    file = escalate.store.with_name("mixed.jsonl")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "line 2: 'title' is given twice" in refused(escalate, "log", "--from", str(file)).stderr


IMPORT = ("import", "--from", "servicenow", "--tz", "UTC")
READERS = {"log": ("log", "--from"), "import": IMPORT}


@pytest.mark.parametrize("argv", READERS.values(), ids=READERS)
def test_an_endless_line_is_not_read_to_its_end(escalate: Shell, argv: tuple[str, ...]) -> None:
    file = escalate.store.with_name("endless")
    with file.open("wb") as endless:
        endless.truncate(1 << 30)
    result = refused(escalate, *argv, str(file))
    assert "larger than 64 MiB" in result.stderr or "longer than 4 MiB" in result.stderr


@pytest.mark.parametrize("argv", READERS.values(), ids=READERS)
def test_a_device_without_end_is_not_read_to_its_end(
    escalate: Shell, argv: tuple[str, ...]
) -> None:
    assert refused(escalate, *argv, "/dev/zero").stdout == ""


@pytest.mark.parametrize("argv", [*READERS.values(), ("restore",)], ids=[*READERS, "restore"])
def test_a_folder_is_no_file(escalate: Shell, argv: tuple[str, ...]) -> None:
    assert "is a directory" in refused(escalate, *argv, str(escalate.store.parent)).stderr


def test_a_pipe_of_the_shell_is_read(escalate: Shell) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(b'{"title": "through a pipe"}')
    assert escalate.done("log", "--from", f"/dev/fd/{reading}").stdout == "T-1\n"
    os.close(reading)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "T-1", "1/../1"])
def test_a_path_is_no_ticket(escalate: Shell, path: str) -> None:
    escalate.log("one")
    result = escalate("show", path)
    assert result.code in {0, 2}
    assert (result.code == 0) == (path == "T-1")


@pytest.mark.parametrize("zone", ["../../../etc/passwd", "/etc/passwd", "Europe/../Europe/Berlin"])
def test_a_path_is_no_zone(escalate: Shell, zone: str) -> None:
    file = escalate.store.with_name("export.csv")
    file.write_text("number\n", encoding="utf-8")
    argv = ("import", "--from", "servicenow", "--tz", zone, str(file))
    assert zone in refused(escalate, *argv).stderr
