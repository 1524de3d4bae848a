"""`policy flow`: a tree for people, Mermaid for everything else."""

from collections.abc import Callable

import pytest

from tests.cli.shell import Result, Shell


def test_a_pipe_gets_mermaid(support: Shell) -> None:
    drawn = support.done("policy", "flow").stdout
    assert drawn.startswith("flowchart TD\n")
    assert '  m0 ==>|"what a person asks for, unless priority P1' in drawn
    assert support.done("policy", "flow", "--mermaid", "--table").stdout == drawn


def test_a_person_gets_a_tree(support: Shell) -> None:
    shown = support.done("policy", "flow", "--table").stdout.splitlines()
    assert shown[:2] == ["IT support", "  everywhere"]
    assert "      to L2: resolve-breach: clock resolve at 100%" in shown


def test_a_terminal_gets_the_tree_too(support: Shell, terminal: Callable[..., Result]) -> None:
    assert terminal("policy", "flow").plain == support.done("policy", "flow", "--table").stdout


def test_a_program_gets_both_names(support: Shell) -> None:
    told = support.done("policy", "flow", "--json").data
    assert told["name"] == "IT support"
    assert f"{told['mermaid']}\n" == support.done("policy", "flow").stdout


def test_a_policy_that_is_not_sound_is_not_drawn(support: Shell) -> None:
    support.follow("version: 1\nname: [\n")
    refused = support("policy", "flow")
    assert (refused.stdout, refused.code) == ("", 2)


def test_it_is_drawn_as_it_is_asked_for(support: Shell) -> None:
    as_mermaid = support.done("policy", "flow").stdout
    assert support.done("policy", "flow", "--format", "mermaid", "--table").stdout == as_mermaid
    tree = support.done("policy", "flow", "--table").stdout
    assert support.done("policy", "flow", "--format", "terminal").stdout == tree
    assert support.done("policy", "flow", "--format", "dot").stdout.startswith("digraph policy {")
    picture = support.done("policy", "flow", "--format", "SVG").stdout
    assert (picture[:4], picture[-7:]) == ("<svg", "</svg>\n")


def test_traffic_says_what_went_which_way(support: Shell) -> None:
    for _ in range(5):
        support.log("Mail is down", "-p", "P3")
    support.done("escalate", "1..5", "--to", "L2", "-m", "hard", "--as", "ana", now="+1h")
    support.done("return", "1", "2", "-m", "no", "--as", "bo", now="+2h")
    shown = support.done("policy", "flow", "--traffic", "--table", now="+3h").stdout
    assert "      to L1: logged (5 times on 5 tickets)\n" in shown
    assert "      to L2: by hand (5 times on 5 tickets, median 1h, 90 % 1h)\n" in shown
    assert "      to L1: handed back (2 times on 2 tickets)\n" in shown
    assert "resolve-breach: clock resolve at 100% (never)" in shown
    told = support.done("policy", "flow", "--traffic", "--json", now="+3h").data["edges"]
    [by_hand] = [edge for edge in told if edge["why"] == "by hand"]
    assert (by_hand["from"], by_hand["to"], by_hand["kind"]) == ("L1", "L2", "moves")
    assert by_hand["traffic"] == {
        "n": 5,
        "tickets": 5,
        "median_seconds": 3600,
        "p90_seconds": 3600,
    }
    none = support.done(
        "policy", "flow", "--traffic", "--since", "30m", "--table", now="+3h"
    ).stdout
    assert "by hand" not in none
    plain = support.done("policy", "flow", "--json").data["edges"]
    assert {edge["traffic"] for edge in plain} == {None}
    assert {edge["from"] for edge in plain} >= {None, "L1"}


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--format", "png"), "there is no format 'png'"),
        (("--format", "svg", "--mermaid"), "--mermaid is --format mermaid"),
        (("--since", "30d"), "--since is of the traffic"),
    ],
    ids=["no format", "two formats", "no traffic"],
)
def test_what_makes_no_sense_is_refused(support: Shell, argv: tuple[str, ...], said: str) -> None:
    refused = support("policy", "flow", *argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert said in refused.stderr
