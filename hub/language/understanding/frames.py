"""From parts to clauses: what is to be done, with what, how much, and what is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from hub.language.understanding.dangling import without_dangling
from hub.language.understanding.lexicon.tables import Lexicon, Tag
from hub.language.understanding.parts import Noun, Part

_NOUNS = frozenset({Tag.NOUN, Tag.KIND})
_VALUES = frozenset({
    Tag.AMOUNT, Tag.LEVEL, Tag.SPEED, Tag.COLOR, Tag.WHITE, Tag.CHANGE, Tag.FACTOR, Tag.MODE,
    Tag.OPTION,
})  # fmt: skip
_ACTS = _VALUES | {Tag.PARTICLE}
_IGNORED = frozenset({Tag.FILLER, Tag.ARTICLE})
# After these verbs "on" belongs to the verb.
_WITH_ON = frozenset({"do", "ensure", "on", "start", "resume"})
_BREAKS = frozenset({Tag.JOINT, Tag.STOP})
# After a joint these limit what was said before: "the lights, only the kitchen ones".
_LIMITS = frozenset({"only"})
# Said after the things that are meant: "the bedside lamps, both of them".
_APPOSED = {"both of them": "both", "all of them": "all"}


# A kind and its place in one.
_OF_THIS_ROOM = frozenset({"room light", "room lights"})


@dataclass(slots=True)
class Target:
    """One noun phrase: which things are meant."""

    nouns: list[Noun] = field(default_factory=list)
    quant: str = ""
    everything: str = ""
    states: list[str] = field(default_factory=list)
    pronoun: str = ""
    is_here: bool = False
    is_other: bool = False
    is_joined: bool = False
    is_one: bool = False
    is_else: bool = False
    is_there: bool = False
    is_after_prep: bool = False
    count: int | None = None
    said: str = ""

    @property
    def is_place_only(self) -> bool:
        """Whether it names a place and no thing in it."""
        if (self.is_here or self.is_there) and not self.nouns and not self.everything:
            return True
        return (
            bool(self.nouns)
            and self.everything in {"", "where"}
            and not self.is_one
            and all(noun.is_place and noun.kind is None for noun in self.nouns)
        )

    @property
    def is_unknown_place(self) -> bool:
        """Whether it is said as a place ("in the orangery") and the home knows none of it."""
        return (
            self.is_after_prep
            and bool(self.nouns)
            and not (self.quant or self.everything or self.pronoun or self.is_joined)
            and not any(n.named or n.is_place or n.kind for n in self.nouns)
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said that could be meant."""
        is_somewhere = self.is_here or self.is_there
        return not (self.nouns or self.everything or self.pronoun or is_somewhere or self.is_other)


@dataclass(slots=True)
class Clause:
    """One wish as said. `verbs`, `values` in the order of the words."""

    verbs: list[str] = field(default_factory=list)
    particles: list[str] = field(default_factory=list)
    values: list[Part] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    excluded: list[Target] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    degree: str = ""
    has_to: bool = False
    has_by: bool = False
    is_negated: bool = False
    unknown: list[str] = field(default_factory=list)
    text: str = ""


def clauses(parts: Sequence[Part], lexicon: Lexicon) -> list[Clause]:
    """Return the clauses of a sentence."""
    settled = without_dangling(_settle_on(_settle_in(parts)))
    return [_clause(group, lexicon) for group in _groups(settled)]


def _settle_in(parts: Sequence[Part]) -> list[Part]:
    """Tell the "in" of "bring the awning in" from the "in" of "in the hall"."""
    return [
        replace(part, tag=Tag.PARTICLE, value="in")
        if part.tag is Tag.PREP and part.text == "in" and _ends(parts[at + 1 : at + 2])
        else part
        for at, part in enumerate(parts)
    ]


def _settle_on(parts: Sequence[Part]) -> list[Part]:
    """Tell the "on" of "turn on" from the "on" of "on the desk"; "but" before a verb joins."""
    found = list(parts)
    for at, part in enumerate(found):
        if part.tag is Tag.EXCEPT and at + 1 < len(found):
            following = next((p for p in found[at + 1 :] if p.tag not in _IGNORED), None)
            if following is not None and following.tag is Tag.VERB and part.text == "but":
                found[at] = replace(part, tag=Tag.STOP)
        if part.text in _LIMITS and at and found[at - 1].tag in {Tag.EXCEPT, Tag.JOINT}:
            found[at] = replace(part, tag=Tag.UNKNOWN)
        if part.tag is Tag.PARTICLE and part.value.startswith("is ") and _is_chosen(found, at):
            found[at] = replace(part, tag=Tag.STATE, value=part.value.removeprefix("is "))
        if part.tag is not Tag.PARTICLE or part.text != "on":
            continue
        if at > 0 and found[at - 1].tag is Tag.VERB and found[at - 1].value in _WITH_ON:
            continue
        following = _following(found, at)
        if following is None or following.tag not in _NOUNS | {Tag.OPTION}:
            continue
        is_place = following.noun is not None and following.noun.is_place
        if _acts_besides(found, at) or not (_has_verb(found, at) and is_place):
            found[at] = replace(part, tag=Tag.PREP)
    return found


def _is_chosen(parts: Sequence[Part], at: int) -> bool:
    """Tell whether a state says which are meant: "whatever blinds are open"."""
    return any(part.text in {"whatever", "whichever"} for part in parts[:at])


def _following(parts: Sequence[Part], at: int) -> Part | None:
    for part in parts[at + 1 :]:
        if part.tag in _BREAKS:
            return None
        if part.tag not in _IGNORED | {Tag.QUANT}:
            return part
    return None


def _segment(parts: Sequence[Part], at: int) -> Sequence[Part]:
    start = max((n + 1 for n in range(at) if parts[n].tag in _BREAKS), default=0)
    end = next((n for n in range(at, len(parts)) if parts[n].tag in _BREAKS), len(parts))
    return [part for n, part in enumerate(parts[start:end], start) if n != at]


def _acts_besides(parts: Sequence[Part], at: int) -> bool:
    return any(
        part.tag in _ACTS or (part.tag is Tag.VERB and part.value not in {"do", "ensure"})
        for part in _segment(parts, at)
    )


def _has_verb(parts: Sequence[Part], at: int) -> bool:
    return any(part.tag is Tag.VERB for part in _segment(parts, at)) or _is_floor(parts, at)


def _is_floor(parts: Sequence[Part], at: int) -> bool:
    """Tell whether a place without an article follows: "lights on upstairs"."""
    following = parts[at + 1]
    return following.noun is not None and following.noun.is_place and following.noun.kind is None


def _groups(parts: Sequence[Part]) -> list[list[Part]]:
    """Split where a clause with an action of its own begins."""
    groups: list[list[Part]] = []
    for joint, segment in _segments(parts):
        if not any(part.tag not in _IGNORED for part in segment):
            continue
        if groups and _continues(groups[-1], segment, joint):
            groups[-1] += [joint, *segment] if joint else segment
        else:
            groups.append(list(segment))
    return groups


def _segments(parts: Sequence[Part]) -> Iterator[tuple[Part | None, list[Part]]]:
    segment: list[Part] = []
    joint: Part | None = None
    for part in parts:
        if part.tag in _BREAKS:
            if segment:
                yield joint, segment
                segment, joint = [], None
            if joint is None or joint.tag is Tag.JOINT:
                joint = part
        else:
            segment.append(part)
    if segment:
        yield joint, segment


def _tags(parts: Sequence[Part]) -> set[Tag]:
    return {part.tag for part in parts}


def _has_nouns(parts: Sequence[Part]) -> bool:
    return bool(_tags(parts) & (_NOUNS | {Tag.EVERYTHING, Tag.PRONOUN, Tag.UNKNOWN, Tag.ABSENT}))


def _continues(before: Sequence[Part], segment: Sequence[Part], joint: Part | None) -> bool:
    """Tell whether a segment belongs to the clause before it."""
    tags, earlier = _tags(segment), _tags(before)
    is_act = bool(tags & _ACTS)
    was_act = bool(earlier & _ACTS) or Tag.VERB in earlier
    if Tag.VERB in tags:
        is_lone = not was_act and not _has_nouns(segment)
        return is_lone or (Tag.VERB not in earlier and not _has_nouns(before) and not was_act)
    if joint is not None and joint.tag is Tag.STOP and Tag.EXCEPT not in tags:
        return not was_act or not (is_act or _has_nouns(segment))
    if not is_act:
        return True
    if not _has_nouns(segment):
        return not _clashes(before, segment)
    return not earlier & _ACTS


def _clashes(before: Sequence[Part], segment: Sequence[Part]) -> bool:
    """Tell whether a segment of values only contradicts the clause before it."""
    values = {part.tag for part in segment if part.tag in _ACTS}
    return bool(values & {part.tag for part in before if part.tag in _ACTS})


def _clause(parts: Sequence[Part], lexicon: Lexicon) -> Clause:
    clause = Clause(text=" ".join(part.text for part in parts))
    _Builder(clause, lexicon).take(parts)
    return clause


class _Builder:
    """Fills a clause part by part."""

    def __init__(self, clause: Clause, lexicon: Lexicon) -> None:
        self._clause = clause
        self._lexicon = lexicon
        self._now: Target | None = None
        self._is_joined = False
        self._is_after_prep = False
        self._excludes = False

    def take(self, parts: Sequence[Part]) -> None:
        """Read the parts in their order, then tie places to things."""
        for at, part in enumerate(parts):
            following = parts[at + 1] if at + 1 < len(parts) else None
            before = parts[at - 1] if at else None
            if _is_misplaced(part, before, following):
                self._clause.unknown.append(part.text)
            else:
                self._take(part, following)
        self._close()
        if self._excludes and not self._clause.excluded:
            self._clause.unknown.append("except")  # "all but one"
        self._clause.targets = _placed(self._clause.targets)
        self._clause.excluded = _placed(self._clause.excluded)

    def _take(self, part: Part, following: Part | None) -> None:  # noqa: C901, PLR0912
        clause = self._clause
        match part.tag:
            case Tag.VERB:
                self._close()
                clause.verbs.append(part.value)
            case Tag.PARTICLE if self._excludes and (clause.particles or _has_sense(clause)):
                self._close()  # "..., but leave the lamp on"
            case Tag.PARTICLE:
                self._close()
                clause.particles.append(part.value)
            case Tag.PROPERTY:
                self._close()
                clause.properties.append(part.value)
            case Tag.DEGREE:
                clause.degree = part.value
            case Tag.MODE_WORD:
                clause.properties.append("mode")
            case Tag.TO:
                self._close()
                clause.has_to = True
            case Tag.BY:
                self._close()
                clause.has_by = True
            case Tag.NOT:
                clause.is_negated = True
            case Tag.EXCEPT:
                self._close()
                self._excludes = True
            case Tag.JOINT | Tag.STOP:
                self._close()
                self._is_joined = True
            case Tag.PREP if following is None or following.tag in _BREAKS:
                clause.unknown.append(part.text)
            case Tag.PREP:
                self._is_after_prep = True
            case Tag.UNKNOWN | Tag.ABSENT:
                clause.unknown.append(part.text)
            case Tag.AMOUNT if _counts(part, following):
                self._target().count = int(part.number or 0)
            case _ if part.tag in _VALUES:
                self._close()
                clause.values.append(part)
            case _:
                self._noun_phrase(part, following)

    def _noun_phrase(self, part: Part, following: Part | None) -> None:  # noqa: C901, PLR0912
        match part.tag:
            case Tag.NOUN | Tag.KIND:
                target = self._target()
                if part.noun is not None:
                    target.nouns.append(part.noun)
                    target.is_here = target.is_here or part.text in _OF_THIS_ROOM
                    target.said = f"{target.said} {part.text}".strip()
            case Tag.QUANT:
                self._fresh().quant = part.value
            case Tag.EVERYTHING:
                target = self._target()
                target.is_else = part.text.endswith("else")
                if part.value.startswith("what:"):
                    target.everything = "what"
                    target.states.append(part.value.removeprefix("what:"))
                elif not (target.everything and part.value == "where"):
                    target.everything = part.value
            case Tag.OTHER:
                self._fresh().is_other = True
            case Tag.STATE:
                self._target().states.append(part.value)
            case Tag.PRONOUN if following is not None and following.tag in _NOUNS:
                pass  # "that lamp"
            case Tag.PRONOUN if part.value == "one":
                if self._now is not None:
                    self._now.is_one = True
                elif following is not None and following.tag is Tag.PREP:
                    self._target().is_one = True
                if self._now is not None and part.text == "ones":
                    self._now.quant = self._now.quant or "all"
            case Tag.PRONOUN if part.text in _APPOSED and self._ends_on_nouns():
                if len(self._clause.targets) == 1:
                    self._clause.targets[-1].quant = _APPOSED[part.text]
                self._is_joined = False
            case Tag.PRONOUN:
                self._fresh().pronoun = part.value
            case Tag.HERE if part.value == "there":
                self._target().is_there = True
            case Tag.HERE:
                self._target().is_here = True
            case _:
                pass

    def _ends_on_nouns(self) -> bool:
        """Tell whether things were just named that "both of them" can count."""
        return self._now is None and bool(self._clause.targets and self._clause.targets[-1].nouns)

    def _target(self) -> Target:
        if self._now is None:
            self._now = Target(is_joined=self._is_joined, is_after_prep=self._is_after_prep)
            self._is_joined = False
        self._is_after_prep = False
        return self._now

    def _fresh(self) -> Target:
        """Return a target that has no nouns yet, unless the words are tied by "of" or "in"."""
        if self._now is not None and self._now.nouns and not self._is_after_prep:
            self._close()
        return self._target()

    def _close(self) -> None:
        target, self._now = self._now, None
        if target is None:
            return
        if target.quant == "all" and target.is_empty and not target.states:
            target.everything = "what"
        if target.is_empty:
            if target.states and not target.quant:
                # "open" or "off" that stands alone completes the verb.
                self._clause.particles += target.states
            else:
                self._clause.targets.append(target)
            return
        (self._clause.excluded if self._excludes else self._clause.targets).append(target)


def _is_misplaced(part: Part, before: Part | None, following: Part | None) -> bool:
    """Tell whether a value only describes: "a red lamp" that is not here, "for two"."""
    if before is None:
        return False
    if part.tag is Tag.COLOR and before.tag is Tag.ARTICLE:
        return following is not None and following.tag in _NOUNS
    return part.tag is Tag.AMOUNT and not part.unit and before.text in {"for", "from"}


def _has_sense(clause: Clause) -> bool:
    return any(verb not in {"do", "ensure"} for verb in clause.verbs)


def _ends(following: Sequence[Part]) -> bool:
    return all(part.tag in _BREAKS | {Tag.TO, Tag.FILLER} for part in following)


def _counts(part: Part, following: Part | None) -> bool:
    return (
        not part.unit
        and following is not None
        and following.tag is Tag.KIND
        and following.noun is not None
        and following.noun.is_plural
    )


def _with_unknown_places(targets: list[Target]) -> list[Target]:
    """Tie a place that the home has not to the things before it, or else to all."""
    found: list[Target] = []
    for target in targets:
        things = found or [other for other in targets if not other.is_unknown_place]
        if target.is_unknown_place and things:
            for thing in things:
                thing.nouns += target.nouns
        else:
            found.append(target)
    return found


def _placed(targets: list[Target]) -> list[Target]:
    """Tie places to things: "lights in the hall and the den", "in the hall, the lights"."""
    targets = _with_unknown_places(targets)
    wheres = [t for t in targets if t.everything == "where" and not t.nouns]
    targets = [t for t in targets if t not in wheres] or targets
    things = [t for t in targets if not t.is_place_only]
    if not things or things == wheres:
        return targets
    for thing in things if wheres else ():
        thing.everything = thing.everything or "where"
    found: list[Target] = []
    for at, target in enumerate(targets):
        if not target.is_place_only:
            found.append(target)
            continue
        before = found[-1] if found else None
        after = targets[at + 1] if at + 1 < len(targets) else None
        if target.is_joined and before is not None:
            places = [n for n in before.nouns if n.is_place and n.kind is None]
            if places or before.is_here:
                found.append(_moved(before, target))
            else:
                found.append(target)
        elif after is not None and after.is_joined and _shares(targets[at + 1 :]):
            thing = next(t for t in targets[at + 1 :] if not t.is_place_only)
            found.append(_moved(thing, target))
        else:
            for thing in things:
                thing.nouns += target.nouns
                thing.is_here = thing.is_here or target.is_here
                thing.is_there = thing.is_there or target.is_there
    return found


def _shares(following: Sequence[Target]) -> bool:
    """Tell whether a thing follows that has a place of its own: "kitchen and hall lights"."""
    thing = next((t for t in following if not t.is_place_only), None)
    return thing is not None and any(n.is_place and n.kind is None for n in thing.nouns)


def _moved(thing: Target, place: Target) -> Target:
    """Return the same thing in another place."""
    nouns = [n for n in thing.nouns if n.kind is not None or not n.is_place]
    return replace(
        thing,
        nouns=[*place.nouns, *nouns],
        states=list(thing.states),
        is_here=place.is_here,
        is_joined=place.is_joined or thing.is_joined,
        said=f"{place.said} {' '.join(' '.join(n.words) for n in nouns)}",
    )
