"""What a voice may bring about: never anything sensitive by a spoken yes alone."""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, UserId
from hub.home.model import Source
from hub.home.people import Grant, Role
from hub.home.plan import Effect, Heard, Request, Status
from hub.home.speech import Expecting, Hints, Stage, VoiceAsk, VoiceEvent
from hub.server.conversation import Conversation, ConversationResult
from hub.server.spoken import SpokenConversation
from hub.voice.engines import Engines
from hub.voice.pipeline import Pipeline
from tests.server.conftest import Running
from tests.support.hearing import ScriptedEar, loudness, played, quiet, tone

PIN = "4711"
UNLOCK = "unlock the front door"


@pytest.fixture
def owner_policy() -> str:
    return ""


@dataclass
class Microphone:
    """A voice in a room, or at the page of whoever is signed in there."""

    hub: Running
    user_id: UserId | None = None
    area: str = "kitchen"
    conversation_id: str = "room"
    answers: list[ConversationResult] = field(default_factory=list)

    async def hear(
        self, text: str, conversation_id: str | None = None, sure: float | None = 0.9
    ) -> ConversationResult:
        request = Request(
            text=text,
            heard=Heard(text=text, confidence=sure),
            source=Source.VOICE,
            user_id=self.user_id,
            area_id=AreaId(self.area),
            conversation_id=conversation_id or self.conversation_id,
        )
        answer = await Conversation(self.hub.parts).process(request)
        self.answers.append(answer)
        return answer


@pytest.fixture(params=["a voice that nobody knows", "the owner at the page"])
def microphone(hub: Running, request: pytest.FixtureRequest) -> Microphone:
    is_known = request.param == "the owner at the page"
    return Microphone(hub, hub.owner.id if is_known else None)


def is_locked(hub: Running) -> bool:
    return hub.parts.home.state(EntityId("lock.front")).state == "locked"


async def with_pin(hub: Running) -> None:
    await hub.parts.credentials.set_pin(hub.owner.id, PIN)


async def test_a_spoken_yes_unlocks_nothing_and_the_pin_does(
    hub: Running, microphone: Microphone
) -> None:
    await with_pin(hub)
    asked = await microphone.hear(UNLOCK)
    assert asked.speech.startswith("Unlock Front? Say your PIN, or confirm on your phone")
    assert asked.wants_answer
    for heard in ("yes", "Yes, please.", "yeah", "do it"):
        still = await microphone.hear(heard)
        assert "not enough" in still.speech
        assert "Say your PIN, or confirm on your phone" in still.speech
        assert still.wants_answer
        assert is_locked(hub)
    done = await microphone.hear("4, 7, 1, 1.")
    assert done.speech == "Done: Front is unlocked."
    assert not done.wants_answer


@pytest.mark.parametrize(
    "heard", ["unlock the front door, PIN 4711.", "unlock the front door with code four seven 1 1"]
)
async def test_an_order_and_its_pin_in_one_breath(
    hub: Running, microphone: Microphone, heard: str
) -> None:
    await with_pin(hub)
    done = await microphone.hear(heard)
    assert done.speech == "Done: Front is unlocked."
    assert done.result.plan.request.text == UNLOCK
    assert not done.wants_answer


async def test_a_no_with_a_pin_that_comes_too_late_hides_the_pin(
    hub: Running, microphone: Microphone
) -> None:
    await with_pin(hub)
    asked = await microphone.hear(UNLOCK)
    assert asked.result.approval_id is not None
    await hub.parts.executor.decide(asked.result.approval_id, approve=False, by=hub.owner.id)
    late = await microphone.hear(f"don't, PIN {PIN}")
    assert PIN not in late.speech + late.result.plan.request.text


@pytest.mark.parametrize("sure", [0.3, None])
async def test_a_pin_is_no_yes_to_what_may_have_been_misheard(
    hub: Running, microphone: Microphone, sure: float | None
) -> None:
    await with_pin(hub)
    asked = await microphone.hear(f"{UNLOCK}, PIN {PIN}", sure=sure)
    assert is_locked(hub)
    assert "Say your PIN" in asked.speech
    await microphone.hear(PIN)
    assert not is_locked(hub)


async def test_a_wrong_pin_is_no_yes_where_a_yes_would_do(hub: Running) -> None:
    await with_pin(hub)
    typed = Request(text=f"{UNLOCK}, PIN 0000", source=Source.API, user_id=hub.owner.id)
    await Conversation(hub.parts).process(typed)
    assert is_locked(hub)


async def test_an_order_and_a_wrong_pin_in_one_breath_is_a_wrong_pin(
    hub: Running, microphone: Microphone
) -> None:
    await with_pin(hub)
    wrong = await microphone.hear(f"{UNLOCK}, PIN 2580")
    assert "not the PIN" in wrong.speech
    assert wrong.wants_answer
    assert (await microphone.hear("2 5 8 0")).wants_answer
    assert "3 wrong PINs" in (await microphone.hear("2 5 8 0")).speech
    assert is_locked(hub)


async def test_a_room_that_tries_pins_with_the_order_is_stopped(
    hub: Running, microphone: Microphone
) -> None:
    await with_pin(hub)
    looked_at = 0
    for number in range(24):
        wrong = await microphone.hear(f"{UNLOCK}, PIN {number:04}", f"c{number}")
        looked_at += "too many wrong PINs" not in wrong.speech
    assert looked_at <= 5
    assert "too many wrong PINs" in (await microphone.hear(f"{UNLOCK}, PIN {PIN}", "last")).speech
    assert is_locked(hub)


@pytest.mark.parametrize(
    "heard",
    ["no, the back door, PIN 4711", "the back door instead, 4711", "lock the back door, PIN 4711",
     "open the back door, PIN 4711", "don't, PIN 4711", "cancel that, PIN 4711",
     "lock the front door, PIN 4711"],
)  # fmt: skip
async def test_the_pin_of_another_order_opens_nothing_that_waits(
    hub: Running, microphone: Microphone, heard: str
) -> None:
    await with_pin(hub)
    await microphone.hear(UNLOCK)
    answer = await microphone.hear(heard)
    assert is_locked(hub), answer.speech
    assert PIN not in answer.result.plan.request.text


async def test_where_nobody_has_a_pin_one_told_with_the_order_is_none(
    hub: Running, microphone: Microphone
) -> None:
    asked = await microphone.hear(f"{UNLOCK}, PIN {PIN}")
    assert "Confirm on your phone or on the page" in asked.speech
    assert is_locked(hub)


async def test_where_nobody_has_a_pin_only_phone_and_page_are_told(
    hub: Running, microphone: Microphone
) -> None:
    asked = await microphone.hear(UNLOCK)
    assert "Confirm on your phone or on the page" in asked.speech
    assert "PIN" not in asked.speech
    assert not asked.wants_answer
    yes = await microphone.hear("yes")
    assert "confirm it on your phone or on the page" in yes.speech
    assert not yes.wants_answer
    assert is_locked(hub)
    assert asked.result.approval_id is not None
    done = await Conversation(hub.parts).decide(
        asked.result.approval_id, approve=True, by=hub.owner.id, through=Source.UI
    )
    assert done.result.outcomes[0].status is Status.DONE
    assert not is_locked(hub)


async def test_who_is_at_a_phone_is_told_that_something_waits(
    hub: Running, microphone: Microphone
) -> None:
    await with_pin(hub)
    await microphone.hear(UNLOCK)
    _, told = await hub.ask("GET", "/api/lares/notifications")
    assert "Unlock Front? An adult of the house has to approve this" in str(told)


async def test_everyday_things_need_nothing(microphone: Microphone) -> None:
    answer = await microphone.hear("turn on the kitchen light")
    assert answer.speech == "Done: Kitchen is on."
    assert answer.result.verdict.effect is Effect.ALLOW


@pytest.mark.parametrize("no", ["never mind", "Cancel.", "Stop.", "No, thanks.", "um, no"])
async def test_never_mind_ends_it(hub: Running, microphone: Microphone, no: str) -> None:
    await with_pin(hub)
    await microphone.hear(UNLOCK)
    ended = await microphone.hear(no)
    assert ended.speech == "All right, nothing was done."
    assert not ended.wants_answer
    late = await microphone.hear(PIN)
    assert late.speech == "Nothing waits for a PIN."
    assert is_locked(hub)


async def test_the_pin_of_the_page_of_another_does_not_help(hub: Running) -> None:
    """Whoever is signed in and may approve gives their own PIN; a guest anybody's who may."""
    await with_pin(hub)
    other = await hub.parts.users.create("ben", hub.owner.role)
    await hub.parts.credentials.set_pin(other.id, "2580")
    at_the_page = Microphone(hub, hub.owner.id)
    await at_the_page.hear(UNLOCK)
    wrong = await at_the_page.hear("2580")
    assert "not the PIN" in wrong.speech
    assert wrong.wants_answer
    assert is_locked(hub)


async def test_three_wrong_pins_end_it(hub: Running, microphone: Microphone) -> None:
    await with_pin(hub)
    await microphone.hear(UNLOCK)
    for heard in ("1 1 1 1", "2222"):
        assert (await microphone.hear(heard)).wants_answer
    last = await microphone.hear("three three three three")
    assert "3 wrong PINs" in last.speech
    assert not last.wants_answer
    late = await microphone.hear(PIN)
    assert late.speech == "Nothing waits for a PIN."
    assert is_locked(hub)


async def test_a_room_that_tries_pins_over_dozens_of_conversations_is_stopped(
    hub: Running, microphone: Microphone
) -> None:
    await with_pin(hub)
    looked_at = 0
    for number in range(24):
        await microphone.hear(UNLOCK, f"c{number}")
        wrong = await microphone.hear(f"{number:04}", f"c{number}")
        looked_at += "too many wrong PINs" not in wrong.speech
    assert looked_at <= 5
    await microphone.hear(UNLOCK, "last")
    assert "too many wrong PINs" in (await microphone.hear(PIN, "last")).speech
    assert is_locked(hub)


async def test_many_rooms_together_are_slowed_down_as_well(hub: Running) -> None:
    await with_pin(hub)
    looked_at = 0
    for number in range(60):
        room = Microphone(hub, area=f"room {number // 4}", conversation_id=f"c{number}")
        await room.hear(UNLOCK)
        wrong = await room.hear(f"{number:04}")
        assert wrong.result.plan.request.text != f"{number:04}"
        looked_at += "too many wrong PINs" not in wrong.speech
    assert looked_at <= 31
    assert is_locked(hub)


def without_ids(text: str) -> str:
    """Return a text without ids, fractions and times: any PIN may stand in them by chance."""
    chance = r"[0-9a-f]{24,}|\d*\.\d+|[+/\w]{22,}={0,2}"
    times = r"datetime\.datetime\([\d, ]*|\d\d:\d\d:\d\d(,\d+)?"
    return re.sub(f"{times}|{chance}", "", text)


async def test_nothing_that_sounds_like_the_pin_is_kept_told_or_logged(
    hub: Running, microphone: Microphone, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await with_pin(hub)
    said = ["4 7 1 one mumble", "four seven won one too much noise", "9 8 7 6 5", "4-7-1-1"]
    await microphone.hear(UNLOCK)
    for heard in said:
        await microphone.hear(heard)
    await microphone.hear("my pin is four seven one one", "another")
    await microphone.hear("unlock the front door, pin 4 7 1 1", "another")
    _, traces = await hub.ask("GET", "/api/lares/traces")
    _, told = await hub.ask("GET", "/api/lares/notifications")
    files = await asyncio.to_thread(
        lambda: b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    )
    everything = without_ids(f"{traces} {told} {caplog.text} {microphone.answers!r} {files!r}")
    for heard in (*said, "mumble", "noise", "four seven", PIN, "4 7 1 1", "98765"):
        assert heard not in everything


async def test_a_typed_pin_of_an_adult_lets_a_guest_in(hub: Running) -> None:
    await with_pin(hub)
    panel = Request(text=UNLOCK, source=Source.LANGUAGE, conversation_id="hall")
    await Conversation(hub.parts).process(panel)
    typed = Request(text=PIN, source=Source.LANGUAGE, conversation_id="hall")
    done = await Conversation(hub.parts).process(typed)
    assert done.speech == "Done: Front is unlocked."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("gesprochenes Ja genügt nicht", "nicht die PIN", "nichts getan")),
        ("fr", ("ne suffit pas", "pas le PIN", "rien n'a été fait")),
        ("es", ("no basta", "No es el PIN", "no se ha hecho nada")),
        ("it", ("non basta", "Non è il PIN", "non è stato fatto niente")),
        ("nl", ("niet genoeg", "niet de pincode", "niets gedaan")),
    ],
)
async def test_it_is_said_in_the_speakers_language(
    hub: Running, language: str, words: tuple[str, str, str]
) -> None:
    await with_pin(hub)

    async def hear(text: str) -> str:
        request = Request(text=text, source=Source.VOICE, conversation_id="c", language=language)
        return (await Conversation(hub.parts).process(request)).speech

    await hear(UNLOCK)
    no = {"de": "Nein, danke.", "fr": "Non, merci.", "es": "No, gracias.", "it": "No, grazie."}
    for text, told in zip(("yes", "0000", no.get(language, "Nee, dank je.")), words, strict=True):
        assert told in await hear(text)
    assert is_locked(hub)


class Ear:
    """Helps to hear with nothing."""

    def hints(self, home: Home, request: Request, expecting: Expecting) -> Hints:
        del home, request
        return Hints(expecting=expecting)

    async def readings(self, request: Request) -> Sequence[str]:
        del request
        return ()


async def test_a_draft_hides_a_pin_from_its_first_digit_on(hub: Running) -> None:
    spoken = SpokenConversation(hub.parts, Conversation(hub.parts), Ear())
    draft = Request(text="unlock the front door 4", source=Source.VOICE)
    assert spoken.gives_pin(draft)
    assert not spoken.gives_pin(replace(draft, text=UNLOCK))


async def test_from_the_microphone_to_the_record_the_pin_is_only_dots(
    hub: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The real pipeline, with drafts of what is being said, and all that it tells and keeps."""
    caplog.set_level(logging.DEBUG)
    await with_pin(hub)
    assert hub.parts.voice_runs is not None
    events: list[VoiceEvent] = []
    runs = []
    spoken = SpokenConversation(hub.parts, Conversation(hub.parts), Ear())
    one_breath = "unlock the front door, PIN 4 7 1 1."
    half = "unlock the front door, PIN 4 7 mumble"
    said = (UNLOCK, "yes", "four seven mumble", "4, 7, 1, won.", "My PIN is 4 7 1 1.")
    for heard in (*said, one_breath, half):
        pipeline = Pipeline(
            Engines(),
            lambda: spoken,
            hub.parts.voice_runs,
            language="en",
            now=lambda: datetime.now(UTC),
            activity=lambda: loudness,
        )
        pipeline.offer(ScriptedEar(heard, in_advance=True))
        sound = played(quiet(0.2) + tone(1.0) + quiet(1.5), pace=0.001)
        ask = VoiceAsk(end=Stage.INTENT, area_id=AreaId("kitchen"), conversation_id="room")
        runs.append(await pipeline.run(ask, sound, tell=events.append))
    assert [run.wants_answer for run in runs] == [True, True, True, *[False] * 4]
    assert not is_locked(hub)
    assert [run.text for run in runs][2:] == [
        *["••••"] * 3, "unlock the front door ••••", "••••",
    ]  # fmt: skip
    assert runs[-2].speech == "Done: Front is unlocked."
    _, kept = await hub.ask("GET", "/api/lares/voice/runs")
    _, traces = await hub.ask("GET", "/api/lares/traces")
    files = await asyncio.to_thread(
        lambda: b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    )
    everything = without_ids(f"{events} {runs} {kept} {traces} {caplog.text} {files!r}")
    for secret in ("four seven", "mumble", "4, 7", "4 7", PIN):
        assert secret not in everything


async def test_who_speaks_at_the_page_moves_what_is_theirs_and_no_more(hub: Running) -> None:
    await with_pin(hub)
    child = await hub.parts.users.create("cara", Role.CHILD)
    kitchen = Grant(areas=frozenset({AreaId("kitchen")}))
    await hub.parts.users.change(replace(child, moves=kitchen))
    at_the_page = Microphone(hub, child.id)
    light = await at_the_page.hear("turn on the kitchen light")
    assert light.speech == "Done: Kitchen is on."
    door = await at_the_page.hear(UNLOCK)
    assert "not among what cara may move" in door.speech
    assert door.result.approval_id is None
    await at_the_page.hear(PIN)
    assert is_locked(hub)


async def test_who_shouts_again_and_again_is_told_of_once_and_from_where(hub: Running) -> None:
    for number in range(4):
        stranger = Microphone(hub, conversation_id=f"c{number}")
        assert (await stranger.hear(UNLOCK)).result.approval_id is not None
    _, told = await hub.ask("GET", "/api/lares/notifications")
    asked = [one for one in told if "Unlock Front" in str(one)]
    assert len(asked) == 1
    assert "Somebody asks aloud, in the area 'Kitchen': Unlock Front?" in str(asked)
