"""Rules that are kept: what a sentence about them comes to."""

import difflib
from collections.abc import Sequence
from datetime import datetime, timedelta

from hub.home.chores import ChangeRules, KeepRules
from hub.home.home import Home
from hub.home.keeping import Kept, KeptRule
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Request
from hub.home.rules import Rule, SunTrigger, Tell, TimeTrigger
from hub.language.chores.rule_words import Clock, RuleTarget, RuleWish, rule_target, rule_wishes
from hub.language.chores.saying import said_plainly
from hub.language.kinds import domain_words, stem
from hub.language.names import plain
from hub.language.resolve import listed

NO_RULES = "I keep no rules."
NO_SUCH_RULE = "I keep no such rule."
# More rules than this are not read out.
MOST_TOLD = 6
ALIKE = 0.84
_EVENING_HOUR = 17
_NIGHT_ENDS_HOUR = 6

_OPS = {"delete": "delete_rules", "pause": "pause_rules", "resume": "resume_rules"}
_ON = frozenset({"turn_on", "open_cover", "open_valve", "unlock", "start", "media_play", "press"})
_OFF = frozenset({"turn_off", "close_cover", "close_valve", "lock", "return_to_base", "media_stop"})
_VERBS = {
    "open": ("open_cover", "open_valve"), "close": ("close_cover", "close_valve"),
    "shut": ("close_cover", "close_valve"), "lock": ("lock",), "unlock": ("unlock",),
    "dim": ("turn_on",), "start": ("start",), "stop": ("stop",),
}  # fmt: skip
# The hours of each part of the day, the last not in it.
_PARTS = {"morning": (4, 12), "afternoon": (12, 18), "evening": (16, 24), "night": (18, 6)}
_KINDS = domain_words()


def rules(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what a sentence about kept rules comes to; None if it is about something else."""
    for wish in rule_wishes(request.text):
        body = _body(wish, request, home, kept)
        if body is not None:
            return body
    return _to_our_question(request, home, kept)


def _body(  # noqa: PLR0911 - one return a case
    wish: RuleWish, request: Request, home: Home, kept: Kept
) -> Body | None:
    target = wish.target
    found = _meant(wish, request, home, kept)
    if wish.want == "list":
        return _told(found, target, request) if _is_about_rules(target) else None
    if wish.want == "when":
        return _told(found, target, request) if found else None
    if not found:
        if not target.says_rule:
            return None
        return Refusal(text=NO_SUCH_RULE if kept.rules else NO_RULES, code="no_target")
    if len(found) > 1 and wish.want in {"pause", "resume"} and not target.says_rule:
        return None
    if len(found) > 1 and not target.is_all:
        names = listed((f'"{one.rule.alias}"' for one in found[:MOST_TOLD]), "or")
        return Question(text=f"Which rule do you mean: {names}?")
    return _change(wish, found)


def _change(wish: RuleWish, found: Sequence[KeptRule]) -> Chores | Question:
    chore = ChangeRules.model_validate(
        {"op": _OPS[wish.want], "rule_ids": tuple(one.rule.id for one in found)}
    )
    if wish.want == "delete" and len(found) > 1:
        names = listed(f'"{one.rule.alias}"' for one in found)
        text = f"Shall I delete these {len(found)} rules: {names}?"
        return Question(text=text, chores=(chore,))
    return Chores(chores=(chore,))


def _to_our_question(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what an answer to "which rule do you mean?" or to a list comes to."""
    if not request.last_said:
        return None
    for wish in rule_wishes(request.last_said):
        found = _meant(wish, request, home, kept)
        if wish.want in {"list", "when"}:
            continue
        if len(found) < 2 or wish.target.is_all:  # noqa: PLR2004 - nothing was asked
            continue
        target = rule_target(said_plainly(request.text))
        chosen = [] if target.is_open else _picked(target, found, request, home)
        if target.is_all and not target.words:
            return Chores(chores=_change_all(wish, found))
        if len(chosen) == 1:
            return _change(wish, chosen)
    return None


def _change_all(wish: RuleWish, found: Sequence[KeptRule]) -> tuple[ChangeRules, ...]:
    ids = tuple(one.rule.id for one in found)
    return (ChangeRules.model_validate({"op": _OPS[wish.want], "rule_ids": ids}),)


def _meant(wish: RuleWish, request: Request, home: Home, kept: Kept) -> list[KeptRule]:
    """Return the rules a wish can be about."""
    target, found = wish.target, list(kept.rules)
    if wish.want == "resume":
        found = [one for one in found if one.is_paused] or found
    if target.is_reminder:
        found = [one for one in found if any(isinstance(a, Tell) for a in one.rule.actions)]
    if target.is_paused:
        found = [one for one in found if one.is_paused]
    spoken_of = _spoken_of(request, kept.rules)
    if target.is_pronoun or (target.is_open and target.says_rule and spoken_of):
        return spoken_of
    if target.ordinal is not None and spoken_of and not target.words:
        return _nth(spoken_of, target.ordinal)
    if target.is_open and not target.says_rule:
        return []
    if wish.want not in {"list", "when"} and target.is_all and not _is_about_rules(target):
        return []
    return _picked(target, found, request, home)


def _is_about_rules(target: RuleTarget) -> bool:
    """Tell whether a phrase names rules, or at least a time at which they run."""
    return target.says_rule or any((target.clock, target.sun, target.day))


def _spoken_of(request: Request, found: Sequence[KeptRule]) -> list[KeptRule]:
    """Return the rules that the sentence before was about."""
    ids: set[str] = set()
    for chore in request.last_chores:
        if isinstance(chore, KeepRules):
            ids |= {rule.id for rule in chore.rules}
        elif isinstance(chore, ChangeRules):
            ids |= set(chore.rule_ids)
    if ids:
        return [one for one in found if one.rule.id in ids]
    said = rule_wishes(request.last_said) if request.last_said else []
    return list(found) if said and said[0].want == "list" and said[0].target.says_rule else []


def _picked(
    target: RuleTarget, found: Sequence[KeptRule], request: Request, home: Home
) -> list[KeptRule]:
    left = [one for one in found if _fits(target, one, request, home)]
    return _nth(left, target.ordinal) if target.ordinal is not None else left


def _nth(found: Sequence[KeptRule], at: int) -> list[KeptRule]:
    return [found[at]] if -len(found) <= at < len(found) else []


def _fits(target: RuleTarget, kept: KeptRule, request: Request, home: Home) -> bool:
    rule = kept.rule
    bag = _bag(rule, home)
    if target.clock is not None and not _runs_at(rule, target.clock, request):
        return False
    if target.sun is not None and not _runs_with(rule, target.sun):
        return False
    if target.day is not None and target.day not in bag and not _runs_on(kept, target.day, request):
        return False
    if target.part is not None and target.part not in bag:
        hours = [hour for hour, _ in _times(rule, request)]
        if not any(_is_in_part(hour, target.part) for hour in hours):
            return False
    verbs = {step.command.action.partition(".")[2] for step in rule.steps}
    if target.switched is not None and verbs and not verbs & _doing(target.switched):
        return False
    return all(_says(word, bag, rule, verbs) for word in target.words)


def _is_in_part(hour: int, part: str) -> bool:
    start, end = _PARTS[part]
    return start <= hour < end if start < end else hour >= start or hour < end


def _doing(switched: str) -> frozenset[str]:
    return _ON if switched == "on" else _OFF


def _says(word: str, bag: frozenset[str], rule: Rule, verbs: set[str]) -> bool:
    """Tell whether a word fits a rule: its words, its devices' kinds, or what it does."""
    if word in _VERBS:
        return bool(verbs & set(_VERBS[word])) or word in bag
    if word in bag or stem(word) in bag:
        return True
    domains = {target.partition(".")[0] for step in rule.steps for target in step.targets}
    if domains & _KINDS.get(stem(word), frozenset()):
        return True
    return bool(difflib.get_close_matches(stem(word), bag, n=1, cutoff=ALIKE))


def _bag(rule: Rule, home: Home) -> frozenset[str]:
    texts = [rule.alias, rule.said]
    for target in (target for step in rule.steps for target in step.targets):
        entity = home.entities.get(target)
        if entity is None:
            continue
        area = home.area_of(entity)
        texts += [entity.name, *entity.aliases, area.name if area else ""]
    words = {word for text in texts for word in plain(text).split()}
    return frozenset(words | {stem(word) for word in words})


def _times(rule: Rule, request: Request) -> list[tuple[int, int]]:
    found = []
    for trigger in rule.triggers:
        if isinstance(trigger, TimeTrigger):
            at = trigger.at
            local = at.astimezone(request.at.tzinfo) if isinstance(at, datetime) else at
            found.append((local.hour, local.minute))
    return found


def _runs_at(rule: Rule, clock: Clock, request: Request) -> bool:
    for hour, minute in _times(rule, request):
        same = hour % 12 == clock.hour % 12 if clock.is_twelve else hour == clock.hour
        if same and minute == clock.minute:
            return True
    return False


def _runs_with(rule: Rule, sun: str) -> bool:
    return any(
        isinstance(trigger, SunTrigger) and trigger.event == sun for trigger in rule.triggers
    )


def _runs_on(kept: KeptRule, day: str, request: Request) -> bool:  # noqa: PLR0911 - one a day
    """Tell whether a rule's next run falls on a day, as far as that is known."""
    now = request.at
    if kept.is_paused:
        return False
    if kept.next_run is None:
        if day != "tonight":
            return False
        hours = [hour for hour, _ in _times(kept.rule, request)]
        return _runs_with(kept.rule, "sunset") or any(_is_night(hour) for hour in hours)
    run = kept.next_run.astimezone(now.tzinfo)
    if day == "tonight":
        return run - now < timedelta(hours=24) and _is_night(run.hour)
    if day == "today":
        return run.date() == now.date()
    if day == "tomorrow":
        return run.date() == now.date() + timedelta(days=1)
    return run.strftime("%A").lower() == day and run - now < timedelta(days=7)


def _is_night(hour: int) -> bool:
    return hour >= _EVENING_HOUR or hour < _NIGHT_ENDS_HOUR


def _told(found: Sequence[KeptRule], target: RuleTarget, request: Request) -> Answer:
    if not found:
        is_any = target.is_open or (target.is_all and not target.words and not target.day)
        return Answer(text=NO_RULES if is_any else NO_SUCH_RULE)
    entities = tuple(dict.fromkeys(t for k in found for s in k.rule.steps for t in s.targets))
    texts = [_described(one, request) for one in found[:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        texts.append(f"{len(found) - MOST_TOLD} more")
    count = "one rule" if len(found) == 1 else f"{len(found)} rules"
    return Answer(text=f"There {'is' if len(found) == 1 else 'are'} {count}: {listed(texts)}.",
                  entities=entities)  # fmt: skip


def _described(kept: KeptRule, request: Request) -> str:
    if kept.is_paused:
        return f'"{kept.rule.alias}" (paused)'
    if kept.next_run is None:
        return f'"{kept.rule.alias}"'
    return f'"{kept.rule.alias}" (next {_day(kept.next_run, request.at)})'


def _day(run: datetime, now: datetime) -> str:
    local = run.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    near = {0: "today", 1: "tomorrow"}
    day = near.get(days) or (f"on {local:%A}" if 0 < days < 7 else f"on {local:%d %B}")  # noqa: PLR2004
    return f"{day} at {local:%H:%M}"
