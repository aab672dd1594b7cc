"""What a sentence leaves possible, for the grammar: its mood, its actions, its values."""

import re

from hub.home.commands import Command
from hub.language.candidate import Candidate
from hub.language.grounding import Grounding
from hub.language.sentence import Mood, Sentence
from hub.language.value_words import value_problem
from hub.language.verb_words import opposite_problem, verb_problem
from hub.record import record


@record(frozen=True, slots=True)
class Said:
    """Allows only what the words of `sentence` can mean.

    `trusts_verbs`: the model was trained to know what verbs mean ("kill the lights"), so that only
    the opposite of what was said is ruled out.
    """

    sentence: Sentence
    grounding: Grounding
    trusts_verbs: bool = False

    @property
    def is_question(self) -> bool:
        """Whether the sentence asks, and so may move nothing."""
        return self.sentence.mood is Mood.QUESTION

    @property
    def numbers(self) -> frozenset[float]:
        """The numbers said, and what words like "half" stand for."""
        return self.sentence.values

    @property
    def is_compound(self) -> bool:
        """Whether words like "and" join several wishes."""
        joints = {"and", "then", "also", "plus", "but", "or"}
        return bool(joints & {*self.sentence.words}) or "," in self.sentence.text

    def group(self, candidate: Candidate) -> str | None:
        """Return the candidate's kind if its plural was said, so that all go together."""
        entity = candidate.entity
        if self.grounding.is_everything:
            return "everything"
        if self.is_compound and entity.id in self.grounding.named:
            return "named"
        if not self.grounding.is_plural(entity.id):
            return None
        return min(self.grounding.alike(entity.id), default=None)

    @property
    def queries(self) -> frozenset[str]:
        """The kinds of query that the words allow."""
        text = self.sentence.lower
        if "how many" in text:
            return frozenset({"count"})
        if re.search(r"\b(?:any|anything|is there|are there)\b", text):
            return frozenset({"any"})
        if re.search(r"\b(?:all|every|everything)\b", text):
            return frozenset({"all"})
        if re.match(r"(?:which|what)\b", text):
            return frozenset({"which"})
        return frozenset({"state"})

    def names_state(self, word: str) -> bool:
        """Tell whether the sentence says the state's name."""
        return set(Sentence(word).words) <= {*self.sentence.words}

    def allows(self, command: Command) -> bool:
        """Tell whether the sentence has words for the command's action and for its values."""
        # A number that was said has to be used: "dim it to 20" is not "turn it on".
        if not command.data() and self.sentence.numbers - self.grounding.numbers:
            return False
        problem = opposite_problem if self.trusts_verbs else verb_problem
        if problem(command, self.sentence):
            return False
        return value_problem(command, self.sentence, set()) is None
