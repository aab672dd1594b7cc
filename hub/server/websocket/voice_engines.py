"""Which engines hear, speak and wake, as Home Assistant lists them."""

from typing import Annotated

from pydantic import Field

from hub.server.speech_engines import engine_of, fitting, hearing, speaking, waking
from hub.server.websocket.basics import ANYBODY
from hub.server.websocket.commands import CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

Short = Annotated[str, Field(max_length=128)]


class ForLanguage(Said):
    """A language that engines are asked for; none: any."""

    language: Short | None = None


class ThisEngine(Said):
    """An engine, and a language that it is to speak."""

    engine_id: Short
    language: Short | None = None


class ThisEntity(Said):
    """An entity, or what is listed like one."""

    entity_id: Short


@commands.add("stt/engine/list", ANYBODY, ForLanguage)
async def list_hearing(connection: Connection, said: ForLanguage) -> object:
    """List what turns speech into words, with the languages that serve the one asked for."""
    return {
        "providers": [
            {
                "engine_id": engine_id,
                "name": engine.name,
                "supported_languages": fitting(said.language, engine.languages),
            }
            for engine_id, engine in hearing(connection.parts).items()
        ]
    }


@commands.add("tts/engine/list", ANYBODY, ForLanguage)
async def list_speaking(connection: Connection, said: ForLanguage) -> object:
    """List what speaks, with the languages that serve the one asked for."""
    return {
        "providers": [
            {
                "engine_id": engine_id,
                "name": engine.name,
                "supported_languages": fitting(said.language, engine.languages),
            }
            for engine_id, engine in speaking(connection.parts).items()
        ]
    }


@commands.add("tts/engine/get", ANYBODY, ThisEngine)
async def get_speaking(connection: Connection, said: ThisEngine) -> object:
    """Show one that speaks."""
    engine = engine_of(speaking(connection.parts), said.engine_id)
    provider = {"engine_id": said.engine_id, "name": engine.name}
    return {"provider": provider | {"supported_languages": list(engine.languages)}}


@commands.add("tts/engine/voices", ANYBODY, ThisEngine)
async def list_voices(connection: Connection, said: ThisEngine) -> object:
    """List the voices that speak a language; null if they have no names."""
    engine = engine_of(speaking(connection.parts), said.engine_id)
    voices = engine.voices if said.language is None else engine.voices_of(said.language)
    if not voices or not fitting(said.language, engine.languages):
        return {"voices": None}
    return {"voices": [{"voice_id": voice, "name": voice} for voice in voices]}


@commands.add("wake_word/info", ANYBODY, ThisEntity)
async def list_words(connection: Connection, said: ThisEntity) -> object:
    """List the words that an engine waits for."""
    engine = engine_of(waking(connection.parts), said.entity_id)
    words = [{"id": word, "name": phrase_of(word), "phrase": None} for word in engine.words]
    return {"wake_words": words}


def phrase_of(word: str) -> str:
    """Return how the id of a word is spoken: "okay nabu" of "okay_nabu"."""
    return word.replace("_", " ").strip()
