"""From a sound to a reply, with engines that hear what a script says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hub.home.asked import Questions
from hub.home.ids import AreaId, EntityId
from hub.home.masking import DOTS
from hub.home.model import Source
from hub.home.plan import Heard
from hub.home.speech import (
    Audio,
    Expecting,
    Failure,
    Sound,
    Stage,
    VoiceAsk,
    VoiceEvent,
    VoiceRun,
)
from hub.voice.engines import Engines
from hub.voice.pipeline import Pipeline
from hub.voice.settings import Preferences
from tests.support.hearing import (
    Kept,
    LoudWakeWord,
    ScriptedEar,
    Talk,
    ToneMouth,
    loudness,
    played,
    quiet,
    tone,
)

SENTENCE = quiet(0.5) + tone(1.0) + quiet(1.5)
ASK = VoiceAsk(area_id=AreaId("kitchen"))


class Desk:
    """An assistant with its engines, and what it told and played."""

    def __init__(self, ear: ScriptedEar | None, talk: Talk | None = None) -> None:
        self.talk = talk or Talk()
        self.kept = Kept()
        self.questions = Questions()
        self.ear = ear
        self.mouth = ToneMouth()
        self.events: list[VoiceEvent] = []
        self.sounds: list[Sound] = []
        self.pipeline = Pipeline(
            Engines(),
            lambda: self.talk,
            self.kept,
            language="en",
            now=lambda: datetime.now(UTC),
            activity=lambda: loudness,
            questions=self.questions,
        )
        if ear is not None:
            self.pipeline.offer(ear)
        self.pipeline.offer(self.mouth)

    async def run(
        self, sound: bytes, ask: VoiceAsk = ASK, *, is_lost: bool = False, pace: float = 0.0
    ) -> VoiceRun:
        self.events.clear()
        return await self.pipeline.run(
            ask,
            played(sound, is_lost=is_lost, pace=pace),
            tell=self.events.append,
            play=self.play,
        )

    async def play(self, sound: Sound) -> None:
        self.sounds.append(sound)

    @property
    def told(self) -> list[str]:
        return [event.type for event in self.events]

    def data(self, kind: str) -> dict[str, object]:
        return dict(next(event.data for event in self.events if event.type == kind))


async def test_a_sentence_passes_all_stages_and_is_answered_aloud() -> None:
    desk = Desk(ScriptedEar("Turn on the light."), Talk({"Turn on the light.": "It is on."}))

    run = await desk.run(SENTENCE)

    assert desk.told == [
        "run-start", "stt-start", "stt-vad-start", "stt-vad-end", "stt-end",
        "intent-start", "intent-end", "tts-start", "tts-end", "run-end",
    ]  # fmt: skip
    (request,) = desk.talk.asked
    assert (request.source, request.area_id, request.user_id) == (Source.VOICE, "kitchen", None)
    assert request.heard is not None
    assert request.heard.confidence == 0.9
    assert desk.mouth.said == ["It is on."]
    assert len(desk.sounds) == 3
    assert (run.text, run.speech, run.failure) == ("Turn on the light.", "It is on.", None)
    assert [time.stage for time in run.times] == ["silence", "stt", "plan", "guard", "tts"]
    assert all(time.budget_ms for time in run.times)
    assert desk.kept.runs == [run]
    assert desk.data("run-start")["run_id"] == run.id


async def test_what_is_heard_is_the_speech_with_a_little_around_it() -> None:
    ear = ScriptedEar("hello")
    await Desk(ear).run(quiet(3.0) + tone(1.0) + quiet(3.0))

    ((seconds, _),) = ear.sounds
    assert 1.6 < seconds < 2.3


async def test_a_microphone_that_goes_on_for_ever_is_read_to_the_end_of_the_sentence() -> None:
    run = await Desk(ScriptedEar("hello")).run(SENTENCE + quiet(300))
    assert run.text == "hello"


async def test_a_button_that_is_let_go_ends_the_sentence_at_once() -> None:
    run = await Desk(ScriptedEar("hello")).run(tone(1.0))
    assert run.text == "hello"


async def test_a_button_that_is_held_listens_through_pauses_until_it_is_let_go() -> None:
    ear = ScriptedEar("turn on the light", in_advance=True)
    desk = Desk(ear)
    sound = tone(1.0) + quiet(2.0) + tone(1.0)

    run = await desk.run(sound, replace(ASK, ends_by_pause=False))

    assert run.text == "turn on the light"
    assert ear.sounds[-1][0] == pytest.approx(4.0, abs=0.1)
    assert desk.told.count("stt-vad-end") == 1
    assert "silence" not in {time.stage for time in run.times}, "how long it was held is no delay"


async def test_a_button_that_is_held_and_not_spoken_to_is_nobody_and_waits_longer() -> None:
    held = replace(ASK, ends_by_pause=False)
    late = await Desk(ScriptedEar("hello")).run(quiet(8) + tone(1.0), held)
    assert late.text == "hello"
    run = await Desk(ScriptedEar("never heard")).run(quiet(60), held)
    assert run.failure is Failure.NO_SPEECH


async def test_a_button_that_is_held_for_ever_does_nothing_and_says_so() -> None:
    desk = Desk(ScriptedEar("and so on"))
    run = await desk.run(tone(1.0) + quiet(60), replace(ASK, ends_by_pause=False))
    assert run.failure is Failure.TOO_LONG
    assert not desk.talk.asked


async def test_nobody_spoke_is_answered_by_silence_and_not_kept() -> None:
    desk = Desk(ScriptedEar("never heard"))

    run = await desk.run(quiet(20))

    assert run.failure is Failure.NO_SPEECH
    assert desk.told[-2:] == ["error", "run-end"]
    assert not desk.talk.asked
    assert not desk.mouth.said
    assert not desk.kept.runs


@pytest.mark.parametrize("text", ["", "  "])
async def test_speech_without_words_does_nothing(text: str) -> None:
    desk = Desk(ScriptedEar(text))
    run = await desk.run(SENTENCE)
    assert run.failure is Failure.NO_SPEECH
    assert not desk.talk.asked


async def test_a_microphone_lost_in_the_middle_does_nothing() -> None:
    desk = Desk(ScriptedEar("unlock the door"))

    run = await desk.run(tone(1.0), is_lost=True)

    assert run.failure is Failure.CUT_OFF
    assert not desk.talk.asked
    assert not desk.mouth.said


async def test_a_sentence_without_end_does_nothing_and_says_so() -> None:
    desk = Desk(ScriptedEar("and so on and so on"))
    run = await desk.run(tone(20))
    assert run.failure is Failure.TOO_LONG
    assert not desk.talk.asked
    assert desk.mouth.said == ["That was too long for me."]


async def test_an_engine_that_is_down_is_told_and_the_next_run_works() -> None:
    ear = ScriptedEar("hello", "hello")
    desk = Desk(ear)
    ear.is_down = True

    run = await desk.run(SENTENCE)

    assert run.failure is Failure.STT_ENGINE
    assert "switch it on" in str(desk.data("error")["message"])
    assert desk.mouth.said == ["I can't hear you just now."]
    ear.is_down = False
    assert (await desk.run(SENTENCE)).text == "hello"


async def test_an_answer_is_for_whoever_asked_and_nothing_is_done_about_it() -> None:
    desk = Desk(ScriptedEar("turn on the light"))
    with desk.questions.asking("q1") as answer, desk.questions.asking("q2") as other:
        run = await desk.run(SENTENCE, replace(ASK, question_id="q1"))
        assert answer.result() == "turn on the light"
        assert not other.done()
    assert (run.text, run.speech, run.plan_id) == ("turn on the light", "", None)
    assert not desk.talk.asked
    assert not desk.mouth.said


async def test_who_asked_hears_of_it_when_nobody_answers() -> None:
    desk = Desk(ScriptedEar("hello"))
    with desk.questions.asking("q") as answer:
        await desk.run(quiet(8), replace(ASK, question_id="q", waits_s=1.0))
        assert answer.result() is None
        # What is said to it later comes too late.
        await desk.run(SENTENCE, replace(ASK, question_id="q"))
        assert answer.result() is None
    await desk.run(SENTENCE, replace(ASK, question_id="q"))


async def test_a_pin_is_no_answer() -> None:
    desk = Desk(ScriptedEar("4711"))
    with desk.questions.asking("q") as answer:
        run = await desk.run(SENTENCE, replace(ASK, question_id="q"))
        assert answer.result() is None
    assert run.text == DOTS


async def test_a_language_that_nothing_hears_is_said_so() -> None:
    desk = Desk(ScriptedEar("hallo"))
    run = await desk.run(SENTENCE, VoiceAsk(language="de-DE"))
    assert run.failure is Failure.NO_ENGINE
    assert not desk.talk.asked
    told = str(desk.data("error")["message"])
    assert "'de-DE'" in told
    assert "hear en" in told
    assert "Wyoming" in told
    # Nothing here speaks German either: it is said in words that can be spoken.
    assert desk.mouth.said == ["I can't understand speech in this language."]


async def test_a_language_that_nothing_hears_is_said_so_in_that_language() -> None:
    desk = Desk(ScriptedEar("hallo"))
    german = ToneMouth()
    german.languages = ("de",)
    desk.pipeline.offer(german)
    run = await desk.run(SENTENCE, VoiceAsk(language="de-DE"))
    assert (run.failure, run.speech) == (Failure.NO_ENGINE, "Diese Sprache kann ich nicht hören.")
    assert (german.said, desk.mouth.said) == ([run.speech], [])


async def test_a_voice_that_the_owner_prefers_speaks_no_other_language() -> None:
    desk = Desk(ScriptedEar("hello"))
    robot = ToneMouth()
    robot.by_language = {"de": ("deutsch",), "fr": ("français",)}
    robot.languages = ("de", "fr")
    engines = Engines(Preferences(voice="deutsch"))
    desk.pipeline.engines = engines
    engines.offer(robot)
    for language in ("de", "fr"):
        _ = [piece async for piece in desk.pipeline.speak("Oui", language=language)]
    assert robot.asked_voices == ["deutsch", None]


async def test_without_any_engine_a_run_ends_with_the_reason() -> None:
    desk = Desk(None)
    run = await desk.run(SENTENCE)
    assert run.failure is Failure.NO_ENGINE
    assert desk.told[-1] == "run-end"


async def test_a_reply_that_cannot_be_spoken_is_given_in_words() -> None:
    desk = Desk(ScriptedEar("hello"))
    desk.mouth.is_down = True
    run = await desk.run(SENTENCE)
    assert (run.speech, run.failure) == ("Done.", Failure.TTS_ENGINE)


async def test_a_pin_is_shown_nowhere() -> None:
    ear = ScriptedEar("4711")
    desk = Desk(ear)

    run = await desk.run(SENTENCE)

    assert desk.talk.asked[0].text == "4711"
    assert "4711" not in repr(desk.events)
    assert "4711" not in repr(run)
    assert run.text == DOTS
    assert run.confidence is None


async def test_a_pin_that_was_typed_is_shown_nowhere_either() -> None:
    desk = Desk(ScriptedEar(""))
    desk.talk.is_pin = lambda text: text == "4711"
    run = await desk.pipeline.run(
        VoiceAsk(start=Stage.INTENT, text="4711"), tell=desk.events.append
    )
    assert desk.talk.asked[0].text == "4711"
    assert "4711" not in repr(desk.events)
    assert "4711" not in repr(run)


async def test_no_words_appear_while_a_pin_is_expected() -> None:
    ear = ScriptedEar("four seven eleven", in_advance=True)
    desk = Desk(ear)
    desk.talk.expects = Expecting.PIN
    desk.talk.is_pin = lambda text: "seven" in text

    await desk.run(tone(2.0) + quiet(1.5), pace=0.001)

    assert len(ear.sounds) >= 2
    assert "seven" not in repr(desk.events)


async def test_words_appear_while_somebody_speaks() -> None:
    desk = Desk(ScriptedEar("turn on the light", in_advance=True))
    await desk.run(tone(3.0) + quiet(1.5), pace=0.001)
    assert desk.data("lares-stt-progress") == {"text": "turn on the light"}


async def test_a_pause_is_heard_before_it_is_certain_that_it_is_the_end() -> None:
    ear = ScriptedEar("hello", in_advance=True, takes_s=0.05)
    desk = Desk(ear)

    run = await desk.run(tone(0.6) + quiet(2.0), pace=0.01)

    assert len(ear.sounds) == 1  # the draft was the sentence
    assert run.text == "hello"
    (stt,) = [time for time in run.times if time.stage == "stt"]
    assert stt.took_ms < 50


async def test_speech_after_a_pause_belongs_to_the_sentence() -> None:
    ear = ScriptedEar("hello", in_advance=True)
    await Desk(ear).run(tone(0.6) + quiet(0.4) + tone(0.6) + quiet(2.0), pace=0.002)
    assert ear.sounds[-1][0] > 1.6


async def test_sentences_that_sound_alike_are_held_against_the_sound() -> None:
    ear = ScriptedEar("I'm locked the door", in_advance=True)
    ear.weights = {"unlock the door": -0.3, "lock the door": -0.9, "I'm locked the door": -0.2}
    desk = Desk(ear)
    desk.talk.may_be = ("lock the door", "unlock the door")

    run = await desk.run(SENTENCE, pace=0.001)

    heard = desk.talk.asked[0].heard
    assert heard is not None
    assert heard.text == "I'm locked the door"
    assert heard.others == ("unlock the door", "lock the door")
    assert heard.weights == (-0.2, -0.3, -0.9)
    assert "weigh" in [time.stage for time in run.times]


async def test_an_engine_that_cannot_weigh_leaves_what_was_heard() -> None:
    desk = Desk(ScriptedEar("the door", "never"))
    desk.talk.may_be = ("the floor",)
    await desk.run(SENTENCE)
    assert desk.talk.asked[0].heard == Heard(text="the door", confidence=0.9)


async def test_a_pin_is_not_weighed_against_anything() -> None:
    ear = ScriptedEar("4711", in_advance=True)
    desk = Desk(ear)
    desk.talk.may_be = ("the floor",)
    await desk.run(SENTENCE, pace=0.001)
    assert not any(hints.readings for _, hints in ear.sounds)


async def test_a_question_keeps_the_microphone_open() -> None:
    desk = Desk(ScriptedEar("the light"), Talk({"the light": "Which one?"}))
    assert (await desk.run(SENTENCE)).wants_answer


async def test_a_wake_word_comes_before_the_sentence() -> None:
    desk = Desk(ScriptedEar("hello"))
    desk.pipeline.offer(LoudWakeWord())

    sound = quiet(1) + tone(0.1) + quiet(0.5) + SENTENCE
    run = await desk.run(sound, VoiceAsk(start=Stage.WAKE))

    assert desk.told[1:3] == ["wake_word-start", "wake_word-end"]
    assert run.text == "hello"


async def test_a_wake_word_that_nobody_says_is_silence() -> None:
    desk = Desk(ScriptedEar("hello"))
    desk.pipeline.offer(LoudWakeWord())
    run = await desk.run(quiet(5), VoiceAsk(start=Stage.WAKE))
    assert run.failure is Failure.NO_WAKE_WORD
    assert not desk.kept.runs


async def test_a_wake_word_is_waited_for_as_long_as_somebody_speaks() -> None:
    """A second without any word is enough; until then each word makes it wait longer."""
    taken = []

    class NeverWakes(LoudWakeWord):
        async def wait(self, audio: Audio, words: Sequence[str] = ()) -> str | None:
            del words
            taken.extend([chunk async for chunk in audio])
            return None

    desk = Desk(ScriptedEar("hello"))
    desk.pipeline.offer(NeverWakes())
    sound = quiet(0.8) + tone(0.1) + quiet(0.8) + tone(0.1) + quiet(60)
    run = await desk.run(sound, VoiceAsk(start=Stage.WAKE, waits_s=1.0))
    assert run.failure is Failure.NO_WAKE_WORD
    assert sum(map(len, taken)) / len(quiet(1)) == pytest.approx(2.8, abs=0.1)


@pytest.mark.parametrize("word", ["okay nabu", ""])
async def test_who_hears_the_same_wake_word_second_is_silent(word: str) -> None:
    desk = Desk(ScriptedEar("hello", "hello"))
    desk.pipeline.offer(LoudWakeWord())
    await desk.run(tone(0.1) + SENTENCE, VoiceAsk(start=Stage.WAKE))
    for start in (Stage.WAKE, Stage.STT):
        second = replace(ASK, start=start, woken_by=word)
        run = await desk.run(tone(0.1) + SENTENCE, second)
        assert run.failure is Failure.DUPLICATE
        assert desk.told == ["run-start", *["wake_word-start"] * (start is Stage.WAKE), "error",
                             "run-end"]  # fmt: skip
        assert desk.data("error")["code"] == "duplicate_wake_up_detected"
    assert len(desk.talk.asked) == len(desk.kept.runs) == 1
    assert len(desk.mouth.said) == 1


async def test_who_was_asked_is_listened_to_and_the_next_room_is_not() -> None:
    desk = Desk(ScriptedEar("yes", "yes", "yes"))
    desk.talk.expects = Expecting.ANSWER
    kitchen = replace(ASK, conversation_id="kitchen", woken_by="okay nabu")
    for _ in range(2):
        assert (await desk.run(SENTENCE, kitchen)).failure is None
    hall = replace(ASK, woken_by="okay nabu", satellite_id=EntityId("assist_satellite.hall"))
    assert (await desk.run(SENTENCE, hall)).failure is Failure.DUPLICATE


async def test_two_who_press_a_button_at_once_are_both_heard() -> None:
    desk = Desk(ScriptedEar("hello", "hello"))
    runs = [await desk.run(SENTENCE) for _ in range(2)]
    assert [run.failure for run in runs] == [None, None]
    assert len(desk.talk.asked) == 2


async def test_an_unknown_wake_word_names_the_known_ones() -> None:
    desk = Desk(ScriptedEar("hello"))
    desk.pipeline.offer(LoudWakeWord())
    await desk.run(quiet(5), VoiceAsk(start=Stage.WAKE, wake_words=("hey_you",)))
    assert "okay_nabu" in str(desk.data("error")["message"])


async def test_a_run_may_end_with_the_words() -> None:
    desk = Desk(ScriptedEar("hello"))
    await desk.run(SENTENCE, VoiceAsk(end=Stage.STT))
    assert desk.told[-2:] == ["stt-end", "run-end"]
    assert not desk.talk.asked


async def test_a_run_may_begin_with_the_words_or_the_reply() -> None:
    desk = Desk(None)
    await desk.pipeline.run(VoiceAsk(start=Stage.INTENT, text="hello"), play=desk.play)
    assert desk.talk.asked[0].text == "hello"
    await desk.pipeline.run(VoiceAsk(start=Stage.TTS, text="Good night"), play=desk.play)
    assert desk.mouth.said == ["Done.", "Good night"]
    assert len(desk.talk.asked) == 1


def test_the_preferred_engine_counts_first_then_the_one_that_came_last() -> None:
    first, second, spare = ScriptedEar(), ScriptedEar(), ScriptedEar()
    second.name = "second"
    engines = Engines()
    engines.offer(first)
    withdraw = engines.offer(second)
    engines.offer(spare, is_spare=True)
    assert engines.hearing("en-GB") is second
    assert engines.speech_to_text[-1] is spare
    withdraw()
    assert engines.hearing("en") is first
    assert engines.hearing("de") is None
    preferring = Engines(Preferences(stt="second"))
    preferring.offer(second)
    preferring.offer(first)
    assert preferring.hearing("en") is second
