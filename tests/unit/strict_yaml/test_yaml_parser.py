"""Bytes become a tree with places; hostile ones are refused fast."""

import subprocess
import sys

import pytest
import yaml

from escalate_cli.policyfile.loading import check
from escalate_cli.strict_yaml import yaml_parser
from escalate_cli.strict_yaml.diagnostics import Diagnostics, Problem
from escalate_cli.strict_yaml.syntax_tree import Items, MappingNode, Node, Scalar
from escalate_cli.strict_yaml.yaml_parser import read
from tests.patience import costing_less_than
from tests.unit.policyfile.files import TODAY

WITHOUT_C = """
import sys, yaml
del yaml.CSafeLoader
from escalate_cli.strict_yaml.diagnostics import Diagnostics
from escalate_cli.strict_yaml.yaml_parser import read
print(read(b"a: [1, {b: on}]", Diagnostics()))
"""


def _tree(source: str | bytes) -> Node:
    report = Diagnostics()
    tree = read(source.encode() if isinstance(source, str) else source, report)
    assert report.problems == []
    assert tree is not None
    return tree


def _value(source: str | bytes, key: str = "a") -> Node:
    tree = _tree(source)
    assert isinstance(tree, MappingNode)
    return tree.entries[key].value


def _problems(source: str | bytes) -> list[Problem]:
    report = Diagnostics()
    read(source.encode() if isinstance(source, str) else source, report)
    return report.problems


def _said(source: str | bytes) -> list[str]:
    return [f"{p.line}:{p.column} {p.message}" for p in _problems(source)]


@pytest.mark.parametrize(
    "text", ["on", "no", "NO", "12:30", "12:30:00", "2026-12-25", "1h", "014", "0x1f", "~", "1e3"]
)
def test_a_plain_value_is_its_text(text: str) -> None:
    assert _value(f"a: {text}") == Scalar(line=1, column=4, text=text, plain=True)


@pytest.mark.parametrize("quoted", ["'true'", '"true"', "|\n  true", ">-\n  true"])
def test_quotes_are_remembered(quoted: str) -> None:
    value = _value(f"a: {quoted}")
    assert isinstance(value, Scalar)
    assert (value.text.strip(), value.plain) == ("true", False)


def test_every_part_knows_its_place() -> None:
    tree = _tree("a:\n  - b\n  - {c: d}\n")
    assert isinstance(tree, MappingNode)
    items = tree.entries["a"].value
    assert isinstance(items, Items)
    inner = items.items[1]
    assert isinstance(inner, MappingNode)
    found = [tree, tree.entries["a"].key, items, items.items[0], inner, inner.entries["c"].value]
    assert [(node.line, node.column) for node in found] == [
        (1, 1),
        (1, 1),
        (2, 3),
        (2, 5),
        (3, 5),
        (3, 9),
    ]


def test_the_place_counts_characters_not_bytes() -> None:
    assert _value("{ü: 1, a: 2}") == Scalar(line=1, column=11, text="2", plain=True)


@pytest.mark.parametrize(
    "source",
    [b"\xef\xbb\xbfa: b\n", b"a: b\r\n", b"a: b", b"---\na: b\n...\n", b"%YAML 1.2\n---\na: b\n"],
    ids=["byte order mark", "CRLF", "no last line feed", "document marks", "version of YAML"],
)
def test_what_editors_add_does_no_harm(source: bytes) -> None:
    value = _value(source)
    assert isinstance(value, Scalar)
    assert (value.text, value.column) == ("b", 4)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "1:1 the file is empty"),
        (b"# nothing\n", "1:1 the file is empty"),
        (b"a: 1\nb: \xff", "2:4 the file is not UTF-8 from here on"),
        ("a: ü".encode("utf-16"), "1:1 the file is UTF-16, not UTF-8"),
        ("a: 1".encode("utf-32"), "1:1 the file is UTF-32, not UTF-8"),
        ("a: 1".encode("utf-16-le"), "1:1 the file is UTF-16LE, not UTF-8"),
        ("a: 1".encode("utf-16-be"), "1:1 the file is UTF-16BE, not UTF-8"),
        (b"a: 1\r\nb: x\x00", "2:5 the character '<U+0000>' is not allowed"),
        ("a: x\u2028b".encode(), "1:5 the character '<U+2028>' is not allowed"),
        (b"a: \x1b[2J", "1:4 the character '<U+001B>' is not allowed"),
        (b"a: 1\nb: *x\n", "2:4 aliases such as '*x' are not read"),
        (b"&x a: 1", "1:1 anchors such as '&x' are not read"),
        (b"a: !!python/object:os.system x", "1:4 tags, which begin with '!', are not read"),
        (b"a: 1\n---\nb: 1", "2:1 a second document begins"),
        (b"a: 1\nb: 2\na: 3\n", "3:1 duplicate key 'a'"),
        (b"? {a: 1}\n: 2", "1:3 expected a key, found keys with values"),
        (b"'': 2", "1:1 expected a key, found ''"),
        (b"a: [1, 2", "2:1 not YAML: did not find expected ',' or ']'"),
    ],
)
def test_what_is_not_read_is_named_at_its_place(source: bytes, said: str) -> None:
    assert _said(source) == [said]


def test_the_first_of_a_duplicate_key_stays() -> None:
    report = Diagnostics()
    tree = read(b"a: 1\na: 2\n", report)
    assert isinstance(tree, MappingNode)
    assert tree.entries["a"].value == Scalar(line=1, column=4, text="1", plain=True)
    assert report.problems[0].help == "first given on line 1"


BOMBS = {
    "aliases": b"a: &a [x,x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (n, n) for n in range(200)),
    "brackets": b"[" * 100_000,
    "braces": b"{a: " * 50_000,
    "dashes": b"- " * 100_000,
    "keys of keys": b"? " * 100_000,
    "size": b"a" * 50_000_000,
    "values": b"[" + b"a," * 500_000 + b"]",
    "duplicates": b"a: 1\n" * 200_000,
    "one long line": b"x" * 1_000_000 + b": 1: 2",
}


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_fast(source: bytes) -> None:
    with costing_less_than(5):
        assert check(source, TODAY)


def test_32_levels_are_deep_enough() -> None:
    assert _said("[" * 33 + "]" * 33) == ["1:33 more than 32 levels deep"]
    assert _said("[" * 32 + "]" * 32) == []


def test_the_c_parser_is_not_compulsory() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_C], capture_output=True, text=True, check=True
    ).stdout
    assert told.strip() == repr(_tree("a: [1, {b: on}]"))


def test_the_c_parser_is_used_where_it_is() -> None:
    assert yaml_parser._LOADER.__name__ == yaml.CSafeLoader.__name__
