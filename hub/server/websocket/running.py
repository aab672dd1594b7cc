"""What a client asks for with a run of the voice assistant, and what the assistant is asked."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, domain_of
from hub.home.people import EVERYTHING, SOMEBODY
from hub.home.speech import Stage, VoiceAsk
from hub.home.targets import area_id_of
from hub.server.conversation_api import LONGEST_TEXT, area_of_device
from hub.server.microphone import Microphone
from hub.server.resampling import RATES
from hub.server.websocket.commands import CommandFailed, Said
from hub.server.websocket.connection import Connection

# As long as Home Assistant lets a run last.
TIMEOUT_S = 300.0
LONGEST_S = 3_600.0
LOUDEST = 100.0
MOST_WORDS = 8
SATELLITES = "assist_satellite"

_OF_SOUND = frozenset({Stage.WAKE, Stage.STT})

Short = Annotated[str, Field(max_length=128)]


class Input(BaseModel):
    """What goes into a run: a text, or how the sound will come.

    What a device is to do against noise (`noise_suppression_level`, `auto_gain_dbfs`) is passed
    over: the engines were chosen for rooms with noise. `no_vad`: no pause ends the sentence.
    `wake_word_phrase`: what the client woke up to by itself.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    text: Annotated[str, Field(max_length=LONGEST_TEXT)] | None = None
    sample_rate: int | None = None
    timeout: Annotated[float, Field(ge=0, le=LONGEST_S)] | None = None
    volume_multiplier: Annotated[float, Field(ge=0, le=LOUDEST)] = 1.0
    no_vad: bool = False
    wake_word_phrase: Short | None = None


class Running(Said):
    """A run of the assistant: from one stage to another, with what goes in.

    Lares's own: `anonymous`, whoever speaks is nobody that the hub knows, although the client is;
    `area_id`, where that is, by id or name; `language`, what is spoken, if it is not the language
    of the house; `wake_words`, those that are waited for.
    """

    start_stage: Stage
    end_stage: Literal[Stage.STT, Stage.INTENT, Stage.TTS]
    input: Input = Field(default_factory=Input)
    pipeline: Short | None = None
    conversation_id: Short | None = None
    language: Short | None = None
    device_id: Short | None = None
    timeout: Annotated[float, Field(gt=0, le=LONGEST_S)] | None = None
    anonymous: bool = False
    area_id: Short | None = None
    wake_words: Annotated[tuple[Short, ...], Field(max_length=MOST_WORDS)] = ()

    @property
    def timeout_s(self) -> float:
        """How long it may last."""
        return TIMEOUT_S if self.timeout is None else self.timeout

    @property
    def waits_s(self) -> float | None:
        """How long it waits for somebody to speak; None, or 0 in a message: as it likes."""
        return self.input.timeout or None


def microphone_of(connection: Connection, said: Running) -> Microphone | None:
    """Return what takes in the sound of a run that begins with sound.

    Raises:
        CommandFailed: it comes at a rate that cannot be listened to.
    """
    if said.start_stage not in _OF_SOUND:
        return None
    rate = said.input.sample_rate
    if rate not in RATES:
        rates = ", ".join(map(str, sorted(RATES)))
        message = f"input.sample_rate: name the samples a second, one of {rates}"
        raise CommandFailed("invalid_format", message)
    return Microphone(
        rate, volume=said.input.volume_multiplier, is_let_in=connection.is_as_it_came_in
    )


def asked_of(connection: Connection, said: Running) -> VoiceAsk:
    """Return what the assistant is asked for.

    Raises:
        CommandFailed: there is no text where one goes in, or nobody may be unknown here.
        NoTarget: it was said on a device, or in an area, that is not there.
    """
    if said.anonymous:
        _check_anybody(connection)
    is_sound = said.start_stage in _OF_SOUND
    text = None if is_sound else " ".join((said.input.text or "").split())
    if text == "":
        raise CommandFailed("invalid_format", "input.text: say something")
    home = connection.home
    return VoiceAsk(
        start=said.start_stage,
        end=said.end_stage,
        user_id=None if said.anonymous else connection.user_id,
        area_id=_area_of(home, said.device_id) if said.area_id is None else _area(home, said),
        satellite_id=satellite_of(home, said.device_id),
        conversation_id=said.conversation_id,
        language=said.language or connection.parts.config.language,
        text=text,
        wake_words=said.wake_words,
        waits_s=said.waits_s,
        ends_by_pause=not said.input.no_vad,
        woken_by=said.input.wake_word_phrase or None,
    )


def _area(home: Home, said: Running) -> AreaId | None:
    return AreaId(area_id_of(home, said.area_id)) if said.area_id else None


def _check_anybody(connection: Connection) -> None:
    """Check that whoever is not known here may do no more than the client itself.

    What a voice may ask for beyond a guest takes an adult, and is not told.

    Raises:
        CommandFailed: the client sees or moves less than a guest.
    """
    who = connection.parts.users.who_is(connection.user_id)
    for own, guests in ((who.sees, SOMEBODY.sees), (who.moves, SOMEBODY.moves)):
        if own not in {EVERYTHING, guests}:
            raise CommandFailed("unauthorized", "you see or move less than a guest; speak as you")


def _area_of(home: Home, device_id: str | None) -> AreaId | None:
    """Return where a device stands; of a satellite, where its entity is."""
    satellite = satellite_of(home, device_id)
    if satellite is not None:
        area = home.area_of(home.entity(satellite))
        return area.id if area is not None else None
    return area_of_device(home, device_id) if device_id else None


def satellite_of(home: Home, device_id: str | None) -> EntityId | None:
    """Return the satellite that a device is."""
    if not device_id:
        return None
    found = (
        entity.id
        for entity in home.entities.values()
        if entity.device_id == DeviceId(device_id) and domain_of(entity.id) == SATELLITES
    )
    return next(found, None)
