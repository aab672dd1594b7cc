"""Kinds of devices, the same in every language; a language's tables say the words for them."""

from hub.language.understanding.lexicon.tables import Kind


def _kind(  # noqa: PLR0913 - a kind has this many sides
    key: str,
    domains: str,
    classes: str = "",
    words: str = "",
    *,
    narrow: bool = False,
    hvac: str | None = None,
) -> Kind:
    return Kind(
        key,
        frozenset(domains.split()),
        frozenset(classes.split()),
        frozenset(words.split()),
        narrow=narrow,
        hvac=hvac,
    )


_ALL = (
    _kind("light", "light"),
    _kind("lamp", "light", words="lamp lampe lampada lampara lamparas lampe leuchte"),
    _kind("switch", "switch input_boolean"),
    _kind("fan", "fan"),
    _kind("cover", "cover"),
    _kind("blind", "cover", "blind shade shutter",
          "blind shade shutter roller jalousie rollo store volet persiana tapparella rolluik",
          narrow=True),
    _kind("curtain", "cover", "curtain", "curtain drape vorhang rideau cortina tenda gordijn",
          narrow=True),
    _kind("awning", "cover", "awning", "awning markise toldo", narrow=True),
    _kind("garage", "cover", "garage", "garage garagentor", narrow=True),
    _kind("gate", "cover", "gate", "gate tor portail cancello poort hek", narrow=True),
    _kind("door", "lock cover", "door garage gate", "door tur porte puerta porta deur",
          narrow=True),
    _kind("window", "cover", "window", "window fenster fenetre ventana finestra raam",
          narrow=True),
    _kind("lock", "lock"),
    _kind("climate", "climate", words="thermostat thermostaat termostato"),
    _kind("heating", "climate", words="heat heater heating radiator", hvac="heat"),
    _kind("ac", "climate", words="ac aircon air conditioner conditioning", hvac="cool"),
    _kind("player", "media_player"),
    _kind("tv", "media_player", "tv", "tv television telly fernseher tele televisor", narrow=True),
    _kind("speaker", "media_player", "speaker",
          "speaker sonos homepod echo nest soundbar radio stereo", narrow=True),
    _kind("radio", "media_player", words="radio", narrow=True),
    _kind("vacuum", "vacuum"),
    _kind("mower", "lawn_mower"),
    _kind("humidifier", "humidifier", "humidifier", "humidifier"),
    _kind("dehumidifier", "humidifier", "dehumidifier", "dehumidifier", narrow=True),
    _kind("siren", "siren"),
    _kind("alarm", "alarm_control_panel siren"),
    _kind("water_heater", "water_heater"),
    _kind("valve", "valve"),
    _kind("sprinkler", "valve switch", words="sprinkler irrigation watering", narrow=True),
    _kind("button", "button input_button"),
    _kind("number", "number input_number"),
    _kind("select", "select input_select"),
    _kind("scene", "scene"),
    _kind("script", "script"),
    _kind("todo", "todo"),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}
