"""Exam files: sentences written by hand with what they should come to, as `README.md` describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hub.home.actions import parse_command
from hub.home.errors import HubError
from hub.home.ids import AreaId, EntityId, UserId
from hub.home.keeping import KeptRule, Timer
from hub.home.rules import Rule
from hub.home.step import Step
from hub.home.yaml_config import ConfigError, ConfigProblem, load_yaml, parse_yaml, problem_at
from hub.language.evaluation.cases import (
    Answers,
    Asks,
    Case,
    ChoreWanted,
    Does,
    Expected,
    KeptThings,
    MovesNothing,
    Refuses,
    RuleWanted,
    Suite,
    Undoes,
    Wanted,
    Words,
)
from hub.language.evaluation.exam_sheets import (
    AsksSheet,
    CaseSheet,
    ExamSheet,
    ExpectationSheet,
    KeptRuleSheet,
    OneOrMore,
    RuleSheet,
    StepSheet,
    TimerSheet,
    WordsOrAny,
    WordsSheet,
)
from hub.language.evaluation.homes import HomeSheet, nearest, read_home, read_text

_OPS = (
    "start_timer", "cancel_timers", "pause_timers", "resume_timers", "extend_timers", "keep_rules",
    "delete_rules", "pause_rules", "resume_rules", "teach_name", "teach_phrase", "forget",
)  # fmt: skip
_EXPECTATIONS = ("does", "keeps", "asks", "answers", "refuses", "undoes", "moves_nothing")


class _Wrong(Exception):
    """A case that cannot be used: the key and what is wrong with it."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        self.message = message
        super().__init__(message)


def read_exam(folder: Path, files: Sequence[Path]) -> Suite:
    """Read the exam files of one folder; home files among them are read when named.

    Raises:
        ConfigError: files have mistakes, all of which are named.
    """
    homes: dict[str, HomeSheet] = {}
    cases: list[Case] = []
    problems: list[ConfigProblem] = []
    for file in files:
        try:
            cases += _read_cases(file, homes)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return Suite(folder.name, folder, tuple(cases))


def _read_cases(file: Path, homes: dict[str, HomeSheet]) -> list[Case]:
    text = read_text(file)
    sheet = parse_yaml(text, str(file), ExamSheet)
    tree = load_yaml(text, str(file))
    home_file = file.parent / sheet.home
    if not home_file.is_file():
        there = [each.name for each in file.parent.glob("*.yaml")]
        message = f"there is no file {sheet.home!r} beside it{nearest(sheet.home, there)}"
        raise ConfigError([problem_at(tree, ("home",), str(file), message)])
    if sheet.home not in homes:
        homes[sheet.home] = read_home(home_file)
    cases, problems = [], []
    for number, case in enumerate(sheet.cases):
        try:
            reader = _Reader(sheet, case, homes[sheet.home])
            line = problem_at(tree, ("cases", number, "say"), file.name, "").line
            cases.append(reader.case(f"{file.name}:{line}", file.stem))
        except _Wrong as wrong:
            path = ("cases", number, wrong.key)
            message = f"{wrong.message} (in {case.say!r})"
            problems.append(problem_at(tree, path, str(file), message))
    if problems:
        raise ConfigError(problems)
    return cases


@dataclass(frozen=True)
class _Reader:
    """Turns one case as written down into one that can be asked."""

    exam: ExamSheet
    sheet: CaseSheet
    home_sheet: HomeSheet

    @property
    def at(self) -> datetime:
        return self.sheet.at or self.exam.at

    def case(self, place: str, stem: str) -> Case:
        sheet = self.sheet
        self._check_ids(sheet.states, "states")
        areas = [each.id for each in self.home_sheet.areas]
        area = sheet.area or self.exam.area
        if area is not None and area not in areas:
            raise _Wrong("area", f"there is no area {area!r}{nearest(area, areas)}")
        user = sheet.user or self.exam.user
        expected = [self.expected(each) for each in (sheet, *sheet.or_)]
        return Case(
            say=sheet.say,
            place=place,
            home=self.home_sheet,
            at=self.at,
            expected=tuple(expected),
            category=sheet.category or self.exam.category or stem,
            language=sheet.language or self.exam.language,
            area_id=AreaId(area) if area else None,
            user_id=UserId(user) if user else None,
            before=_several(sheet.before),
            states=sheet.states,
            kept=self.kept(),
        )

    def expected(self, sheet: ExpectationSheet) -> Expected:
        given = [name for name in _EXPECTATIONS if getattr(sheet, name) not in (None, False)]
        if given not in (["does", "keeps"], *([name] for name in _EXPECTATIONS)):
            known = ", ".join(_EXPECTATIONS)
            raise _Wrong(given[-1] if given else "say", f"expect exactly one of {known}")
        match given[0]:
            case "does" | "keeps":
                chores = tuple(self.chore(fields) for fields in sheet.keeps or ())
                return Does(self.wanted(sheet.does or ()), chores, sheet.left_out)
            case "asks":
                return self.asks(sheet.asks)
            case "answers":
                return Answers(_words(sheet.answers))
            case "refuses":
                return Refuses(_words(sheet.refuses))
            case "undoes":
                return Undoes()
            case _:
                return MovesNothing()

    def asks(self, sheet: object) -> Asks:
        if not isinstance(sheet, AsksSheet):
            return Asks()
        options = sheet.options
        if options is not None:
            self._check_ids(options, "asks")
        proposal = sheet.proposal
        return Asks(
            words=_words(sheet),
            options=frozenset(map(EntityId, options)) if options is not None else None,
            proposal=self.wanted(proposal) if proposal is not None else None,
        )

    def wanted(self, sheets: Sequence[StepSheet]) -> Wanted:
        low = tuple(self.step(sheet, "from") for sheet in sheets)
        return Wanted(low, tuple(self.step(sheet, "to") for sheet in sheets))

    def step(self, sheet: StepSheet, end: str) -> Step:
        targets = _several(sheet.targets)
        if sheet.action is None or not targets:
            raise _Wrong("does", "a step needs action and targets")
        self._check_ids(targets, "does")
        data = {key: _end_of(value, end) for key, value in sheet.data.items()}
        try:
            command = parse_command(sheet.action, data)
            return Step.model_validate({"command": command, "targets": targets})
        except HubError as error:
            raise _Wrong("does", str(error)) from None

    def chore(self, fields: Mapping[str, Any]) -> ChoreWanted:
        if "rule" in fields:
            return ChoreWanted(rule=self.rule(fields))
        op = str(fields.get("op", ""))
        if op not in _OPS:
            raise _Wrong("keeps", f"an entry needs rule, or op: one of {', '.join(_OPS)}")
        return ChoreWanted(fields=fields)

    def rule(self, fields: Mapping[str, Any]) -> RuleWanted:
        try:
            sheet = RuleSheet.model_validate(fields["rule"])
        except ValueError as error:
            message = " ".join(str(error).split())[:300]
            raise _Wrong("keeps", f"not a rule: {message}") from None
        steps = sheet.steps
        return RuleWanted(
            triggers=sheet.triggers,
            conditions=sheet.conditions,
            steps=None if steps is None else self.wanted([s for s in steps if s.action]),
            delays_s=tuple(s.delay_s for s in steps or () if s.delay_s is not None),
            tells=tuple(_words(s.tell) for s in steps or () if s.tell is not None),
            once=sheet.once,
            alias=sheet.alias,
        )

    def kept(self) -> KeptThings:
        kept = self.sheet.kept
        return KeptThings(
            timers=tuple(sorted(map(self.timer, kept.timers), key=lambda t: t.left_s(self.at))),
            rules=tuple(self.kept_rule(rule) for rule in kept.rules),
            phrases=kept.phrases,
        )

    def timer(self, sheet: TimerSheet) -> Timer:
        left = sheet.left_s if sheet.left_s is not None else sheet.duration_s
        return Timer(
            id=sheet.id,
            name=sheet.name,
            duration_s=sheet.duration_s,
            ends_at=None if sheet.paused else self.at + timedelta(seconds=left),
            remaining_s=left,
            area_id=AreaId(sheet.area) if sheet.area else None,
            user_id=UserId(sheet.user) if sheet.user else None,
        )

    def kept_rule(self, sheet: KeptRuleSheet) -> KeptRule:
        actions = tuple(self.step(step, "from") for step in sheet.steps)
        values = {
            "id": sheet.id, "alias": sheet.alias, "said": sheet.said, "once": sheet.once,
            "triggers": sheet.triggers, "conditions": sheet.conditions, "actions": actions,
        }  # fmt: skip
        try:
            rule = Rule.model_validate(values)
        except ValueError as error:
            message = " ".join(str(error).split())[:300]
            raise _Wrong("kept", f"rule {sheet.id!r}: {message}") from None
        user = UserId(sheet.user) if sheet.user else None
        return KeptRule(rule, is_paused=sheet.paused, user_id=user)

    def _check_ids(self, ids: Any, key: str) -> None:
        known = self.home_sheet.entity_ids()
        for entity_id in ids:
            if entity_id not in known:
                message = f"there is no entity {entity_id!r}{nearest(entity_id, known)}"
                raise _Wrong(key, message)


def is_exam(tree: object) -> bool:
    """Tell whether a YAML tree is a file of sentences in Lares' own format."""
    return isinstance(tree, Mapping) and "cases" in tree


def _several(value: OneOrMore) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _end_of(value: Any, end: str) -> Any:
    is_range = isinstance(value, Mapping) and set(value) == {"from", "to"}
    return value[end] if is_range else value


def _words(sheet: WordsOrAny | None) -> Words:
    match sheet:
        case WordsSheet():
            return Words(_several(sheet.has), _several(sheet.has_not))
        case str() | tuple():
            return Words(_several(sheet))
        case _:
            return Words()
