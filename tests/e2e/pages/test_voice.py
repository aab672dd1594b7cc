"""Push to talk on the page: Chromium's own fake microphone, and a voice that keeps to a script."""

import asyncio
import math
import os
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.support.fake_microphone import TALKING
from tests.support.page import DESKTOP, LOOKS, PHONE, Look, Screen, open_browser, open_screen
from tests.support.running_hub import RunningHub
from tests.support.scripted_assistant import (
    Event,
    ScriptedAssistant,
    answered,
    heard,
    spoken,
)

# A microphone that beeps, and somebody who always says yes.
ENDLESS = 10**9
ORDER = "turn on the kitchen light"
DONE = [*heard(ORDER), *answered("The kitchen light is on."), *spoken()]
HOLD_S = 0.8


@pytest.fixture(name="talker")
async def open_talker() -> AsyncIterator[Browser]:
    async with open_browser(*TALKING) as chromium:
        yield chromium


@asynccontextmanager
async def talking(
    browser: Browser,
    hub: RunningHub,
    assistant: ScriptedAssistant,
    look: Look = DESKTOP,
    *,
    has_voice: bool = True,
    **more: Any,
) -> AsyncIterator[Screen]:
    """Open the talk of a hub whose voice follows a script."""
    async with open_screen(browser, hub, look, **more) as screen:
        await assistant.attach(screen.page, has_voice=has_voice)
        await screen.page.reload()
        await screen.connected()
        await screen.visit("ask")
        yield screen


def mic(page: Page) -> Locator:
    return page.get_by_test_id("mic")


async def in_phase(page: Page, phase: str) -> None:
    await expect(mic(page)).to_have_attribute("data-phase", phase, timeout=15_000)


async def held(page: Page, seconds: float) -> None:
    """Hold the button for so long."""
    box = await mic(page).bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.down()
    await in_phase(page, "listening")
    await asyncio.sleep(seconds)
    await page.mouse.up()


async def test_a_page_in_another_language_says_what_the_hub_hears(
    talker: Browser, page_hub: RunningHub
) -> None:
    assistant = ScriptedAssistant(DONE, drafts=["turn"])
    async with talking(talker, page_hub, assistant, language="de-DE") as screen:
        page = screen.page
        await expect(mic(page)).to_have_attribute("aria-label", "Auf Englisch sprechen")
        await expect(mic(page)).to_have_attribute("title", re.compile("Die Zentrale hört Englisch"))
        await mic(page).click()
        await in_phase(page, "listening")
        await expect(page.get_by_test_id("hearing")).to_contain_text("Sprich Englisch")
        await mic(page).click()
        await in_phase(page, "idle")
        assert assistant.runs[0].asked["language"] == "en"
        await screen.visit("system")
        section = page.get_by_test_id("part-voice")
        await expect(section.get_by_test_id("voice-languages")).to_have_text("Englisch")
        await expect(section.get_by_test_id("voice-spoken")).to_have_text("Englisch, Deutsch")
        await expect(section.get_by_test_id("voice-deaf")).to_contain_text(
            "Nichts hier hört Deutsch"
        )
        assert await screen.axe() == []


async def test_words_appear_and_the_reply_is_spoken(talker: Browser, page_hub: RunningHub) -> None:
    assistant = ScriptedAssistant(DONE, drafts=["turn", "turn on the"])
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).click()
        await expect(page.get_by_test_id("words")).to_contain_text("turn on the")
        await expect(page.get_by_test_id("level")).to_be_visible()
        await expect(mic(page)).to_have_attribute("aria-pressed", "true")
        await expect(page.get_by_test_id("voice-status")).to_have_text("Listening")
        await expect(page.get_by_test_id("said")).to_contain_text(ORDER)
        await expect(page.get_by_test_id("reply-text")).to_have_text("The kitchen light is on.")
        await in_phase(page, "idle")
        assert len(assistant.played) == 1
        [run] = assistant.runs
        assert run.asked["start_stage"] == "stt"
        assert run.asked["end_stage"] == "tts"
        assert run.asked["input"] == {"sample_rate": 16_000}
        assert len(run.sound) % 2 == 0
        assert any(run.sound), "the fake microphone beeps, so there is more than silence"


async def test_letting_go_of_the_button_ends_the_sentence(
    talker: Browser, page_hub: RunningHub
) -> None:
    assistant = ScriptedAssistant(DONE, sentence_bytes=ENDLESS)
    async with talking(talker, page_hub, assistant) as screen:
        await held(screen.page, HOLD_S)
        await expect(screen.page.get_by_test_id("said")).to_contain_text(ORDER)
        [run] = assistant.runs
        assert HOLD_S * 0.5 < len(run.sound) / 32_000 < HOLD_S * 4
        assert run.asked["input"]["no_vad"], "no pause ends it while the button is held"


@asynccontextmanager
async def finger_on(page: Page) -> AsyncIterator[None]:
    """Put a finger on the button; take it away."""
    box = await mic(page).bounding_box()
    assert box is not None
    points = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}]
    devtools = await page.context.new_cdp_session(page)
    touch = "Input.dispatchTouchEvent"
    await devtools.send(touch, {"type": "touchStart", "touchPoints": points})
    yield
    await devtools.send(touch, {"type": "touchEnd", "touchPoints": []})
    await devtools.detach()


async def test_a_finger_holds_or_taps(talker: Browser, page_hub: RunningHub) -> None:
    assistant = ScriptedAssistant(DONE, DONE, sentence_bytes=ENDLESS)
    async with talking(talker, page_hub, assistant, PHONE) as screen:
        page = screen.page
        async with finger_on(page):
            await in_phase(page, "listening")
            await asyncio.sleep(HOLD_S)
        await expect(page.get_by_test_id("said").nth(0)).to_contain_text(ORDER)
        await in_phase(page, "idle")
        await mic(page).tap()
        await in_phase(page, "listening")
        await asyncio.sleep(HOLD_S)
        await expect(mic(page)).to_have_attribute("data-phase", "listening")
        await mic(page).tap()
        await expect(page.get_by_test_id("said").nth(1)).to_contain_text(ORDER)
        assert ["no_vad" in run.asked["input"] for run in assistant.runs] == [True, False]


async def test_nobody_is_listened_to_who_does_not_see_it(
    talker: Browser, page_hub: RunningHub
) -> None:
    assistant = ScriptedAssistant(sentence_bytes=ENDLESS)
    async with talking(talker, page_hub, assistant, PHONE) as screen:
        await mic(screen.page).click()
        await in_phase(screen.page, "listening")
        await assistant.hearing()
        await screen.visit("rules")
        await in_phase(screen.page, "idle")
        await screen.visit("ask")
        await expect(screen.page.get_by_test_id("said")).to_have_count(0)
        assert assistant.runs[0].is_left


async def test_another_conversation_does_not_get_the_answer(
    talker: Browser, page_hub: RunningHub
) -> None:
    assistant = ScriptedAssistant(heard(ORDER), DONE)
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).click()
        await in_phase(page, "listening")
        await assistant.hearing()
        await page.get_by_test_id("talk-new").click()
        await in_phase(page, "idle")
        await expect(page.get_by_test_id("said")).to_have_count(0)
        await mic(page).click()
        await expect(page.get_by_test_id("said")).to_have_text(ORDER)


async def test_pressing_again_ends_it_too(talker: Browser, page_hub: RunningHub) -> None:
    assistant = ScriptedAssistant(DONE, sentence_bytes=ENDLESS)
    async with talking(talker, page_hub, assistant) as screen:
        await mic(screen.page).click()
        await in_phase(screen.page, "listening")
        await asyncio.sleep(0.3)
        await mic(screen.page).click()
        await expect(screen.page.get_by_test_id("said")).to_contain_text(ORDER)


@pytest.mark.parametrize("key", ["Space", "Enter"])
async def test_the_keyboard_talks_and_forgets(
    talker: Browser, page_hub: RunningHub, key: str
) -> None:
    assistant = ScriptedAssistant((), DONE, sentence_bytes=ENDLESS)
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await page.get_by_test_id("ask-input").focus()
        await page.keyboard.press("Tab")
        await expect(mic(page)).to_be_focused()
        await page.keyboard.press(key)
        await in_phase(page, "listening")
        await assistant.hearing()
        await page.keyboard.press("Escape")
        await in_phase(page, "idle")
        await expect(page.get_by_test_id("said")).to_have_count(0)
        await expect(mic(page)).to_be_focused()
        await page.keyboard.press(key)
        await in_phase(page, "listening")
        await asyncio.sleep(0.2)
        await page.keyboard.press(key)
        await expect(page.get_by_test_id("reply-text")).to_have_text("The kitchen light is on.")
        assert assistant.runs[0].is_left
        assert not assistant.runs[0].is_ended


@pytest.mark.parametrize("key", ["Space", "Enter"])
async def test_a_key_holds_as_a_finger_does(
    talker: Browser, page_hub: RunningHub, key: str
) -> None:
    assistant = ScriptedAssistant(DONE, sentence_bytes=ENDLESS)
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).focus()
        await page.keyboard.down(key)
        await in_phase(page, "listening")
        await asyncio.sleep(HOLD_S)
        await page.keyboard.down(key)  # as a key that is held repeats
        await expect(mic(page)).to_have_attribute("data-phase", "listening")
        await page.keyboard.up(key)
        await expect(page.get_by_test_id("said")).to_contain_text(ORDER)
        await in_phase(page, "idle")
        [run] = assistant.runs
        assert run.asked["input"]["no_vad"]


async def test_after_a_question_the_microphone_opens_for_the_answer(
    talker: Browser, page_hub: RunningHub
) -> None:
    asks = [*heard("turn on a light"), *answered("Which one?", goes_on=True), *spoken()]
    assistant = ScriptedAssistant(asks, [*heard("the lamp"), *answered("Done."), *spoken()])
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).click()
        await expect(page.get_by_test_id("said").nth(1)).to_contain_text("the lamp", timeout=15_000)
        await expect(page.get_by_test_id("reply-text").nth(1)).to_have_text("Done.")
        first, second = assistant.runs
        assert first.asked["conversation_id"] == second.asked["conversation_id"]
        await in_phase(page, "idle")
        assert len(assistant.runs) == 2


async def test_nobody_who_answers_is_no_trouble(talker: Browser, page_hub: RunningHub) -> None:
    asks = [*heard("turn on a light"), *answered("Which one?", goes_on=True), *spoken()]
    silence: list[Event] = [("error", {"code": "stt-no-text-recognized", "message": "nothing"})]
    assistant = ScriptedAssistant(asks, silence)
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).click()
        for _ in range(2):
            await assistant.hearing()
        await in_phase(page, "idle")
        await expect(page.get_by_test_id("said")).to_have_count(1)
        await expect(page.get_by_test_id("reply")).to_have_count(1)
        await expect(page.get_by_test_id("toast")).to_have_count(0)


async def test_a_reply_is_stopped_and_replies_may_be_in_writing_only(
    talker: Browser, page_hub: RunningHub
) -> None:
    assistant = ScriptedAssistant(
        [*heard(ORDER), *answered("A long story.", goes_on=True), *spoken()],
        DONE,
        DONE,
        reply_s=30,
    )
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).click()
        await in_phase(page, "speaking")
        assert await screen.axe() == []
        await page.get_by_test_id("hush").click()
        await in_phase(page, "idle")
        assert len(assistant.runs) == 1, "who stops a question does not want to answer it aloud"
        await mic(page).click()
        await in_phase(page, "speaking")
        await page.keyboard.press("Escape")
        await in_phase(page, "idle")
        await expect(page.get_by_test_id("said")).to_have_count(2)
        await page.get_by_test_id("speak-replies").click()
        await expect(page.get_by_test_id("speak-replies")).to_have_attribute(
            "aria-pressed", "false"
        )
        await page.reload()
        await screen.connected()
        await expect(page.get_by_test_id("speak-replies")).to_have_attribute(
            "aria-pressed", "false"
        )
        await mic(page).click()
        await expect(page.get_by_test_id("reply-text")).to_be_visible(timeout=15_000)
        assert assistant.runs[2].asked["end_stage"] == "intent"


async def test_whoever_speaks_first_is_listened_to(talker: Browser, page_hub: RunningHub) -> None:
    assistant = ScriptedAssistant(DONE, DONE, reply_s=30)
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).click()
        await in_phase(page, "speaking")
        await mic(page).click()
        await in_phase(page, "listening")
        await expect(page.get_by_test_id("said").nth(1)).to_have_text(ORDER)


async def test_a_browser_that_wants_to_be_asked_before_it_makes_a_sound(
    talker: Browser, page_hub: RunningHub
) -> None:
    async with talking(talker, page_hub, ScriptedAssistant(DONE)) as screen:
        page = screen.page
        await page.evaluate("""() => {
          const play = HTMLMediaElement.prototype.play;
          HTMLMediaElement.prototype.play = async function () {
            HTMLMediaElement.prototype.play = play;
            throw new DOMException('not yet', 'NotAllowedError');
          };
        }""")
        await mic(page).click()
        held_back = page.get_by_test_id("unheard")
        await expect(held_back).to_be_visible(timeout=15_000)
        assert await screen.axe() == []
        await held_back.get_by_role("button").click()
        await expect(held_back).to_have_count(0)
        await in_phase(page, "idle")


async def test_what_is_to_be_shown_first_is_only_heard(
    talker: Browser, page_hub: RunningHub
) -> None:
    assistant = ScriptedAssistant(heard("turn off the kitchen lights"))
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await page.get_by_test_id("show-first").click()
        await mic(page).click()
        await expect(page.get_by_test_id("preview")).to_contain_text("Nothing has been done yet")
        await expect(page.get_by_test_id("said")).to_have_text("turn off the kitchen lights")
        assert assistant.runs[0].asked["end_stage"] == "stt"


async def test_a_pin_is_shown_as_dots_and_not_kept(talker: Browser, page_hub: RunningHub) -> None:
    assistant = ScriptedAssistant([*heard("••••"), *answered("Unlocked."), *spoken()])
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).click()
        await expect(page.get_by_test_id("said")).to_have_text("••••")
        await expect(page.get_by_test_id("reply-text")).to_have_text("Unlocked.")


async def test_how_it_was_heard_is_told_with_what_each_step_may_take(
    talker: Browser, page_hub: RunningHub
) -> None:
    async with talking(talker, page_hub, ScriptedAssistant(DONE)) as screen:
        page = screen.page
        await mic(page).click()
        await page.get_by_test_id("heard").locator("summary").click()
        times = page.get_by_test_id("times")
        await expect(page.get_by_test_id("heard")).to_contain_text("tiny ears")
        await expect(page.get_by_test_id("heard")).to_contain_text("87 % sure")
        await expect(times.locator("[data-stage=stt]")).to_contain_text("0.41 s of 0.90 s")
        await expect(times.locator("[data-stage=plan]")).to_contain_text("longer than it may")
        assert await screen.axe() == []


async def test_guests_are_shown_how_they_were_heard(talker: Browser, page_hub: RunningHub) -> None:
    guest = {"id": "gus", "name": "Gus", "role": "guest"}
    async with talking(talker, page_hub, ScriptedAssistant(DONE)) as screen:
        page = screen.page
        await page.route("**/api/lares/me", lambda route: route.fulfill(json=guest))
        await page.reload()
        await screen.connected()
        await mic(page).click()
        await page.get_by_test_id("heard").locator("summary").click()
        await expect(page.get_by_test_id("heard")).to_contain_text("tiny ears")


UNSURE = ("error", {"code": "lares-not-sure", "message": "0.2"})
NOT_TOLD = ("error", {"code": "stt-no-text-recognized", "message": "no words"})


TROUBLES: Sequence[tuple[Sequence[Event], str, int]] = [
    ((NOT_TOLD,), "I heard nothing", 0),
    ((("error", {"code": "stt-stream-failed", "message": "x"}),), "cannot hear just now", 0),
    ((("error", {"code": "odd", "message": "An odd thing."}),), "An odd thing.", 0),
    ((*heard("fly me to the moon"), UNSURE), "not sure that I heard you right", 1),
    ((*DONE[:-2], ("error", {"code": "tts-failed", "message": "x"})), "not say it aloud", 2),
]


async def test_what_goes_wrong_is_told_in_words(talker: Browser, page_hub: RunningHub) -> None:
    assistant = ScriptedAssistant(*(script for script, _, _ in TROUBLES))
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        for _, told, said in TROUBLES:
            await mic(page).click()
            await expect(page.get_by_text(told)).to_be_visible(timeout=15_000)
            await in_phase(page, "idle")
            await expect(page.get_by_test_id("said")).to_have_count(said)
            await expect(page.get_by_test_id("thinking")).to_have_count(0)


async def test_a_hub_that_is_lost_in_the_middle_is_told_of(
    talker: Browser, page_hub: RunningHub
) -> None:
    assistant = ScriptedAssistant(sentence_bytes=ENDLESS)
    async with talking(talker, page_hub, assistant) as screen:
        page = screen.page
        await mic(page).click()
        await in_phase(page, "listening")
        await assistant.hearing()
        await assistant.leave()
        await expect(page.get_by_text("broke off in the middle")).to_be_visible()
        await in_phase(page, "idle")
        await mic(page).click()
        await in_phase(page, "listening")


async def test_a_proxy_that_lets_no_socket_through_is_named(
    talker: Browser, page_hub: RunningHub
) -> None:
    async with talking(talker, page_hub, ScriptedAssistant()) as screen:
        page = screen.page
        await page.route_web_socket("**/api/websocket", lambda socket: socket.close())
        await page.reload()
        await screen.connected()
        await mic(page).click()
        await expect(page.get_by_test_id("toast")).to_contain_text("proxy", timeout=15_000)
        await in_phase(page, "idle")
        await expect(page.get_by_test_id("said")).to_have_count(0)


async def test_the_microphone_is_explained_before_the_browser_asks(
    browser: Browser, page_hub: RunningHub
) -> None:
    """This browser knows no microphone."""
    async with talking(browser, page_hub, ScriptedAssistant()) as screen:
        page = screen.page
        await page.evaluate("""() => {
          navigator.permissions.query = async () => ({state: globalThis.answer ?? 'prompt'});
        }""")
        asks = page.get_by_test_id("mic-help")
        await mic(page).click()
        await expect(asks).to_contain_text("no sound of it is kept")
        assert await screen.axe() == []
        await page.keyboard.press("Escape")
        await expect(asks).to_have_count(0)
        await expect(mic(page)).to_be_focused()
        await mic(page).click()
        await page.get_by_test_id("mic-help-go").click()
        await expect(asks).to_have_attribute("data-what", "missing")
        await expect(asks).to_contain_text("There is no microphone")
        await page.get_by_test_id("mic-help-close").click()
        await page.evaluate("globalThis.answer = 'denied'")
        await mic(page).click()
        await expect(asks).to_contain_text("Set “Microphone” to “Allow”")
        assert await screen.axe() == []


async def test_a_page_that_is_not_encrypted_says_what_it_needs(page_hub: RunningHub) -> None:
    async with open_browser("--host-resolver-rules=MAP house.local 127.0.0.1", *TALKING) as plain:
        assistant = ScriptedAssistant()
        async with open_screen(plain, page_hub, PHONE) as screen:
            screen.expect_problem("Cross-Origin-Opener-Policy header has been ignored")
            page = screen.page
            await assistant.attach(page)
            await page.goto(f"http://house.local:{screen.line.port}/#token={page_hub.token}")
            await screen.connected()
            await screen.visit("ask")
            assert not await page.evaluate("isSecureContext")
            await mic(page).click()
            told = page.get_by_test_id("mic-help")
            await expect(told).to_contain_text("ssl_certificate")
            await expect(told).to_contain_text(f"https://house.local:{screen.line.port}")
            assert await screen.axe() == []
            assert await screen.too_wide() == []
            assert assistant.runs == []


async def test_a_hub_without_voice_has_no_button(talker: Browser, page_hub: RunningHub) -> None:
    async with talking(talker, page_hub, ScriptedAssistant(), has_voice=False) as screen:
        await expect(screen.page.get_by_test_id("ask-input")).to_be_visible()
        await expect(mic(screen.page)).to_have_count(0)
        await expect(screen.page.get_by_test_id("speak-replies")).to_have_count(0)


async def test_without_the_hub_nothing_is_heard(talker: Browser, page_hub: RunningHub) -> None:
    assistant = ScriptedAssistant()
    async with talking(talker, page_hub, assistant) as screen:
        await screen.offline()
        await mic(screen.page).click()
        await expect(screen.page.get_by_test_id("toast")).to_contain_text("Nothing was sent")
        assert assistant.runs == []
        await screen.online()


# Rate of the microphone, a tone in Hz, and how loud it is allowed to come through, at least and
# at most: what lies over half of 16,000 would be heard as another tone.
TONES = [
    (48_000, 440, 0.97, 1.03),
    (44_100, 3_000, 0.97, 1.03),
    (44_100, 440, 0.97, 1.03),
    (48_000, 11_000, 0.0, 0.02),
    (44_100, 10_500, 0.0, 0.02),
    (8_000, 440, 0.97, 1.03),
]


RESAMPLED = """async ([rate, tone]) => {
  const {Resampler} = await import('/resampler.js');
  const resampler = new Resampler(rate, 16000);
  const made = [];
  for (let at = 0; at < rate; at += 128) {
    const piece = Float32Array.from({length: Math.min(128, rate - at)}, (_, i) =>
      Math.sin((2 * Math.PI * tone * (at + i)) / rate));
    made.push(...resampler.take(piece));
  }
  return made;
}"""


async def test_the_rate_of_a_sound_is_changed_without_adding_to_it(
    browser: Browser, page_hub: RunningHub
) -> None:
    async with open_screen(browser, page_hub, DESKTOP) as screen:
        for rate, tone_hz, least, most in TONES:
            made = await screen.page.evaluate(RESAMPLED, [rate, tone_hz])
            assert abs(len(made) - 16_000) < 200
            middle = made[2_000:14_000]
            loudness = math.sqrt(2 * sum(sample**2 for sample in middle) / len(middle))
            assert least <= loudness <= most, (rate, tone_hz)
            if least:
                step = 2 * math.pi * tone_hz / 16_000
                meant = [math.sin(step * (2_000 + i)) for i in range(12_000)]
                assert max(abs(a - b) for a, b in zip(middle, meant, strict=True)) < 0.05


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_talking_is_sound_on_every_screen(
    talker: Browser, page_hub: RunningHub, look: Look
) -> None:
    # The longer words where there is the least room.
    language = "de-DE" if look.is_phone else "en-GB"
    assistant = ScriptedAssistant(DONE, drafts=["turn on the"], sentence_bytes=ENDLESS, reply_s=30)
    async with talking(talker, page_hub, assistant, look, language=language) as screen:
        page = screen.page
        await page.emulate_media(reduced_motion="no-preference")
        await mic(page).click()
        await expect(page.get_by_test_id("words")).to_contain_text("turn on the")
        hint = "Sprich Englisch" if look.is_phone else "Listening"
        await expect(page.get_by_test_id("hearing")).to_contain_text(hint)
        assert assistant.runs[0].asked["language"] == "en"
        await asyncio.sleep(1)
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        await keep_picture(screen, "listening")
        await mic(page).click()
        await in_phase(page, "speaking")
        await page.get_by_test_id("heard").locator("summary").click()
        await expect(page.get_by_test_id("times")).to_be_visible()
        assert await screen.axe() == []
        assert await screen.too_wide() == []
        await keep_picture(screen, "speaking")


async def keep_picture(screen: Screen, name: str) -> None:
    if folder := os.environ.get("LARES_PICTURES"):
        await screen.picture(Path(folder), f"voice_{name}")
