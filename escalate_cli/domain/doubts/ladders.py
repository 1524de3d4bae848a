"""Doubts about ladders: a level to which nothing leads, and a rule that leads nowhere."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level, Rule, Rules
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.ticket.ladder import NEXT, SKILLED


def doubts(policy: Policy, possible: Possible) -> Iterator[Doubt]:
    """Yield levels that tickets do not come to, and moves that do not move."""
    rules = policy.rules
    goals = {place: _goals(rule, rules, possible) for place, rule in enumerate(rules.triggers)}
    yield from _idle_moves(rules, goals, possible)
    led = {rank for ranks in goals.values() for rank in ranks}
    for level in rules.functional[1:]:
        if led and level.rank not in led:
            yield Doubt(
                ("ladders", FUNCTIONAL, level.rank, "level"),
                FindingCode.NO_WAY,
                f"no trigger leads to level '{level.id}': only people escalate to it",
                f"let a trigger escalate to {level.id}",
            )
    yield from _unanswerable(policy)
    yield from _short_rounds(rules)
    for ladder in (rules.functional, rules.management):
        yield from _same_person(ladder, policy.people)


def _goals(rule: Rule, rules: Rules, possible: Possible) -> set[int]:
    """Return the ranks on the functional ladder to which a rule moves some ticket."""
    from_ranks = [level.rank for level in rules.functional if _can_be_on(level, rule, possible)]
    if rule.escalate in {NEXT, SKILLED}:
        top = len(rules.functional) - 1
        above = {rank + 1 for rank in from_ranks if rank < top}
        return above if rule.escalate == NEXT or not above else set(range(min(above), top + 1))
    goal = rules.level(rule.escalate or "")
    if goal is None or goal.ladder != FUNCTIONAL:
        return set()
    return {goal.rank for rank in from_ranks if rank < goal.rank}


def _can_be_on(level: Level, rule: Rule, possible: Possible) -> bool:
    here = When((Condition(field="level", values=(level.id,)),))
    return possible.any([rule.when, here])


def _idle_moves(rules: Rules, goals: dict[int, set[int]], possible: Possible) -> Iterator[Doubt]:
    """Look for moves up the functional ladder to where each of their tickets is already."""
    for place, rule in enumerate(rules.triggers):
        goal = rules.level(rule.escalate or "")
        moves = rule.escalate in {NEXT, SKILLED} or (goal and goal.ladder == FUNCTIONAL)
        if moves and not goals[place] and possible.any([rule.when]):
            yield Doubt(
                ("triggers", place, "escalate"),
                FindingCode.NO_EFFECT,
                f"trigger '{rule.name}' never moves a ticket: each one is there already, or higher",
                "name a higher level",
            )


def _unanswerable(policy: Policy) -> Iterator[Doubt]:
    """Look for levels that want a yes which nobody can give."""
    rules, people = policy.rules, policy.people
    for level in rules.levels() if people.people else ():
        asks = level.approval
        by = rules.level(asks.by) if asks else None
        if asks and by and asks.auto_after is None and not has_people(by, people):
            yield Doubt(
                ("ladders", level.ladder, level.rank, "approval"),
                FindingCode.NO_WAY,
                f"nobody can give the yes that level '{level.id}' wants, as there is nobody on"
                f" '{by.id}'",
                f"give {by.id} a person, or let auto_after approve",
            )


def has_people(level: Level, people: People) -> bool:
    """Tell whether anybody takes what comes to a level, by the plan or in place of others."""
    return level.person is not None or team_has_people(level.team, people)


def team_has_people(name: str | None, people: People) -> bool:
    """Tell whether anybody is in a team, or stands in for it."""
    team = people.teams.get(name or "")
    return team is not None and bool(team.members or team.duty or team.fallback)


def _short_rounds(rules: Rules) -> Iterator[Doubt]:
    """Look for rounds that are over before they have reached the top of the ladder."""
    levels = rules.functional
    for place, rule in enumerate(rules.triggers):
        repeat = rule.repeat
        if repeat is None or not repeat.climb or repeat.times is None:
            continue
        if repeat.times < len(levels):
            yield Doubt(
                ("triggers", place, "repeat"),
                FindingCode.SHORT_ROUND,
                f"the reminders of trigger '{rule.name}' end at '{levels[repeat.times - 1].id}',"
                f" below '{levels[-1].id}'",
                f"give {len(levels)} times or more, so that each level hears of it once",
            )


def _same_person(levels: Sequence[Level], people: People) -> Iterator[Doubt]:
    """Look for a level that is one person, who is all of a lower one as well."""
    alone = [(level, crew_of(level, people)) for level in levels]
    for number, (level, crew) in enumerate(alone):
        lower = next((each.id for each, others in alone[:number] if others == crew), None)
        if lower is not None and len(crew) == 1:
            yield Doubt(
                ("ladders", level.ladder, level.rank),
                FindingCode.SAME_PERSON,
                f"level '{level.id}' is {next(iter(crew))}, who is '{lower}' as well: an escalation"
                " comes to the one who had it",
                "give it somebody else, or leave the level out",
            )


def crew_of(level: Level, people: People) -> frozenset[str]:
    """Return everybody to whom a level's tickets may come."""
    if level.person is not None:
        return frozenset({level.person})
    team = people.teams.get(level.team or "")
    planned = (name for layer in team.duty for crew in layer.crews for name in crew) if team else ()
    stand_in = (team.fallback,) if team and team.fallback else ()
    return frozenset((*(team.members if team else ()), *planned, *stand_in))
