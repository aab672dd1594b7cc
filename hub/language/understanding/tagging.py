"""From words to parts: the longest known phrase at each place, and what it does there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hub.language.understanding.index import NOTHING, HomeIndex, Ids, Words
from hub.language.understanding.lexicon.tables import RANK, Lexicon, Tag
from hub.language.understanding.numbered import counted_on
from hub.language.understanding.parts import Noun, Part
from hub.language.understanding.purposes import without_purpose
from hub.language.understanding.tokens import MARKS, Token

Entries = Sequence[tuple[Tag, str]]
Options = Mapping[Words, Ids]

# These may also be words of a name: "the blue lamp", "lamp 2".
_SOFT = frozenset({
    Tag.COLOR, Tag.WHITE, Tag.SPEED, Tag.MODE, Tag.LEVEL, Tag.PROPERTY, Tag.OPTION, Tag.OTHER,
    Tag.AMOUNT, Tag.FILLER, Tag.STATE, Tag.MODE_WORD, Tag.PREP, Tag.CHANGE, Tag.VERB,
    Tag.PARTICLE, Tag.HERE, Tag.ABSENT, Tag.UNKNOWN, Tag.DEGREE, Tag.QUANT,
})  # fmt: skip
_NOUNS = frozenset({Tag.NOUN, Tag.KIND})
# What follows a noun: a word before these that may be a verb is none.
_AFTER_NOUN = frozenset({
    Tag.PARTICLE, Tag.PREP, Tag.TO, Tag.LEVEL, Tag.CHANGE, Tag.COLOR, Tag.SPEED, Tag.BY,
})  # fmt: skip
# These say nothing alone, though many names have them.
_VAGUE = frozenset({"room", "house", "home"})
# These keep their words, so a device may still have a choice of that name.
_CHOICES = frozenset({Tag.SPEED, Tag.MODE, Tag.COLOR, Tag.WHITE})
# What a word does first, even if a place is called so.
_STRONG = frozenset({Tag.VERB, Tag.PARTICLE, Tag.KIND, Tag.ARTICLE, Tag.JOINT, Tag.TO})
_BREAKS = frozenset({Tag.JOINT, Tag.STOP})
_ADJECTIVES = frozenset({"open", "closed", "locked", "unlocked"})
# What a robot is told: "Rosie clean the hall".
_CALLED = frozenset({"clean", "mow", "spot", "start", "stop", "dock", "pause"})
_LIGHT_WORDS = frozenset({Tag.FILLER, Tag.NOT})


@dataclass(slots=True)
class Tagger:
    """Tags one sentence."""

    said: Sequence[Token]
    index: HomeIndex
    lexicon: Lexicon
    options: Options
    protect_names: bool = True

    def parts(self) -> list[Part]:
        """Return the parts, every word in one of them."""
        found: list[Part] = []
        at = 0
        while at < len(self.said):
            part = self._counted(at) or self._amount(at, found) or self._phrase(at, found)
            found.append(part)
            at = part.end
        found = counted_on(_named_pairs(found, self.index), self.index)
        return _adjusted(without_purpose(found, self.lexicon), self.lexicon)

    def _words(self, start: int, end: int) -> Words:
        return tuple(token.text for token in self.said[start:end])

    def _stems(self, start: int, end: int) -> Words:
        return tuple(
            self.lexicon.stem(token.key) for token in self.said[start:end] if token.text != "s"
        )

    def _counted(self, at: int) -> Part | None:
        """Return "a degree" or "a couple of percent"."""
        for length in (3, 2, 1):
            number = self.lexicon.counted.get(" ".join(self._words(at, at + length)))
            unit = self.lexicon.units.get(" ".join(self._words(at + length, at + length + 1)), "")
            if number is not None and unit in {"deg", "%"}:
                end = at + length + 1
                text = " ".join(self._words(at, end))
                return Part(Tag.AMOUNT, text, number=number, unit=unit, start=at, end=end)
        return None

    def _amount(self, at: int, before: list[Part]) -> Part | None:
        token = self.said[at]
        if token.number is None or self._home_span(at) > 1:
            return None
        unit, end = "", at + 1
        for length in (3, 2, 1):
            phrase = " ".join(self._words(at + 1, at + 1 + length))
            if phrase in self.lexicon.units:
                unit, end = self.lexicon.units[phrase], at + 1 + length
                break
        if token.text == "one" and not unit:
            last = before[-1].tag if before else None
            if last not in {Tag.TO, Tag.BY}:
                return None
        text = " ".join(self._words(at, end))
        noun = self._named_word(at, at + 1)
        return Part(Tag.AMOUNT, text, noun=noun, number=token.number, unit=unit, start=at, end=end)

    def _home_span(self, at: int) -> int:
        """Return how many words from here on are a name, an area or a floor of the home."""
        for length in range(min(self.index.longest + 1, len(self.said) - at), 0, -1):
            stems = self._stems(at, at + length)
            is_name = stems in self.index.by_name and (
                length == 1 or (self.protect_names and self._is_one_thing(at, at + length))
            )
            if is_name or stems in self.index.by_area or stems in self.index.by_floor:
                return length
            if self._is_group(at, at + length):
                return length
        return 0

    def _is_one_thing(self, start: int, end: int) -> bool:
        """Tell whether words are a name and not its plural: "bedroom lights" are several."""
        last = self.said[end - 1].key
        if self.lexicon.stem(last) == last:
            return True
        return tuple(token.key for token in self.said[start:end]) in self.index.literal

    def _phrase(self, at: int, before: list[Part]) -> Part:
        home = self._home_span(at)
        for length in range(min(self.lexicon.longest, len(self.said) - at), 0, -1):
            if length < home:
                break
            entries = self._entries(at, at + length)
            option = self._option(at, at + length)
            fitting = [e for e in entries if self._fits(e, at, at + length, before)]
            is_value = bool(fitting) and fitting[0][0] in _CHOICES
            if (
                option is not None
                and not is_value
                and (length > 1 or not fitting or _wants_option(before))
            ):
                return option
            is_place = home == length and self._is_place(at, at + length)
            if is_place and not {tag for tag, _ in fitting} & _STRONG:
                return self._noun(at, at + length, None)
            if fitting and not (home == length and length > 1):
                return self._part(fitting, at, at + length)
        if home:
            return self._noun(at, at + home, None)
        noun = self._named_word(at, at + 1)
        tag = Tag.NOUN if noun is not None else Tag.UNKNOWN
        if noun is None and self.said[at].text == "s":
            tag = Tag.FILLER
        if self.said[at].text in {",", ";", ":"}:
            tag = Tag.JOINT
        if self.said[at].text in {".", "!", "?"}:
            tag = Tag.STOP
        return Part(tag, self.said[at].text, noun=noun, start=at, end=at + 1)

    def _is_place(self, start: int, end: int) -> bool:
        stems = self._stems(start, end)
        is_place = stems in self.index.area_ids or stems in self.index.by_floor
        return is_place or self._is_group(start, end)

    def _is_group(self, start: int, end: int) -> bool:
        """Tell whether words are a plural for several areas: "bedrooms"."""
        stems = self._stems(start, end)
        return stems in self.index.area_groups and self.said[end - 1].text != stems[-1]

    def _entries(self, start: int, end: int) -> Entries:
        words = self._words(start, end)
        found = self.lexicon.entries.get(words, ())
        if found:
            return found
        last = self.lexicon.stem(words[-1])
        stemmed = self.lexicon.entries.get((*words[:-1], last), ())
        return [e for e in stemmed if e[0] in {Tag.KIND, Tag.ABSENT, Tag.COLOR, Tag.PROPERTY}]

    def _option(self, start: int, end: int) -> Part | None:
        stems = self._stems(start, end)
        if stems not in self.options:
            return None
        return Part(Tag.OPTION, " ".join(stems), noun=self._named_word(start, end), start=start,
                    end=end)  # fmt: skip

    def _fits(  # noqa: PLR0911
        self, entry: tuple[Tag, str], start: int, end: int, before: list[Part]
    ) -> bool:
        """Tell whether a phrase can do here what the table says."""
        if entry == (Tag.EVERYTHING, "where") and end - start > 1:
            return not self._is_place(end - 1, end)
        if entry[0] is Tag.PARTICLE and entry[1] in _ADJECTIVES:
            return not before or before[-1].tag not in {Tag.ARTICLE, Tag.QUANT}
        if entry[0] is Tag.PROPERTY and not self._is_property(start, end, before):
            return False
        if entry[0] is Tag.COLOR and end - start > 1 and self._is_head(start, before):
            return False  # "the kid's light green"
        if entry[0] is not Tag.MODE and self._is_lone_mode(start, end, before):
            return False
        if entry[0] is not Tag.VERB:
            return True
        if before and before[-1].tag is Tag.ARTICLE:
            return False
        if " ".join(self._words(start, end)) not in self.lexicon.first_only:
            return True
        content = [part for part in before if part.tag not in _LIGHT_WORDS]
        if content and content[-1].tag not in _BREAKS | {Tag.EXCEPT}:
            return len(before) == 1 and self._is_called(before[0]) and entry[1] in _CALLED
        following = {tag for tag, _ in self.lexicon.entries.get(self._words(end, end + 1), ())}
        is_number = end < len(self.said) and self.said[end].number is not None
        is_noun = any(tag is Tag.KIND for tag, _ in self._entries(start, end))
        return not (is_noun and (following & _AFTER_NOUN or is_number or end == len(self.said)))

    def _is_lone_mode(self, start: int, end: int, before: list[Part]) -> bool:
        """Tell whether a verb stands between commas for a mode: "the AC on, heat, 22"."""
        if not before or before[-1].tag is not Tag.JOINT:
            return False
        is_last = end == len(self.said) or self.said[end].text in MARKS
        return is_last and {Tag.VERB, Tag.MODE} <= {tag for tag, _ in self._entries(start, end)}

    def _is_property(self, start: int, end: int, before: list[Part]) -> bool:
        """Tell "the dimmer" and "dimmer to 40" from "a little dimmer"."""
        if not any(tag is Tag.CHANGE for tag, _ in self._entries(start, end)):
            return True
        following = {tag for tag, _ in self.lexicon.entries.get(self._words(end, end + 1), ())}
        return Tag.TO in following or (bool(before) and before[-1].tag is Tag.ARTICLE)

    def _is_head(self, start: int, before: list[Part]) -> bool:
        """Tell whether the first word of a colour is the thing: "turn Tom's light green"."""
        is_kind = any(tag is Tag.KIND for tag, _ in self._entries(start, start + 1))
        if not is_kind or not before:
            return False
        last = before[-1]
        if last.tag is Tag.NOUN and last.noun is not None:
            return last.noun.words not in self.index.by_name
        return last.tag in {Tag.ARTICLE, Tag.QUANT}

    def _is_called(self, part: Part) -> bool:
        """Tell whether a robot is called by its name: "Rosie, clean the hall" without a comma."""
        named = self.index.by_name.get(part.noun.words, NOTHING) if part.noun else NOTHING
        domains = {self.index.items[entity_id].entity.domain for entity_id in named}
        return bool(domains) and domains <= {"vacuum", "lawn_mower"}

    def _part(self, entries: Entries, start: int, end: int) -> Part:
        tag, value = min(entries, key=lambda entry: RANK.index(entry[0]))
        if tag is Tag.KIND:
            return self._noun(start, end, value)
        noun = self._named_word(start, end)
        kind = next((meaning for tag, meaning in entries if tag is Tag.KIND), None)
        if kind is not None:
            noun = replace(noun or Noun(self._stems(start, end)), kind=kind)
        if tag is Tag.ABSENT and noun is not None and (noun.named or noun.placed):
            tag = Tag.NOUN
        text = " ".join(self._words(start, end))
        return Part(tag, text, value, noun=noun, start=start, end=end)

    def _noun(self, start: int, end: int, kind: str | None) -> Part:
        if kind is None:
            kind = next((v for t, v in self._entries(start, end) if t is Tag.KIND), None)
        noun = self._named_word(start, end) or Noun(self._stems(start, end))
        last = self.said[end - 1].text
        head = next((v for t, v in self._entries(end - 1, end) if t is Tag.KIND), None)
        is_plural = self.lexicon.stem(last) != last
        said = " ".join(self._words(start, end))
        noun = replace(noun, kind=kind, is_plural=is_plural, head=head, said=said)
        if is_plural:
            noun = self._several_areas(noun)
        text = " ".join(self._words(start, end))
        return Part(Tag.KIND if kind else Tag.NOUN, text, noun=noun, start=start, end=end)

    def _several_areas(self, noun: Noun) -> Noun:
        """Return "guest rooms" as the places they are: Guest room 1 and Guest room 2."""
        areas = self.index.area_groups.get(noun.words, frozenset())
        if len(areas) < 2 or noun.words in self.index.by_name:  # noqa: PLR2004 - several
            return noun
        return replace(noun, areas=areas, placed=self.index.in_areas(areas))

    def _named_word(self, start: int, end: int) -> Noun | None:
        """Return what the home knows by these words; None if nothing."""
        stems = self._stems(start, end)
        if not stems or (stems[0] in _VAGUE and len(stems) == 1):
            return None
        named = self.index.by_word.get(stems[0], NOTHING)
        for stem in stems[1:]:
            named &= self.index.by_word.get(stem, NOTHING)
        placed = self.index.by_area.get(stems, NOTHING) | self.index.by_floor.get(stems, NOTHING)
        areas = self.index.area_ids.get(stems, frozenset())
        is_place = bool(areas) or stems in self.index.by_floor
        is_name = len(stems) > 1 and stems in self.index.by_name
        if not named and not is_place:
            return None
        return Noun(stems, named, placed, areas=areas, is_name=is_name)


def _wants_option(before: list[Part]) -> bool:
    return bool(before) and before[-1].tag in {Tag.TO, Tag.PREP, Tag.MODE_WORD}


def _named_pairs(parts: list[Part], index: HomeIndex) -> list[Part]:
    """Take two soft words for nouns where a name has them one after the other: "hue go"."""
    found = list(parts)
    for at in range(len(parts) - 1):
        one, two = parts[at], parts[at + 1]
        if one.noun is None or two.noun is None or one.tag not in _SOFT or two.tag not in _SOFT:
            continue
        if Tag.PARTICLE in {one.tag, two.tag} or one.tag is Tag.VERB:
            continue
        is_name = "".join((*one.noun.words, *two.noun.words)) in index.joined
        if is_name and one.noun.named & two.noun.named:
            found[at : at + 2] = [replace(one, tag=Tag.NOUN), replace(two, tag=Tag.NOUN)]
    return found


def _adjusted(parts: list[Part], lexicon: Lexicon) -> list[Part]:  # noqa: C901
    """Take soft words for nouns where they stand beside a noun and a name has both."""
    found = list(parts)
    for at, part in enumerate(found):
        if _is_absent_noun(found, at, lexicon):
            found[at] = replace(part, tag=Tag.NOUN, noun=Noun((part.text,)))
            continue
        if part.tag not in _SOFT or part.noun is None:
            continue
        if part.tag is Tag.FILLER and _is_said_of_one(found, at):
            found[at] = replace(part, tag=Tag.NOUN)
            continue
        if part.tag is Tag.UNKNOWN or part.tag is Tag.ABSENT:
            found[at] = replace(part, tag=Tag.NOUN)
            continue
        beside = [found[n] for n in (at - 1, at + 1) if 0 <= n < len(found)]
        meaning = part.noun.named | part.noun.placed
        for other in beside:
            noun = other.noun
            if noun is None or not (other.tag in _NOUNS or other.tag in _SOFT):
                continue
            if other.tag in {Tag.VERB, Tag.PARTICLE}:
                continue
            if part.tag is Tag.VERB and (other is not beside[0] or at == 0):
                continue
            if meaning & noun.named and _is_said_as_name(part, other):
                found[at] = replace(part, tag=Tag.NOUN)
                break
    return found


def _is_said_of_one(parts: Sequence[Part], at: int) -> bool:
    """Tell whether a filler is part of a name here: "the right lamp", "the right one"."""
    before = parts[at - 1].tag if at else None
    after = parts[at + 1] if at + 1 < len(parts) else None
    if after is not None and after.tag is Tag.FILLER and after.text not in {"one", "ones"}:
        return False
    return before in _NOUNS | {Tag.ARTICLE, Tag.PREP} or (
        after is not None and (after.tag in _NOUNS or after.value == "one")
    )


def _is_absent_noun(parts: Sequence[Part], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word that nobody knows is a noun: "the frobnicator", "the disco lamp"."""
    part = parts[at]
    if part.tag is Tag.ABSENT and part.noun is None:
        return True
    if part.tag is Tag.AMOUNT and not part.unit and 0 < at < len(parts) - 1:
        # "lamp 7 on"
        lamp = parts[at - 1].noun
        is_named = lamp is not None and part.noun is not None and lamp.named & part.noun.named
        return parts[at - 1].tag in _NOUNS and parts[at + 1].tag is Tag.PARTICLE and not is_named
    if part.tag is not Tag.UNKNOWN or part.text in lexicon.common or not part.text.isalpha():
        return False
    before = parts[at - 1] if at else None
    return before is not None and (
        before.tag is Tag.ARTICLE or (before.tag in _NOUNS and parts[at - 2].tag is Tag.ARTICLE)
    )


def _is_said_as_name(part: Part, other: Part) -> bool:
    """Tell whether a soft word belongs to the noun beside it: "blue lamp", "lamp 2"."""
    if part.tag is Tag.AMOUNT and part.unit:
        return False
    if part.tag in {Tag.PARTICLE, Tag.PREP, Tag.FILLER, Tag.QUANT, Tag.DEGREE}:
        return False
    return other.tag in _NOUNS or part.tag in {Tag.COLOR, Tag.AMOUNT}
