"""A file gives a policy or every mistake, and says so in one error."""

from hashlib import sha256
from pathlib import Path

import pytest

from escalate_cli.errors import ExitCode, PolicyError
from escalate_cli.policyfile.loading import check, load
from escalate_cli.strict_yaml.diagnostics import MOST
from tests.unit.policyfile.files import TODAY, policy_of, problems_of, with_part


def _refused(source: bytes) -> PolicyError:
    with pytest.raises(PolicyError) as refused:
        load(source, "policy.yaml", TODAY)
    return refused.value


def test_the_error_shows_every_mistake_and_no_warning() -> None:
    error = _refused(with_part("nmae: x\ntriggers: [{type: vip, name: a}]\ncatch_up: fast"))
    assert str(error).startswith("the policy cannot be used: 2 errors\npolicy.yaml:1:1: error: ")
    assert "policy.yaml:3:11: error: " in str(error)
    assert "warning" not in str(error)


def test_one_error_is_counted_as_one() -> None:
    assert "cannot be used: 1 error\n" in str(_refused(with_part("nmae: x")))


def test_a_bad_policy_means_that_nothing_could_be_done() -> None:
    assert _refused(b"").exit_code == ExitCode.COULD_NOT


def test_warnings_do_not_keep_a_policy_from_being_used() -> None:
    snippet = "triggers: [{type: vip, name: a}]"
    assert [rule.name for rule in policy_of(snippet).rules.triggers] == ["a"]
    assert [p.severity for p in problems_of(snippet)] == ["warning"]


@pytest.mark.parametrize(("name", "kind"), [("lee", "person"), ("L1", "level"), ("owner", "role")])
def test_a_name_that_is_also_a_teams_is_told_to_nobody_but_in_versions_of_before(
    tmp_path: Path, name: str, kind: str
) -> None:
    snippet = (
        f"teams: {{frontline: {{members: [ana]}}, network: {{members: [cy]}}, {name}: {{members:"
        f" [bo]}}}}\ntriggers: [{{type: clock, name: a, clock: resolve, at: 1h, notify: {name}}}]\n"
        "targets: [{resolve: 2h}]"
    )
    assert problems_of(snippet) == []
    [problem] = problems_of(snippet, tmp_path)
    assert problem.message == f"'{name}' is a {kind} and a team"


def test_a_sound_file_has_no_problems() -> None:
    assert problems_of("name: sound") == []


def test_a_policy_is_named_by_its_bytes() -> None:
    source = with_part("name: sound")
    assert load(source, "policy.yaml", TODAY).rules.id == sha256(source).hexdigest()


def test_a_file_full_of_mistakes_is_cut_short() -> None:
    source = with_part("\n".join(f"k{n}: x" for n in range(1000)))
    problems = check(source, TODAY)
    assert len(problems) == MOST + 1
    assert problems[-1].message == f"only {MOST} problems are shown"
    assert f"cannot be used: {MOST + 1} errors" in str(_refused(source))


@pytest.mark.parametrize("source", [b"a", b"- a", b"[]", b"1"])
def test_what_is_no_table_is_no_policy(source: bytes) -> None:
    assert [p.message[:26] for p in check(source, TODAY)] == ["expected keys with values,"]


def test_bytes_that_are_no_text_are_shown_as_far_as_they_are() -> None:
    assert "1:4: error: the file is not UTF-8" in str(_refused(b"a: \xff\xfe"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_file_of_another_encoding_is_shown_with_the_way_to_save_it(encoding: str) -> None:
    said = str(_refused("version: 1".encode(encoding)))
    assert "1 | version: 1" in said
    assert "help: save it as UTF-8: iconv -f UTF-" in said
