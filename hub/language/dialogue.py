"""What a conversation remembers for a few minutes, and the short answers it makes sense of."""

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import assert_never

from hub.home.chores import Chore
from hub.home.ids import EntityId, UserId
from hub.home.masking import DOTS
from hub.home.model import Source
from hub.home.plan import (
    Answer,
    Chores,
    Plan,
    PlanResult,
    Question,
    Refusal,
    Request,
    Status,
    Step,
    Steps,
)
from hub.home.speech import Expecting
from hub.language.names import plain
from hub.language.pin_in_order import OrderWithPin, order_with_pin
from hub.language.pins import (
    AROUND,
    CALLED,
    LEADING,
    is_bare_pin,
    is_of_pin,
    is_stray_pin,
    may_be_pin,
    pin_in,
    says_pin,
    tells_pin,
    tells_pins,
    words_beside_pin,
    words_of,
)
from hub.language.short_answers import (
    ALL,
    COURTESY,
    FILLERS,
    NEITHER,
    NO,
    ORDINALS,
    PLEASE,
    UNDO,
    YES,
)
from hub.language.spoken_digits import is_digit
from hub.record import record

MEMORY = timedelta(minutes=5)
_DIGITS_OF_A_LATE_PIN = 3
_MORE_DIGITS = " 0 0 0"
# What is said around the order that waits: "yes, unlock it".
_SAYING_YES = (
    AROUND | {word for yes in YES for word in yes.split()} | {"it", "them", "that", "now"} | LEADING
) - {"not", "keep", "why"}
_ACTED = frozenset({Status.DONE, Status.UNVERIFIED})
# Conversations remembered at a time; the one that has been silent longest goes first.
MOST_CONVERSATIONS = 256


@record(frozen=True, slots=True)
class Approve:
    """Yes to the approval that waits."""

    approval_id: str


@record(frozen=True, slots=True)
class GivePin:
    """The PIN for the approval that waits; None if none does. It is shown nowhere.

    `pin` is empty where it came with the order, before it was asked for.
    """

    approval_id: str | None
    pin: str = field(repr=False)


@record(frozen=True, slots=True)
class UnclearPin:
    """What may have been a PIN, and is none. It is shown nowhere either."""

    approval_id: str | None


@record(frozen=True, slots=True)
class Reject:
    """No to the approval that waits, or to a question (then there is no approval).

    `has_pin`: it was said with a PIN, which is shown nowhere.
    """

    approval_id: str | None
    has_pin: bool = False


@record(frozen=True, slots=True)
class Undo:
    """Take back the last plan."""

    plan_id: str


@record(frozen=True, slots=True)
class Choose:
    """Entities that a question offered, with the request that led to the question."""

    entity_ids: tuple[EntityId, ...]
    request: Request


@record(frozen=True, slots=True)
class Accept:
    """Yes to what a question proposed, with the request that led to the question."""

    steps: tuple[Step, ...]
    request: Request
    chores: tuple[Chore, ...] = ()


_Meant = Approve | GivePin | OrderWithPin | UnclearPin | Reject | Undo
Interpretation = Approve | GivePin | OrderWithPin | UnclearPin | Reject | Undo | Choose | Accept


@record(frozen=True, slots=True)
class Memory:
    """What one conversation remembers.

    `last_plan` is what "undo" takes back, `has_moved` whether it did anything; `spoken_of`,
    `last_steps`, `last_chores` and `last_said` are of the sentence before, for what refers to it.
    `wants_pin`: whether the approval that waits needs a PIN; `takes_pin`: or one would do, of
    somebody who may say yes; `has_wanted_pin`: or one did before.
    """

    at: datetime
    last_plan: Plan | None = None
    has_moved: bool = False
    spoken_of: tuple[EntityId, ...] = ()
    last_steps: tuple[Step, ...] = ()
    last_chores: tuple[Chore, ...] = ()
    last_said: str = ""
    approval_id: str | None = None
    wants_pin: bool = False
    takes_pin: bool = False
    has_wanted_pin: bool = False
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
        found = self._remembered(conversation_id, user_id)
        if found is None and conversation_id is not None:
            self._memories.pop((conversation_id, user_id), None)
        return found

    def gives_pin(self, request: Request) -> bool:
        """Tell whether a text is a PIN, or may be one gone wrong: nobody may be told of it."""
        memory = self._remembered(request.conversation_id, request.user_id)
        meant = _read(memory, request)
        if isinstance(meant, GivePin | OrderWithPin | UnclearPin):
            return True
        if isinstance(meant, Reject) and meant.has_pin:
            return True
        is_elsewhere = memory is None and self._awaits_pin_of(request.user_id)
        return is_elsewhere and request.came_over is Source.VOICE and may_be_pin(request.text)

    def begins_pin(self, request: Request) -> bool:
        """Tell whether a PIN may have begun, while somebody speaks: "unlock the front door 4"."""
        words = words_of(request.text)
        if not words or not is_digit(words[-1]):
            return False
        return self.gives_pin(replace(request, text=request.text + _MORE_DIGITS))

    def shown(self, request: Request) -> str:
        """Return a text as it may be shown and kept: with dots in place of a PIN."""
        if not self.gives_pin(request):
            return request.text
        order = self.order_in(request)
        return DOTS if order is None else f"{order.order} {DOTS}"

    def order_in(self, request: Request) -> OrderWithPin | None:
        """Return the order and the PIN of a text that gives both; it changes nothing."""
        memory = self._remembered(request.conversation_id, request.user_id)
        meant = _read(memory, request)
        return meant if isinstance(meant, OrderWithPin) else None

    def _awaits_pin_of(self, user_id: UserId | None) -> bool:
        """Tell whether a known user is asked for a PIN: they may be heard apart from answered."""
        since = self._now() - MEMORY
        return user_id is not None and any(
            memory.wants_pin and memory.at >= since
            for (_, of), memory in self._memories.items()
            if of == user_id
        )

    def expecting(self, conversation_id: str | None, user_id: UserId | None) -> Expecting:
        """Return what a user is about to say in a conversation."""
        memory = self._remembered(conversation_id, user_id)
        if memory is None:
            return Expecting.ORDER
        if memory.wants_pin:
            return Expecting.PIN
        has_asked = memory.question is not None or memory.approval_id is not None
        return Expecting.ANSWER if has_asked else Expecting.ORDER

    def reminded(self, request: Request) -> Request:
        """Return a request with what its conversation remembers of the sentence before."""
        memory = self.memory(request.conversation_id, request.user_id)
        if memory is None:
            return request
        return replace(
            request,
            spoken_of=request.spoken_of or memory.spoken_of,
            last_steps=request.last_steps or memory.last_steps,
            last_chores=request.last_chores or memory.last_chores,
            last_said=request.last_said or memory.last_said,
        )

    def remember_plan(self, plan: Plan) -> None:
        """Note a plan: its targets, or the question it asks. What waited before is let go."""
        self._put(plan.request, lambda memory: _noted(memory, plan))

    def remember_result(self, result: PlanResult) -> None:
        """Note what became of a plan: the approval that waits, if one does."""
        self.remember_decided(result)
        if result.approval_id is not None:
            waits, verdict = result.approval_id, result.verdict
            source = result.plan.request.came_over
            is_spoken = verdict.wants_pin_over(source) and verdict.takes_pin
            wants_pin = verdict.needs_pin or is_spoken
            self._put(
                result.plan.request,
                lambda m: replace(
                    m,
                    approval_id=waits,
                    wants_pin=wants_pin,
                    takes_pin=verdict.takes_pin,
                    has_wanted_pin=m.has_wanted_pin or wants_pin,
                ),
            )

    def await_pin(self, request: Request) -> None:
        """Note that a yes was not enough: what waits in this conversation wants a PIN."""
        self._put(request, lambda m: replace(m, wants_pin=True, has_wanted_pin=True))

    def remember_decided(self, result: PlanResult) -> None:
        """Note what became of a plan that waits no longer."""
        self.remember_plan(result.plan)
        has_moved = any(outcome.status in _ACTED for outcome in result.outcomes)
        if isinstance(result.plan.body, Steps | Chores):
            self._put(result.plan.request, lambda m: replace(m, has_moved=has_moved))

    def settle_approval(self, conversation_id: str | None, user_id: UserId | None = None) -> None:
        """Forget the approval of a conversation: it was answered or has expired."""
        found = self.memory(conversation_id, user_id)
        if found is not None and conversation_id is not None:
            settled = replace(found, approval_id=None, wants_pin=False, takes_pin=False)
            self._memories[conversation_id, user_id] = settled

    def interpret(self, request: Request) -> Interpretation | None:
        """Return what a short answer means in its conversation; None if it is a new sentence.

        A question is answered once: whoever gets the answer is the one to run it.
        """
        memory = self.memory(request.conversation_id, request.user_id)
        meant = _read(memory, request)
        if meant is not None or memory is None:
            return meant
        words = plain(request.text)
        said = COURTESY.sub("", words).strip()
        is_yes = PLEASE.sub("", words).strip() in YES
        if UNDO.fullmatch(said):
            return None
        return self._answered(memory, request, said, is_yes=is_yes)

    def _answered(
        self, memory: Memory, request: Request, said: str, *, is_yes: bool
    ) -> Accept | Choose | Reject | None:
        """Return the answer to the question that was asked, which is then asked no longer."""
        question, asked = memory.question, memory.asked_about
        if question is None or asked is None:
            return None
        found: Accept | Choose | None
        if said in NEITHER and question.options:
            return Reject(None)
        if is_yes and (question.proposal or question.chores):
            found = Accept(question.proposal, asked, question.chores)
        elif len(question.options) == 1 and is_yes:
            found = Choose(question.options, asked)
        else:
            found = self._choice(said, question, asked)
        if found is not None:
            self._put(request, lambda m: replace(m, question=None, asked_about=None))
        return found

    def _choice(self, said: str, question: Question, asked: Request) -> Choose | None:
        options = question.options
        if not options:
            return None
        if said in ALL:
            return Choose(options, asked)
        picked = [self._one(part, options) for part in f" {said} ".split(" and ")]
        found = tuple(dict.fromkeys(one for one in picked if one is not None))
        return Choose(found, asked) if found and None not in picked else None

    def _one(self, said: str, options: tuple[EntityId, ...]) -> EntityId | None:
        """Return the option that is meant by its name, its place or its number."""
        words = [word for word in said.split() if word not in FILLERS]
        if words[:1] == ["not"]:
            out = self._one(" ".join(words[1:]), options)
            rest = [option for option in options if option != out]
            return rest[0] if out is not None and len(rest) == 1 else None
        if not words and "one" in said.split():
            words = ["one"]
        if len(words) == 1 and words[0] in ORDINALS and -1 <= ORDINALS[words[0]] < len(options):
            return options[ORDINALS[words[0]]]
        names = {option: plain(self._name_of(option)).split() for option in options}
        fitting = [o for o, name in names.items() if words and all(w in name for w in words)]
        return fitting[0] if len(fitting) == 1 else None

    def _remembered(self, conversation_id: str | None, user_id: UserId | None) -> Memory | None:
        if conversation_id is None:
            return None
        found = self._memories.get((conversation_id, user_id))
        return None if found is None or self._now() - found.at > MEMORY else found

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


def without_pin(request: Request, given: OrderWithPin) -> Request:
    """Return a request as if its PIN had not been told, in no reading of what was heard."""
    heard = request.heard
    if heard is not None:
        orders = (order_with_pin(other) for other in heard.others)
        others = tuple(dict.fromkeys(each.order for each in orders if each is not None))
        heard = replace(heard, text=given.order, others=others, weights=())
    return replace(request, text=given.order, heard=heard)


def _read(memory: Memory | None, request: Request) -> _Meant | None:
    """Return what was said whatever question was asked; nothing is noted.

    A PIN that is only among the other readings of what was heard is one as well, but an order
    is only ever that of the best reading.
    """
    meant = _read_text(memory, request.text)
    heard = request.heard
    is_half = meant == GivePin(None, "")
    if heard is None or not (meant is None or is_half or isinstance(meant, UnclearPin)):
        return meant
    orders = [(other, order_with_pin(other, is_called=True)) for other in heard.others]
    told = [(other, order) for other, order in orders if order is not None]
    if told and not isinstance(meant, UnclearPin):
        same = (other for other, order in told if _is_order_of(request.text, order.order))
        return next((_pin_given(memory, other) for other in same), _unread_pin(memory))
    if is_half:
        return meant
    pins = (_pin_given(memory, other) for other in heard.others if is_bare_pin(other))
    return next((pin for pin in pins if pin is not None), meant)


def _is_order_of(text: str, order: str) -> bool:
    """Tell whether a text is an order and nothing besides, but what may be its PIN."""
    words, ordered = plain(text).split(), plain(order).split()
    return words[: len(ordered)] == ordered and is_of_pin(words[len(ordered) :])


def _unread_pin(memory: Memory | None) -> GivePin | UnclearPin:
    """Return that a PIN was told, and that nobody knows which or for what."""
    is_awaited = memory is not None and memory.wants_pin
    return UnclearPin(memory.approval_id) if memory and is_awaited else GivePin(None, "")


def _read_text(memory: Memory | None, text: str) -> _Meant | None:
    pin = _pin_given(memory, text)
    if pin is not None or memory is None:
        return pin
    words = plain(text)
    said = COURTESY.sub("", words).strip()
    if UNDO.fullmatch(said):
        return Undo(memory.last_plan.id) if memory.last_plan else None
    if memory.approval_id is not None and PLEASE.sub("", words).strip() in YES:
        return Approve(memory.approval_id)
    if said in NO and (memory.approval_id or memory.question):
        return Reject(memory.approval_id)
    if memory.wants_pin and may_be_pin(text):
        return UnclearPin(memory.approval_id)
    is_late = memory.has_wanted_pin and memory.question is None
    return UnclearPin(None) if is_late and may_be_pin(text, least=_DIGITS_OF_A_LATE_PIN) else None


def _pin_given(
    memory: Memory | None, text: str
) -> GivePin | OrderWithPin | UnclearPin | Reject | None:
    """Return the PIN that a text gives: asked for, asked for before, or by nobody at all."""
    if memory is not None and memory.wants_pin:
        return _pin_awaited(memory, text)
    has_wanted = memory is not None and memory.has_wanted_pin
    order = None if is_bare_pin(text) else order_with_pin(text)
    if order is not None:
        return order
    if not is_bare_pin(text) and tells_pin(text):
        return GivePin(None, "")
    pin = pin_in(text, is_awaited=has_wanted)
    if pin is None:
        return None
    if memory is not None and memory.takes_pin and is_bare_pin(text):
        return GivePin(memory.approval_id, pin)
    is_asked = memory is not None and _takes_numbers(memory.question)
    is_stray = (has_wanted and is_bare_pin(text, is_awaited=True)) or is_stray_pin(text)
    return GivePin(None, pin) if is_stray and not is_asked else None


def _pin_awaited(memory: Memory, text: str) -> GivePin | OrderWithPin | UnclearPin | Reject | None:
    """Return the PIN for what waits. With other words than a yes or that order, it is not for it.

    A PIN said with a no is a no.
    """
    if not is_bare_pin(text):
        order = order_with_pin(text)
        beside = plain(order.order).split() if order is not None else words_beside_pin(text)
        has_pin = order is not None or says_pin(text)
        if has_pin and memory.approval_id is not None and _is_no(beside, memory):
            return Reject(memory.approval_id, has_pin=True)
        if order is not None:
            is_for_it = _is_for_what_waits(beside, memory)
            return GivePin(memory.approval_id, order.pin) if is_for_it else order
    pin = pin_in(text, is_awaited=True)
    if pin is None:
        return None
    beside = () if is_bare_pin(text, is_awaited=True) else words_beside_pin(text)
    if not _is_for_what_waits(beside, memory) or (beside and tells_pins(text)):
        return UnclearPin(memory.approval_id)
    return GivePin(memory.approval_id, pin)


def _is_no(said: Sequence[str], memory: Memory) -> bool:
    """Tell whether words say no, maybe with the order that waits: "don't unlock the front door"."""
    words = COURTESY.sub("", " ".join(word for word in said if word not in CALLED)).strip()
    waits = plain(memory.last_said)
    if waits and words.endswith(f" {waits}"):
        words = words.removesuffix(waits).strip()
    return words in NO


def _is_for_what_waits(said: Sequence[str], memory: Memory) -> bool:
    """Tell whether words are of the order that waits, in its order, or of a yes."""
    if " ".join(said) in YES:
        return True
    waits = iter(plain(memory.last_said).split())
    return all(word in waits for word in said if word not in _SAYING_YES)


def _takes_numbers(question: Question | None) -> bool:
    """Tell whether a long number, such as a time, may be the answer: where nothing is offered."""
    if question is None:
        return False
    return not (question.options or question.proposal or question.chores)


def _noted(memory: Memory, plan: Plan) -> Memory:
    """Return the memory after a plan. What "it" meant before a refusal is forgotten."""
    body, said = plan.body, plan.request.text
    memory = replace(memory, question=None, asked_about=None, approval_id=None)
    memory = replace(memory, wants_pin=False, takes_pin=False)
    match body:
        case Question():
            about = replace(memory, question=body, asked_about=plan.request)
            return _of_sentence(about, said)
        case Steps():
            targets = tuple(dict.fromkeys(t for step in body.steps for t in step.targets))
            done = replace(memory, last_plan=plan)
            return _of_sentence(done, said, spoken_of=targets, steps=body.steps)
        case Chores():
            done = replace(memory, last_plan=plan)
            return _of_sentence(done, said, spoken_of=memory.spoken_of, chores=body.chores)
        case Answer():
            if not body.entities:
                return replace(memory, last_said=said) if said else memory
            return _of_sentence(memory, said, spoken_of=body.entities)
        case Refusal():
            return _of_sentence(memory, said)
        case _:
            assert_never(body)


def _of_sentence(
    memory: Memory,
    said: str,
    *,
    spoken_of: tuple[EntityId, ...] = (),
    steps: tuple[Step, ...] = (),
    chores: tuple[Chore, ...] = (),
) -> Memory:
    return replace(
        memory, last_said=said, spoken_of=spoken_of, last_steps=steps, last_chores=chores
    )
