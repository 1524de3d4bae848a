"""Whose a store and a policy are, link by link; owners are told, so that no test needs root."""

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from escalate_cli.errors import DistrustedError
from escalate_cli.trust import Trust, exposure

ME, EVE = 1001, 4242


def a_trust(*of_eve: Path) -> Trust:
    """Trust one account, which owns all but some paths."""

    def look(path: Path) -> os.stat_result:
        facts = list(os.lstat(path))
        facts[4] = EVE if path in of_eve else ME
        return os.stat_result(facts)

    return Trust(accounts=frozenset({ME, 0}), look=look)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make a folder with a store reached by links, and what they lead to."""
    for name in ("real", "data", "rules"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / ".escalate").symlink_to("real")
    (tmp_path / "data" / "tickets").write_bytes(b"")
    (tmp_path / "real" / "tickets.json").symlink_to("../data/tickets")
    (tmp_path / "rules" / "ours.yaml").write_bytes(b"")
    (tmp_path / "rules" / "current").symlink_to("ours.yaml")
    (tmp_path / "real" / "policy.yaml").symlink_to("../rules/current")
    return tmp_path


def found(place: Path, *of_eve: str) -> str | None:
    """Use the store where eve owns some paths, and name the one that it is refused for."""
    trust, store = a_trust(*(place / name for name in of_eve)), place / ".escalate"
    try:
        trust.refuse_store(store)
        trust.refuse_policy(store / "policy.yaml", store)
    except DistrustedError as error:
        return str(error).partition(" belongs to ")[0]
    return None


def test_what_is_all_ones_own_is_used(place: Path) -> None:
    assert found(place) is None


@pytest.mark.parametrize(
    "path",
    [
        ".escalate",
        "real",
        ".escalate/tickets.json",
        "data",
        ".escalate/../data/tickets",
        ".escalate/policy.yaml",
        "rules",
        ".escalate/../rules/current",
        ".escalate/../rules/ours.yaml",
    ],
)
def test_one_piece_of_somebody_elses_is_enough_to_be_refused(place: Path, path: str) -> None:
    assert found(place, path) == str(place / path)


def test_the_refusal_names_the_owner_and_the_way_out(tmp_path: Path) -> None:
    folder = tmp_path / "it's eve's"
    folder.mkdir()
    with pytest.raises(DistrustedError) as error:
        a_trust(folder).refuse_store(folder)
    assert str(error.value) == (
        f"{folder} belongs to uid:{EVE}, and nobody named it, so it is not used"
    )
    named = f"'{tmp_path}/it'\"'\"'s eve'\"'\"'s'"
    assert error.value.help == (
        f"if you trust uid:{EVE}: --store {named}, or export ESCALATE_STORE={named}"
    )


def test_where_nothing_is_nobody_is_distrusted(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    trust = a_trust(folder)
    trust.refuse_store(folder)
    trust.refuse_policy(folder / "policy.yaml", folder)
    folder.mkdir()
    with pytest.raises(DistrustedError):
        trust.refuse_store(folder)


def test_a_link_to_itself_is_looked_at_once_and_for_all(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.symlink_to(policy)
    a_trust().refuse_policy(policy, tmp_path)
    with pytest.raises(DistrustedError):
        a_trust(policy).refuse_policy(policy, tmp_path)


@pytest.mark.parametrize(
    ("mode", "is_used"),
    [(0o2770, True), (0o770, True), (0o700, False), (0o2777, False), (0o1777, False)],
    ids=["a team's", "a group's", "ones own", "everybody's", "everybody's, sticky"],
)
def test_in_a_folder_of_a_group_a_member_may_own_the_tickets_not_the_policy(
    tmp_path: Path, mode: int, is_used: bool
) -> None:
    tmp_path.chmod(mode)
    tickets, policy = tmp_path / "tickets.json", tmp_path / "policy.yaml"
    for file in (tickets, policy):
        file.touch()
    trust = a_trust(tickets, policy)
    with nullcontext() if is_used else pytest.raises(DistrustedError, match=r"tickets\.json"):
        trust.refuse_store(tmp_path)
    with pytest.raises(DistrustedError, match=r"policy\.yaml belongs to"):
        trust.refuse_policy(policy, tmp_path)


def test_a_team_is_trusted_only_in_a_folder_of_somebody_trusted(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    (tmp_path / "tickets.json").touch()
    with pytest.raises(DistrustedError, match=f"^{tmp_path} belongs to"):
        a_trust(tmp_path).refuse_store(tmp_path)


@pytest.mark.parametrize(
    ("of_eve", "owner"),
    [(None, None), *((name, "uid:4242") for name in ("hooks/page", "hooks/real", "in", "hooks"))],
    ids=["mine", "the link", "the program", "its folder", "a link to it"],
)
def test_a_program_in_a_teams_folder_must_be_of_somebody_trusted(
    tmp_path: Path, of_eve: str | None, owner: str | None
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "real").touch()
    (tmp_path / "in" / "page").symlink_to("real")
    (tmp_path / "hooks").symlink_to("in")
    trust = a_trust(*((tmp_path / of_eve,) if of_eve else ()))
    assert trust.other_owner(tmp_path, "hooks/page", ()) == owner
    assert trust.other_owner(tmp_path, "hooks/page", (tmp_path,)) is None


def test_whoever_runs_this_and_root_are_trusted() -> None:
    assert Trust.of_this_user().accounts == {os.geteuid(), 0}


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """Make a policy in a folder of its own."""
    file = tmp_path / "policy.yaml"
    file.write_text("version: 1\n")
    return file


@pytest.mark.parametrize(
    ("file", "folder", "said"),
    [
        (0o600, 0o700, None),
        (0o664, 0o2770, None),
        (0o644, 0o1777, None),
        (0o602, 0o700, "everybody can write the policy, so nothing is sent by it"),
        (0o600, 0o777, "everybody can replace the policy, so nothing is sent by it"),
    ],
    ids=["ours", "the team's", "in a place like /tmp", "open", "in an open folder"],
)
@pytest.mark.parametrize("by_link", [False, True], ids=["itself", "by a link"])
def test_by_what_everybody_can_write_nothing_is_sent(
    policy: Path,
    tmp_path_factory: pytest.TempPathFactory,
    file: int,
    folder: int,
    said: str | None,
    by_link: bool,
) -> None:
    policy.chmod(file)
    policy.parent.chmod(folder)
    link = tmp_path_factory.mktemp("mine") / "policy.yaml"
    link.symlink_to(policy)
    found = exposure(link if by_link else policy)
    assert (found[0] if found else None) == said
    if found:
        assert found[1] == f"chmod o-w {policy if 'write' in found[0] else policy.parent}"


def test_a_link_that_everybody_can_replace_is_as_bad(
    policy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("open") / "policy.yaml"
    link.symlink_to(policy)
    link.parent.chmod(0o777)
    assert exposure(link) == (
        "everybody can replace the policy, so nothing is sent by it",
        f"chmod o-w {link.parent}",
    )


def test_a_policy_that_is_gone_is_no_reason_to_send_nothing(tmp_path: Path) -> None:
    link = tmp_path / "policy.yaml"
    assert exposure(link) is None
    link.symlink_to("gone/away/policy.yaml")
    assert exposure(link) is None


def test_below_a_file_is_no_policy(policy: Path) -> None:
    assert exposure(policy / "policy.yaml") is None


def test_a_name_that_cannot_be_looked_at_sends_nothing(tmp_path: Path) -> None:
    found = exposure(tmp_path / ("x" * 300))
    assert found is not None
    assert found[0].startswith("the policy cannot be looked at, so nothing is sent by it: ")


def test_relative_paths_begin_beside_the_real_policy(place: Path) -> None:
    store, rules = place / ".escalate", Path(os.path.realpath(place / "rules"))
    assert a_trust().roots(store / "policy.yaml", store) == (rules, store)
    assert a_trust(place / "real").roots(store / "policy.yaml", store) == (rules,)


@pytest.mark.parametrize("policy", [None, "policy.yaml", "gone.yaml", "pipe"])
def test_a_policy_in_the_store_or_nowhere_leaves_them_in_the_store(
    tmp_path: Path, policy: str | None
) -> None:
    (tmp_path / "policy.yaml").touch()
    os.mkfifo(tmp_path / "pipe")
    assert a_trust().roots(tmp_path / policy if policy else None, tmp_path) == (tmp_path,)
