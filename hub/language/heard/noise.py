"""What speech to text writes where nobody spoke to it: thanks, titles, sounds in brackets."""

import re
from collections.abc import Mapping

from hub.language.names import plain
from hub.language.wording import base_language

# "[Music]", "(applause)", "*sighs*", notes.
_SOUNDS = re.compile(r"\[[^\]]{0,60}\]|\([^)]{0,60}\)|\*[^*]{0,60}\*|[♪♫♩♬#]+")
_MARKS = re.compile(r"(?<=[.!?…])\s+")
# What models that learned from subtitles fall back on; known of Whisper in each language.
_PHRASES: Mapping[str, str] = {
    "en": (
        "you|thank you|thanks|thank you very much|thank you so much|thanks a lot|thank you all"
        "|thank you for watching|thanks for watching|thanks for listening|thank you for listening"
        "|thank you so much for watching|thanks so much for watching|please subscribe|subscribe"
        "|please subscribe to my channel|like and subscribe|dont forget to subscribe"
        "|see you next time|see you in the next video|ill see you in the next video"
        "|ill see you next time|bye|bye bye|bye bye bye|bye everyone|the end|so|oh|ah|uh|um|hmm|mm"
        "|mmm|mhm|huh|ha|yeah|yes|ok|okay|well|right|i|the|and|a|it|music|applause|laughter"
        "|silence|foreign|beep|inaudible|blank audio|no audio|im sorry|sorry|i dont know|all right"
        "|alright|good|ooh|oh my god|come on|peace|go|what|lets go|one two three"
    ),
    "de": (
        "vielen dank|danke|danke schön|vielen dank fürs zuschauen|danke fürs zuschauen|tschüss"
        "|bis zum nächsten mal|das wars|untertitel der amara org community|ja|äh|ähm|hm|musik|so"
        "|untertitel im auftrag des zdf für funk 2017|untertitelung des zdf 2020|untertitelung"
        "|copyright wdr 2021|swr 2021"
    ),
    "fr": (
        "merci|merci davoir regardé|merci davoir regardé cette vidéo|merci beaucoup|au revoir"
        "|sous titres réalisés par la communauté damara org|sous titrage société radio canada"
        "|sous titrage st 501|abonnez vous|oui|euh|hein|musique"
    ),
    "es": (
        "gracias|muchas gracias|gracias por ver|gracias por ver el video|gracias por ver el vídeo"
        "|subtítulos realizados por la comunidad de amara org|suscríbete|adiós|sí|eh|música"
        "|hasta la próxima"
    ),
    "it": (
        "grazie|grazie a tutti|grazie per la visione|sottotitoli creati dalla comunità amara org"
        "|sottotitoli e revisione a cura di qtss|iscriviti al canale|ciao|sì|eh|ehm|musica"
    ),
    "nl": (
        "bedankt|dank je|dank je wel|bedankt voor het kijken|tot de volgende keer|doei|ja|eh|ehm"
        "|ondertitels ingediend door de amara org gemeenschap|ondertiteling|muziek"
        "|tv gelderland 2021"
    ),
}  # fmt: skip
_CREDITS = re.compile(
    r"\b(?:amara org|subtitles? by|transcribed by|captions? by|translated by|www|otter ai)\b"
)
_TABLES = {
    language: frozenset(map(plain, table.split("|"))) for language, table in _PHRASES.items()
}


def is_noise(text: str, language: str = "en") -> bool:
    """Tell whether a text is only what is written where nobody gave an order.

    An answer to a question ("yes") is noise too: whoever asked looks for it first.
    """
    return not without_noise(text, language)


def without_noise(text: str, language: str = "en") -> str:
    """Return a text without sounds in brackets, and without thanks and titles around the rest."""
    sentences = _MARKS.split(" ".join(_SOUNDS.sub(" ", text).split()))
    while sentences and _is_empty(sentences[-1], language):
        sentences.pop()
    while sentences and _is_empty(sentences[0], language):
        sentences.pop(0)
    return " ".join(sentences)


def _is_empty(sentence: str, language: str) -> bool:
    said = plain(sentence)
    table = _TABLES.get(base_language(language), frozenset())
    return not said or said in table or said in _TABLES["en"] or bool(_CREDITS.search(said))
