"""`policy`: checked, shown, and applied to open tickets only when asked for."""

import pytest

from tests.cli.shell import Result, Shell


def test_a_sound_policy_is_called_so(support: Shell) -> None:
    assert support("policy", "check") == Result("", "the policy is sound\n", 0)
    assert support("policy", "check", "-q") == Result("", "", 0)


def test_a_mistake_is_shown_at_its_line(support: Shell) -> None:
    support.amend("matrix: ", "matrx: ")
    found = support("policy", "check")
    assert (found.stderr, found.code) == ("", 1)
    assert "error: unknown key 'matrx'" in found.stdout
    assert "help: did you mean 'matrix'?" in found.stdout
    [problem] = [
        one for one in support("policy", "check", "--json").data if "matrx" in one["message"]
    ]
    assert (problem["severity"], problem["column"]) == ("error", 1)


def test_where_tells_which_policy_is_broken(support: Shell) -> None:
    support.amend("matrix: ", "matrx: ")
    told = support.done("where", "--json").data
    assert told["policy"] == str(support.policy)


def test_a_version_is_the_one_that_tickets_follow(support: Shell) -> None:
    support.log("Mail is slow")
    assert support.show()["policy"] == support.done("where", "--json").data["policy_version"]


def test_another_file_can_be_checked_before_it_is_used(support: Shell) -> None:
    file = support.store.with_name("new.yaml")
    file.write_text("version: 2\n", encoding="utf-8")
    found = support("policy", "check", str(file))
    assert found.code == 1
    assert found.stdout.startswith(f"{file}:1:")
    assert support("policy", "check").code == 0


def test_the_policy_is_shown_as_its_file_has_it(support: Shell) -> None:
    shown = support.done("policy", "show").stdout
    assert shown == support.policy.read_text(encoding="utf-8")
    assert support.done("policy", "show", "--json").data["name"] == "IT support"


def test_without_a_file_the_built_in_policy_is_shown(escalate: Shell) -> None:
    assert "name: Built-in policy" in escalate.done("policy", "show").stdout
    assert escalate("policy", "check").code == 0


@pytest.fixture
def stricter(support: Shell) -> Shell:
    """Log a ticket, then shorten its target by hand from 24 hours to one."""
    support.log("Mail is slow")
    support.done("ack", "1", now="+1m")
    support.amend("first_response: 4h, resolve: 24h", "first_response: 4h, resolve: 1h")
    return support


def due(escalate: Shell, ticket: str = "1") -> str:
    """Return when a ticket is due."""
    return str(escalate.show(ticket, now="+2h")["due_at"])


def test_an_edited_file_changes_no_ticket_that_is_there(stricter: Shell) -> None:
    assert due(stricter) == "2026-11-26T11:00:00Z"
    assert stricter("check", now="+2h") == Result("", "", 0)
    assert stricter.show(now="+2h")["clocks"]["resolve"]["state"] == "running"


def test_a_new_ticket_follows_the_file_as_it_is(stricter: Shell) -> None:
    stricter.log("Mail is slow, too")
    assert due(stricter, "2") == "2026-11-23T09:00:00Z"


def test_apply_counts_from_now_on(stricter: Shell) -> None:
    applied = stricter.done("policy", "apply", now="+2h")
    assert [row[0] for row in applied.rows] == ["T-1"]
    assert stricter.kinds()[-1] == "policy_applied"
    stricter.done("check", now="+3h")
    [breach] = [event for event in stricter.show()["events"] if event["kind"] == "target_breached"]
    assert breach["breached_at"] == "2026-11-23T10:00:00Z", "not before it was applied"


def test_apply_again_changes_nothing(stricter: Shell) -> None:
    stricter.done("policy", "apply", "1", now="+2h")
    before = stricter.file()
    assert stricter("policy", "apply", now="+2h") == Result("", "", 0)
    assert stricter.file() == before


def test_an_old_verdict_stays_whatever_the_file_says(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    support.done("check", now="+20m")
    before = [one for one in support.show()["events"] if one["kind"] == "target_breached"]
    support.amend("acknowledge: 15m", "acknowledge: 2h")
    support.done("policy", "apply", now="+21m")
    support.done("check", now="+22m")
    after = [one for one in support.show()["events"] if one["kind"] == "target_breached"]
    assert after == before
    assert len(before) == 2


def test_a_level_that_is_gone_keeps_its_tickets_under_the_old_policy(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    support.done("escalate", "1", "--to", "L2")
    support.amend("level: L2,", "level: L5,")
    support.amend("escalate: L2,", "escalate: L5,")
    refused = support("policy", "apply", "1")
    assert refused.code == 1
    assert "T-1 is at the functional level L2, which the policy no longer has" in refused.stderr


def _break_policy(support: Shell) -> None:
    support.amend("priorities:", "prioritties:")


@pytest.mark.parametrize(
    "words",
    [("list",), ("show", "1"), ("why", "1"), ("ack", "1"), ("log", "Disk full"), ("report",)],
    ids=lambda words: words[0],
)
def test_where_the_policy_is_broken_the_last_version_applies(
    support: Shell, words: tuple[str, ...]
) -> None:
    support.log("Mail is down", "-p", "P1")
    _break_policy(support)
    done = support(*words)
    assert done.code == 0
    assert done.stdout
    assert done.stderr.startswith("escalate: warning: the policy cannot be used: ")
    assert "missing key 'priorities'" in done.stderr
    assert "escalate policy check" in done.stderr


def test_check_goes_on_with_it_and_ends_in_2(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1", now="2026-11-23T08:00:00Z")
    _break_policy(support)
    done = support("check", now="2026-11-23T10:00:00Z")
    assert done.code == 2
    assert "p1-one-hour: L1 -> L2" in done.stdout
    assert done.stderr.startswith("escalate: warning: the policy cannot be used")


@pytest.mark.parametrize(
    "words", [("apply",), ("flow",), ("show",), ("preview", "handoff", "--ticket", "1")]
)
def test_what_is_about_the_policy_itself_refuses_a_broken_one(
    support: Shell, words: tuple[str, ...]
) -> None:
    support.log("Mail is down", "-p", "P1")
    _break_policy(support)
    done = support("policy", *words)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("escalate: error: the policy cannot be used")


def test_a_policy_that_was_asked_for_is_not_replaced_by_another(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    _break_policy(support)
    done = support("list", "--policy", str(support.policy))
    assert (done.code, done.stdout) == (2, "")


def test_a_query_says_which_tickets_follow(stricter: Shell) -> None:
    before = stricter.show()["policy"]
    assert stricter("policy", "apply", "--only", "-status:open,acknowledged") == Result("", "", 0)
    assert stricter.show()["policy"] == before
    refused = stricter("policy", "apply", "1", "--only", "status:open")
    assert (refused.stdout, refused.code) == ("", 2)
    assert "tickets are named or asked for, not both" in refused.stderr
    stricter.done("policy", "apply", "--only", "-is:unacknowledged", now="+2h")
    assert stricter.show()["policy"] != before
