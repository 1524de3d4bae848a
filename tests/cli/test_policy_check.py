"""`policy check` names a code for each finding, which `policy explain` explains."""

import pytest

from tests.cli.shell import Result, Shell

DOUBT = "channels: {log: {file: tickets.json, subscribe: [ticket_logged]}}"


@pytest.fixture
def doubtful(support: Shell) -> Shell:
    """Return a shell on a store whose policy has one warning."""
    support.amend("\ncalendars:", f"\n{DOUBT}\ncalendars:")
    return support


def test_a_finding_has_a_code_in_words_and_as_data(doubtful: Shell) -> None:
    found = doubtful.done("policy", "check")
    [head, *_] = found.stdout.splitlines()
    assert head.endswith(": warning: 'tickets.json' belongs to the store [W105]")
    [finding] = doubtful.done("policy", "check", "--json").data
    assert list(finding) == ["file", "line", "column", "message", "help", "severity", "code"]
    assert finding["code"] == "W105"


def test_warnings_end_in_1_where_they_are_asked_for(doubtful: Shell) -> None:
    assert doubtful("policy", "check").code == 0
    strict = doubtful("policy", "check", "--strict")
    assert (strict.stderr, strict.code) == ("", 1)
    assert strict.stdout == doubtful("policy", "check").stdout


def test_a_warning_that_is_meant_is_neither_said_nor_counted(doubtful: Shell) -> None:
    doubtful.amend(DOUBT, f"{DOUBT} # ignore: W105 of another store")
    sound = Result("", "the policy is sound\n", 0)
    assert doubtful("policy", "check", "--strict") == sound


def test_a_sound_policy_is_sound_when_it_is_strict(support: Shell) -> None:
    assert support("policy", "check", "--strict") == Result("", "the policy is sound\n", 0)


def test_a_policy_that_is_gone_has_a_code_too(support: Shell) -> None:
    support.log("Mail is down")
    support.policy.unlink()
    [finding] = support("policy", "check", "--json").data
    assert (finding["code"], finding["severity"]) == ("E100", "error")


def test_a_code_is_explained_with_both_examples(escalate: Shell) -> None:
    said = escalate.done("policy", "explain", "w302").stdout
    assert said == (
        "W302 (warning): a trigger that does nothing\n\n"
        "It finds its cases, and nobody hears of them and nothing moves.\n\n"
        "Bad:\n\n    triggers: [{type: vip, name: important}]\n\n"
        "Good:\n\n    triggers: [{type: vip, name: important, notify: lead}]\n"
    )
    data = escalate.done("policy", "explain", "E201", "--json").data
    assert list(data) == ["schema", "code", "severity", "title", "why", "bad", "good"]
    assert (data["code"], data["severity"], data["title"]) == ("E201", "error", "unknown key")


def test_without_a_code_all_are_listed(escalate: Shell) -> None:
    rows = escalate.done("policy", "explain").stdout.splitlines()
    assert rows[0] == "E100\tthe policy cannot be read"
    assert {"code": "E201", "title": "unknown key"} in escalate("policy", "explain", "--json").data


@pytest.mark.parametrize(
    ("typed", "advice"),
    [("W2099", "did you mean W209?"), ("lint", "escalate policy explain lists them all")],
    ids=["nearly a code", "no code at all"],
)
def test_a_code_that_is_none_is_not_found(escalate: Shell, typed: str, advice: str) -> None:
    said = f"escalate: error: no finding has the code {typed}\nhelp: {advice}\n"
    assert escalate("policy", "explain", typed) == Result("", said, 1)


def test_the_schema_is_json_that_an_editor_reads(escalate: Shell) -> None:
    shown = escalate("policy", "schema")
    assert (shown.stderr, shown.code) == ("", 0)
    assert shown.data["properties"]["version"]["description"] == "`1`."
