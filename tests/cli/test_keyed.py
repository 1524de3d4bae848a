"""Keys as monitors use them: what is worse raises the ticket, and nothing else does."""

from tests.cli.shell import Shell


def test_a_worse_report_raises_the_ticket_and_one_that_is_not_changes_nothing(
    support: Shell,
) -> None:
    support.done("log", "Disk 80 %", "-p", "P3", "--key", "disk")
    support.done("log", "Disk 99 %", "--impact", "high", "--urgency", "high", "--key", "disk")
    shown = support.show()
    assert (shown["priority"], shown["impact"], shown["urgency"]) == ("P1", "high", "high")
    support.done("log", "Disk 85 %", "-p", "P4", "--key", "disk", now="+5m")
    assert support.show()["priority"] == "P1"
    assert support.done("verify").code == 0


def test_a_word_that_is_no_priority_is_refused_under_a_known_key_too(support: Shell) -> None:
    support.done("log", "Disk 80 %", "--key", "disk")
    before = support.file()
    refused = support("log", "Disk 99 %", "-p", "P77", "--key", "disk")
    assert (refused.code, refused.stdout, support.file()) == (2, "", before)
    assert "there is no priority 'P77'" in refused.stderr
