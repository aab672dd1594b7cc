"""Sentences over the socket: the conversation, and the assistant from text to text."""

from typing import Any

import pytest

from tests.server.conftest import Running
from tests.server.websocket.client import Refused, connected


async def test_a_sentence_is_answered_as_over_rest(hub: Running) -> None:
    async with connected(hub) as client:
        told = await client.say("conversation/process", text="hello", conversation_id="c1")
        status, rest = await hub.ask(
            "POST", "/api/conversation/process", json={"text": "hello", "conversation_id": "c1"}
        )
        assert status == 200
        assert told["response"] == rest["response"]
        assert told["conversation_id"] == "c1"
        for wrong in ({"text": ""}, {}, {"text": "x" * 5_000}):
            with pytest.raises(Refused) as caught:
                await client.say("conversation/process", **wrong)
            assert caught.value.code == "invalid_format"


async def test_who_answers_is_listed(hub: Running) -> None:
    async with connected(hub) as client:
        (agent,) = (await client.say("conversation/agent/list"))["agents"]
        assert "en" in agent["supported_languages"]
        listed = await client.say("assist_pipeline/pipeline/list")
        (pipeline,) = listed["pipelines"]
        assert pipeline["id"] == listed["preferred_pipeline"]
        assert pipeline["conversation_engine"] == agent["id"]
        assert await client.say("assist_pipeline/pipeline/get") == pipeline
        assert "de" in (await client.say("assist_pipeline/language/list"))["languages"]
        assert await client.say("conversation/prepare", language="en") is None
        with pytest.raises(Refused):
            await client.say("assist_pipeline/pipeline/get", pipeline_id="other")


async def test_the_assistant_tells_every_stage(hub: Running) -> None:
    async with connected(hub) as client:
        assert await client.say(
            "assist_pipeline/run", start_stage="intent", end_stage="intent",
            input={"text": "hello"},
        ) is None  # fmt: skip
        events: list[Any] = [await client.event() for _ in range(4)]
        assert [event["type"] for event in events] == [
            "run-start", "intent-start", "intent-end", "run-end"
        ]  # fmt: skip
        assert events[1]["data"]["intent_input"] == "hello"
        assert events[2]["data"]["intent_output"]["response"]["speech"]["plain"]["speech"]


@pytest.mark.parametrize(
    ("start", "end"), [("stt", "tts"), ("intent", "tts"), ("wake_word", "stt")]
)
async def test_the_assistant_is_deaf_and_mute(hub: Running, start: str, end: str) -> None:
    async with connected(hub) as client:
        with pytest.raises(Refused, match="text only"):
            await client.say(
                "assist_pipeline/run", start_stage=start, end_stage=end, input={"text": "x"}
            )


async def test_an_assistant_without_words_is_told_so(hub: Running) -> None:
    async with connected(hub) as client:
        with pytest.raises(Refused) as caught:
            await client.say("assist_pipeline/run", start_stage="intent", end_stage="intent")
        assert caught.value.code == "invalid_format"


async def test_what_is_typed_may_be_typed_in_an_area(hub: Running) -> None:
    async with connected(hub) as client:
        for area, kind in (("Kitchen", "intent-end"), ("Attic", "error")):
            await client.say(
                "assist_pipeline/run", start_stage="intent", end_stage="intent",
                input={"text": "hello"}, area_id=area, language="de",
            )  # fmt: skip
            events: list[Any] = [await client.event() for _ in range(4)]
            assert events[2]["type"] == kind
            assert events[0]["data"]["language"] == "de"
            assert await client.say("unsubscribe_events", subscription=client.number) is None
