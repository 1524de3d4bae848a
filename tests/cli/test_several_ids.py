"""Several tickets at a time: all or none."""

from tests.cli.shell import Result, Shell


def three(escalate: Shell) -> Shell:
    """Log three tickets."""
    for title in ("A", "B", "C"):
        escalate.log(title)
    return escalate


def test_all_are_done_in_the_order_given(escalate: Shell) -> None:
    done = three(escalate).done("ack", "T-3", "1", "t-2")
    assert [row[0] for row in done.rows] == ["T-3", "T-1", "T-2"]
    changes = {escalate.show(n)["events"][-1]["change"] for n in ("1", "2", "3")}
    assert len(changes) == 1, "it was one command"


def test_one_that_cannot_keeps_the_others_back(escalate: Shell) -> None:
    three(escalate).done("resolve", "2")
    before = escalate.file()
    refused = escalate("resolve", "1", "2", "3")
    assert (refused.stdout, refused.code) == ("", 1)
    assert refused.stderr.startswith("escalate: error: T-2 is resolved")
    assert escalate.file() == before


def test_one_that_is_not_there_keeps_the_others_back(escalate: Shell) -> None:
    before = three(escalate).file()
    assert escalate("ack", "1", "99").code == 1
    assert escalate.file() == before


def test_the_same_one_twice_is_done_once(escalate: Shell) -> None:
    assert three(escalate).done("ack", "1", "T-1").stdout.count("\n") == 1
    assert escalate.kinds() == ["ticket_logged", "ticket_acknowledged"]


def test_quiet_prints_the_ids_alone(escalate: Shell) -> None:
    assert three(escalate)("ack", "1", "2", "-q") == Result("T-1\nT-2\n", "", 0)


def test_json_is_an_array_for_several_and_an_object_for_one(escalate: Shell) -> None:
    assert len(three(escalate).done("ack", "1", "2", "--json").data) == 2
    assert escalate.done("ack", "3", "--json").data["id"] == "T-3"
    assert len(escalate.done("show", "1", "2", "--json").data) == 2


def test_fields_may_be_chosen_from_what_changed(escalate: Shell) -> None:
    done = three(escalate).done("ack", "1", "2", "--fields", "id,owner")
    assert done.stdout == "T-1\tana\nT-2\tana\n"


def test_a_terminal_says_what_comes_next_for_all(escalate: Shell) -> None:
    told = three(escalate).done("ack", "1", "2", "--table").stdout
    assert told.splitlines()[-1] == "next: escalate resolve T-1 T-2"
