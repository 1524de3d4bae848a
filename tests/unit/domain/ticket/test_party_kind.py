"""The parties are named in stored histories and in public JSON, for ever."""

from escalate_cli.domain.ticket.party_kind import Party


def test_the_names_of_the_parties_are_promised() -> None:
    assert [party.value for party in Party] == ["team", "requester", "machine", "other"]
