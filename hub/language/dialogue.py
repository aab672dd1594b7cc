"""What a conversation remembers for a few minutes, and the short answers it makes sense of."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.home.ids import EntityId, UserId
from hub.home.plan import Plan, PlanResult, Question, Request, Step
from hub.language.names import plain

MEMORY = timedelta(minutes=5)
# Conversations remembered at a time; the one that has been silent longest goes first.
MOST_CONVERSATIONS = 256

_YES_PHRASES = frozenset(map(plain, (
    "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "do it", "go ahead", "confirm", "confirmed",
    "correct", "that's right", "absolutely", "yes do it", "yes go ahead", "yes I'm sure",
    "I'm sure", "yes I am sure", "yes confirm", "of course", "go for it",
    "please do", "affirmative",
    "ja", "jawohl", "klar", "gerne", "mach es", "mach das", "ja mach das", "ja mach es",
    "bestätigen", "natürlich", "ja bitte", "in ordnung", "genau",
    "oui", "ouais", "d'accord", "vas-y", "fais-le", "confirmer", "bien sûr", "oui vas-y",
    "sí", "si", "claro", "vale", "hazlo", "confirmar", "por supuesto", "sí hazlo", "adelante",
    "sì", "certo", "va bene", "fallo", "conferma", "procedi", "sì fallo", "certamente",
    "doe het", "doe maar", "akkoord", "bevestig", "ja doe maar", "ja graag", "prima",
)))  # fmt: skip
_NO_PHRASES = frozenset(map(plain, (
    "no", "nope", "nah", "cancel", "cancel that", "cancel it", "stop", "don't", "do not",
    "never mind",
    "nevermind", "forget it", "forget that", "no don't", "don't do it", "no thanks",
    "no thank you", "no cancel", "reject", "abort", "no stop", "leave it", "no never mind",
    "nein", "nein danke", "abbrechen", "nicht", "lass es", "lass das", "vergiss es", "stopp",
    "non", "non merci", "annuler", "annule", "laisse tomber", "arrête",
    "no gracias", "cancelar", "cancela", "déjalo", "olvídalo",
    "no grazie", "annulla", "lascia stare", "lascia perdere", "ferma",
    "nee", "nee bedankt", "annuleer", "annuleren", "laat maar", "niet doen", "stop maar",
)))  # fmt: skip
_UNDO = re.compile(
    r"(?:(?:no|oops|wait|sorry|please|and|nein|non|nee) )*(?:undo(?: (?:that|this|it|the last one"
    r"|the last (?:thing|command|action)))?|take (?:that|it) back|revert(?: (?:that|it))?"
    r"|put (?:it|that|them) back(?: (?:how|the way) (?:it|they) (?:was|were))?"
    r"|change (?:it|that) back"
    r"|mach das rückgängig|mach es rückgängig|rückgängig(?: machen)?|das rückgängig machen"
    r"|annule ça|annule cela|défais ça|reviens en arrière|deshaz(?: eso|lo)?|deshacer"
    r"|annulla (?:questo|quello)|ripristina|maak dat ongedaan|ongedaan maken|maak ongedaan"
    r"|draai dat terug)(?: please| bitte| por favor| per favore| alsjeblieft)?"
)
_COURTESY = re.compile(
    r"(?:^(?:hey |ok |okay )?lares )|(?: (?:please|thanks|thank you|lares|bitte|danke|merci|gracias"
    r"|grazie|por favor|per favore|alsjeblieft|sil te plaît|sil vous plaît))+$"
)
# A yes moves things: thanks are no part of it, for "ok, thanks" may answer anything.
_PLEASE = re.compile(
    r"(?:^(?:hey |ok |okay )?lares )|(?: (?:please|lares|bitte|por favor|per favore|alsjeblieft"
    r"|sil te plaît|sil vous plaît))+$"
)
_ORDINALS = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "one": 0, "two": 1, "three": 2,
    "1": 0, "2": 1, "3": 2, "4": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Approve:
    """Yes to the approval that waits."""

    approval_id: str


@dataclass(frozen=True, slots=True)
class Reject:
    """No to the approval that waits, or to a question (then there is no approval)."""

    approval_id: str | None


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last plan."""

    plan_id: str


@dataclass(frozen=True, slots=True)
class Choose:
    """One of the entities a question offered, with the request that led to the question."""

    entity_id: EntityId
    request: Request


@dataclass(frozen=True, slots=True)
class Accept:
    """Yes to what a question proposed, with the request that led to the question."""

    steps: tuple[Step, ...]
    request: Request


Interpretation = Approve | Reject | Undo | Choose | Accept


@dataclass(frozen=True, slots=True)
class Memory:
    """What one conversation remembers."""

    at: datetime
    last_plan: Plan | None = None
    last_targets: tuple[EntityId, ...] = ()
    approval_id: str | None = None
    question: Question | None = None
    asked_about: Request | None = None


class Dialogue:
    """Remembers each conversation until it has been silent for `MEMORY`; touches nothing else.

    What one user was asked, only the same user answers, even in a conversation they share.
    `name_of` gives an entity's name and area, to tell which one was chosen.
    """

    def __init__(
        self, now: Callable[[], datetime], name_of: Callable[[EntityId], str] = str
    ) -> None:
        self._now = now
        self._name_of = name_of
        self._memories: dict[tuple[str, UserId | None], Memory] = {}

    def memory(self, conversation_id: str | None, user_id: UserId | None = None) -> Memory | None:
        """Return what a user's conversation remembers, if it has not been forgotten."""
        if conversation_id is None:
            return None
        key = (conversation_id, user_id)
        found = self._memories.get(key)
        if found is not None and self._now() - found.at > MEMORY:
            del self._memories[key]
            return None
        return found

    def remember_plan(self, plan: Plan) -> None:
        """Note a plan: its targets, or the question it asks. What waited before is let go."""
        if isinstance(plan.body, Question):
            question = plan.body
            self._put(plan.request, lambda m: replace(
                m, question=question, asked_about=plan.request, approval_id=None
            ))  # fmt: skip
            return
        targets = tuple(dict.fromkeys(t for step in plan.steps for t in step.targets))
        if targets:
            self._put(plan.request, lambda m: replace(
                m, last_plan=plan, last_targets=targets, question=None, asked_about=None,
                approval_id=None,
            ))  # fmt: skip
        else:
            self._put(plan.request, lambda m: replace(
                m, question=None, asked_about=None, approval_id=None
            ))  # fmt: skip

    def remember_result(self, result: PlanResult) -> None:
        """Note what became of a plan: the approval that waits, if one does."""
        self.remember_plan(result.plan)
        if result.approval_id is not None:
            self._put(result.plan.request, lambda m: replace(m, approval_id=result.approval_id))

    def settle_approval(self, conversation_id: str | None, user_id: UserId | None = None) -> None:
        """Forget the approval of a conversation: it was answered or has expired."""
        found = self.memory(conversation_id, user_id)
        if found is not None and conversation_id is not None:
            self._memories[conversation_id, user_id] = replace(found, approval_id=None)

    def interpret(self, request: Request) -> Interpretation | None:
        """Return what a short answer means in its conversation; None if it is a new sentence.

        A question is answered once: whoever gets the answer is the one to run it.
        """
        memory = self.memory(request.conversation_id, request.user_id)
        if memory is None:
            return None
        words = plain(request.text)
        said = _COURTESY.sub("", words).strip()
        is_yes = _PLEASE.sub("", words).strip() in _YES_PHRASES
        if _UNDO.fullmatch(said):
            return Undo(memory.last_plan.id) if memory.last_plan else None
        if memory.approval_id is not None and is_yes:
            return Approve(memory.approval_id)
        if said in _NO_PHRASES and (memory.approval_id or memory.question):
            return Reject(memory.approval_id)
        return self._answered(memory, request, said, is_yes=is_yes)

    def _answered(
        self, memory: Memory, request: Request, said: str, *, is_yes: bool
    ) -> Accept | Choose | None:
        """Return the answer to the question that was asked, which is then asked no longer."""
        question, asked = memory.question, memory.asked_about
        if question is None or asked is None:
            return None
        found: Accept | Choose | None
        if question.proposal and is_yes:
            found = Accept(question.proposal, asked)
        elif len(question.options) == 1 and is_yes:
            found = Choose(question.options[0], asked)
        else:
            found = self._choice(said, question, asked)
        if found is not None:
            self._put(request, lambda m: replace(m, question=None, asked_about=None))
        return found

    def _choice(self, said: str, question: Question, asked: Request) -> Choose | None:
        options = question.options
        if not options:
            return None
        words = [w for w in said.split() if w not in {"the", "one", "in", "please", "number", "i"}]
        if len(words) == 1 and words[0] in _ORDINALS and -1 <= _ORDINALS[words[0]] < len(options):
            return Choose(options[_ORDINALS[words[0]]], asked)
        names = {option: plain(self._name_of(option)).split() for option in options}
        fitting = [o for o, name in names.items() if words and all(w in name for w in words)]
        return Choose(fitting[0], asked) if len(fitting) == 1 else None

    def _put(self, request: Request, change: Callable[[Memory], Memory]) -> None:
        if request.conversation_id is None:
            return
        key = (request.conversation_id, request.user_id)
        now = self._now()
        old = self.memory(*key) or Memory(at=now)
        self._memories.pop(key, None)
        self._memories[key] = replace(change(old), at=now)
        while len(self._memories) > MOST_CONVERSATIONS:
            del self._memories[next(iter(self._memories))]
