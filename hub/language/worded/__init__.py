"""Questions and plain orders read word by word: each word must be known, their order may vary.

The templates of home-assistant-intents know few word orders; people use many. No word may be left
over, so that what is not understood ("all but ...", "when ...") is never dropped.
"""

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Request
from hub.language.meaning import Meaning
from hub.language.names import Mentions
from hub.language.worded.exceptions import Exceptions
from hub.language.worded.order_reader import OrderReader
from hub.language.worded.reader import Reader
from hub.language.worded.timer_reader import TimerReader


class Worded:
    """Reads sentences word by word, in the languages there are words for."""

    def __init__(self, home: Home) -> None:
        self._questions = Reader(home)
        self._orders = OrderReader(home)
        self._timers = TimerReader()
        self._exceptions = Exceptions(home)

    def warm(self, language: str) -> None:
        """Prepare the words of a language (some milliseconds)."""
        self._questions.warm(language)
        self._orders.warm(language)
        self._timers.warm(language)

    def question(self, said: str, language: str, mentions: Mentions) -> Meaning | None:
        """Return what a question asks; None if a word is unknown."""
        return self._questions.read(said, language, mentions)

    def timer(
        self, said: str, language: str, mentions: Mentions, request: Request
    ) -> Meaning | None:
        """Return what a sentence about timers wants; None if it is about something else."""
        return self._timers.read(said, language, mentions, request.area_id)

    def is_wide(self, said: str, language: str) -> bool:
        """Tell whether an order speaks of all of something, and not of "here"."""
        return self._orders.is_wide(said, language)

    def left_out(self, text: str, language: str, mentions: Mentions) -> frozenset[EntityId] | None:
        """Return the entities that an exception names; None if a word of it is unknown."""
        return self._exceptions.named(text, language, mentions)

    def is_noun(self, said: str, language: str) -> bool:
        """Tell whether all that was said is the word for a kind of thing."""
        return self._questions.is_noun(said, language)

    def status(self, said: str, language: str, mentions: Mentions) -> Meaning | None:
        """Return what is asked without a question ("status kitchen lamp"); None if it is more."""
        meaning = self._questions.read(said, language, mentions)
        return meaning if meaning and meaning.name and not meaning.response else None

    def order(
        self, said: str, language: str, mentions: Mentions, request: Request
    ) -> Meaning | None:
        """Return what an order asks for; None if a word is unknown or it can mean two things."""
        return self._orders.read(said, language, mentions, request.area_id)
