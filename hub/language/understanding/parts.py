"""The parts of a sentence: spans of words, each with what it does there."""

from hub.home.ids import AreaId
from hub.language.understanding.index import NOTHING, Ids, Words
from hub.language.understanding.lexicon.tables import Tag
from hub.record import record


@record(frozen=True, slots=True)
class Noun:
    """What a span can mean in this home.

    `named`: entities with these words in their names; `placed`: entities in an area or on a floor
    of this name; `kind`: the kind of device the word is for. `is_name`: the span is a whole
    name; `head`: the kind its last word is for; `said`: the words as they were said.
    """

    words: Words
    named: Ids = NOTHING
    placed: Ids = NOTHING
    kind: str | None = None
    areas: frozenset[AreaId] = frozenset()
    is_name: bool = False
    is_plural: bool = False
    head: str | None = None
    said: str = ""

    @property
    def is_place(self) -> bool:
        """Whether it is the name of an area or a floor."""
        return bool(self.areas) or bool(self.placed)


@record(frozen=True, slots=True)
class Part:
    """A span of a sentence. `value` is the meaning from the tables; `noun` for words of the home.

    `number` and `unit` for amounts.
    """

    tag: Tag
    text: str
    value: str = ""
    noun: Noun | None = None
    number: float | None = None
    unit: str = ""
    start: int = 0
    end: int = 0
