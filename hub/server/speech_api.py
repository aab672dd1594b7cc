"""Speech over HTTP: what the assistant says to fetch, and sound to words (Home Assistant)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Literal

from aiohttp import ClientPayloadError, web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.home.errors import HubError
from hub.home.speech import (
    BYTES_PER_SAMPLE,
    HEARING_RATE,
    AudioLost,
    Hints,
    SpeechToText,
    Stage,
    TextToSpeech,
    VoiceAsk,
)
from hub.server import json_io
from hub.server.beside import BESIDE
from hub.server.errors import Missing
from hub.server.parts import PARTS, ServerParts
from hub.server.resampling import RATES, Resampler
from hub.server.security import user_id_of
from hub.server.speech_engines import engine_of, fitting, hearing, speaking
from hub.server.speeches import MIME_TYPE, SPEECHES, Speech

LONGEST_TEXT = 5_000
# A player is told the length of a speech that is complete within this; else it is streamed.
GRACE_S = 0.25
# Of a sound that is sent to be heard: how long it may be, and how long all of it may take.
LONGEST_SOUND_S = 60.0
HEARING_S = 90.0
CONTENT = "X-Speech-Content"
_NO_SPEECH = "there is no such speech (any more); have it spoken again"
_LONGEST_HEADER = 4_096
_CHUNK = 3_200

routes = web.RouteTableDef()

Short = Annotated[str, Field(max_length=128)]


class SpeechBody(BaseModel):
    """A text to speak. `platform` is the older name of `engine_id`; `options`: its `voice`."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    message: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    engine_id: Short | None = None
    platform: Short | None = None
    language: Short | None = None
    options: dict[str, Any] = Field(default_factory=dict)


class SoundFormat(BaseModel):
    """How a sound comes: one channel of 16-bit samples, with the head of a WAV file or without."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    language: Short
    format: Literal["wav"]
    codec: Literal["pcm"]
    bit_rate: Literal["16"]
    channel: Literal["1"]
    sample_rate: int


@routes.get("/api/tts_proxy/{token}")
async def fetch_speech(request: web.Request) -> web.StreamResponse:
    """Fetch what the assistant says, while it is still made if that takes long.

    What lets in is the address itself.
    """
    speech = request.app[SPEECHES].get(request.match_info["token"])
    if speech is None:
        raise Missing(_NO_SPEECH)
    if request.method == "HEAD":
        return web.Response(content_type=MIME_TYPE)
    await speech.begun()
    try:
        async with asyncio.timeout(None if "Range" in request.headers else GRACE_S):
            await speech.completed()
    except TimeoutError:
        return await _streamed(request, speech)
    if not speech.size:
        raise Missing(speech.problem or _NO_SPEECH)
    return _whole(request, speech.wav())


@routes.post("/api/tts_get_url")
async def speak(request: web.Request) -> web.Response:
    """Have a text spoken, and tell where to fetch it."""
    body = await json_io.read_model(request, SpeechBody)
    parts = request.app[PARTS]
    engine = _speaker(parts, body)
    speech = request.app[SPEECHES].new()
    work = _say(engine, speech, body, body.language or parts.config.language)
    request.app[BESIDE].start(work, "speak")
    await speech.begun()
    if not speech.size:
        request.app[SPEECHES].forget(speech)
        raise web.HTTPServiceUnavailable(text=speech.problem or "nothing was spoken")
    url = f"{request.scheme}://{request.host}{speech.path}"
    return json_io.response({"url": url, "path": speech.path})


@routes.get("/api/stt/{engine}")
async def show_hearing(request: web.Request) -> web.Response:
    """Tell what an engine understands."""
    engine = engine_of(hearing(request.app[PARTS]), request.match_info["engine"])
    return json_io.response(
        {
            "languages": list(engine.languages),
            "formats": ["wav"],
            "codecs": ["pcm"],
            "sample_rates": sorted(RATES),
            "bit_rates": [16],
            "channels": [1],
        }
    )


@routes.post("/api/stt/{engine}")
async def hear(request: web.Request) -> web.Response:
    """Turn a sound into words; nothing is done about them.

    The header `X-Speech-Content` tells how it comes.
    """
    engines = hearing(request.app[PARTS])
    engine = engine_of(engines, request.match_info["engine"])
    comes = _format(request)
    if comes.sample_rate not in RATES or not fitting(comes.language, engine.languages):
        known = f"languages {', '.join(engine.languages)}, sample rates {sorted(RATES)}"
        raise web.HTTPUnsupportedMediaType(text=f"{engine.name!r} takes {known}")
    is_first = engine is next(iter(engines.values()))
    try:
        async with asyncio.timeout(HEARING_S):
            text = await _heard(request, None if is_first else engine, comes)
    except (TimeoutError, AudioLost):
        text = None
    return json_io.response({"text": text, "result": "success" if text else "error"})


async def _heard(
    request: web.Request, engine: SpeechToText | None, comes: SoundFormat
) -> str | None:
    """Return the words in a sound: those of an engine, or of the assistant, who knows the home."""
    sound = _sound(request, comes.sample_rate)
    if engine is not None:
        return (await engine.hear(sound, Hints(language=comes.language))).text
    voice = request.app[PARTS].voice
    if voice is None:
        return None
    ask = VoiceAsk(end=Stage.STT, user_id=user_id_of(request), language=comes.language)
    run = await voice.run(ask, sound)
    return run.text if run.failure is None else None


async def _sound(request: web.Request, rate: int) -> AsyncIterator[bytes]:
    """Yield what is sent, at the rate that is listened to.

    Raises:
        AudioLost: it broke off, or has no end.
    """
    resampler = Resampler(rate)
    size, is_first = 0, True
    try:
        async for chunk in request.content.iter_chunked(_CHUNK):
            sound = _without_header(chunk) if is_first else chunk
            is_first = False
            size += len(sound)
            if size > LONGEST_SOUND_S * rate * BYTES_PER_SAMPLE:
                raise AudioLost(f"the sound is longer than {LONGEST_SOUND_S:.0f} s")
            yield resampler.convert(sound)
    except (ClientPayloadError, ConnectionError) as error:
        raise AudioLost("whoever sent the sound is gone") from error


def _without_header(begin: bytes) -> bytes:
    """Return the samples at the beginning of a sound, without the head of a WAV file."""
    if not begin.startswith(b"RIFF"):
        return begin
    data = begin.find(b"data", 0, _LONGEST_HEADER)
    return begin[data + 8 :] if data >= 0 else begin


def _format(request: web.Request) -> SoundFormat:
    """Return how a sound comes: "format=wav; codec=pcm; sample_rate=16000; ...".

    Raises:
        BadBody: the header does not tell.
    """
    pairs = (part.strip().partition("=") for part in request.headers.get(CONTENT, "").split(";"))
    told = {key: value for key, _, value in pairs if key}
    try:
        return SoundFormat.model_validate(told)
    except ValidationError as error:
        wrong = ", ".join(str(each["loc"][0]) for each in error.errors())
        raise json_io.BadBody(
            f"the header {CONTENT} should read 'format=wav; codec=pcm; sample_rate={HEARING_RATE};"
            f" bit_rate=16; channel=1; language=en'; look at: {wrong}"
        ) from None


def _speaker(parts: ServerParts, body: SpeechBody) -> TextToSpeech:
    """Return who is to speak a text.

    Raises:
        BadBody: they do not speak this language, or have no such voice.
    """
    language = body.language or parts.config.language
    wanted = body.engine_id or body.platform or _usual(parts, language)
    engine = engine_of(speaking(parts), wanted)
    if not fitting(language, engine.languages):
        known = ", ".join(engine.languages)
        raise json_io.BadBody(f"language: {wanted!r} speaks {known}, not {language!r}")
    voice = body.options.get("voice")
    voices = engine.voices_of(language)
    if voice is not None and voice not in voices:
        known = ", ".join(voices) or "none that has a name"
        raise json_io.BadBody(f"options.voice: {wanted!r} has {known} for {language!r}")
    return engine


def _usual(parts: ServerParts, language: str) -> str:
    """Return the preferred engine that speaks a language.

    Raises:
        Missing: there is none.
    """
    for engine_id, engine in speaking(parts).items():
        if fitting(language, engine.languages):
            return engine_id
    raise Missing(f"nothing here speaks {language!r}; install lares[voice], or adopt a service")


async def _say(engine: TextToSpeech, speech: Speech, body: SpeechBody, language: str) -> None:
    voice = body.options.get("voice")
    try:
        async with aclosing(engine.speak(body.message, language=language, voice=voice)) as sounds:
            async for sound in sounds:
                await speech.take(sound)
    except HubError as error:
        speech.fail(str(error))
    finally:
        speech.end()


async def _streamed(request: web.Request, speech: Speech) -> web.StreamResponse:
    """Send a speech piece by piece, as it is made."""
    response = web.StreamResponse()
    response.content_type = MIME_TYPE
    await response.prepare(request)
    async for piece in speech.stream():
        await response.write(piece)
    await response.write_eof()
    return response


def _whole(request: web.Request, wav: bytes) -> web.Response:
    """Send a file, or the part of it that is asked for: some browsers play no other (RFC 9110)."""
    headers = {"Accept-Ranges": "bytes"}
    if "Range" not in request.headers:
        return web.Response(body=wav, content_type=MIME_TYPE, headers=headers)
    try:
        begin, end, _ = request.http_range.indices(len(wav))
    except ValueError:
        begin, end = len(wav), 0
    if begin >= end:
        raise web.HTTPRequestRangeNotSatisfiable(text=f"the speech has {len(wav)} bytes")
    headers["Content-Range"] = f"bytes {begin}-{end - 1}/{len(wav)}"
    return web.Response(status=206, body=wav[begin:end], content_type=MIME_TYPE, headers=headers)
