"""`policy flow`: a tree for people, Mermaid for everything else."""

from collections.abc import Callable

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
    (support.store / "policy.yaml").write_text("version: 1\nname: [\n", encoding="utf-8")
    refused = support("policy", "flow")
    assert (refused.stdout, refused.code) == ("", 2)
