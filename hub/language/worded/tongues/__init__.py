"""The words of questions, language by language."""

from collections.abc import Mapping

from hub.language.worded.tongue import Tongue
from hub.language.worded.tongues.dutch import DUTCH
from hub.language.worded.tongues.english import ENGLISH
from hub.language.worded.tongues.french import FRENCH
from hub.language.worded.tongues.german import GERMAN
from hub.language.worded.tongues.italian import ITALIAN
from hub.language.worded.tongues.spanish import SPANISH

TONGUES: Mapping[str, Tongue] = {
    "de": GERMAN, "en": ENGLISH, "es": SPANISH, "fr": FRENCH, "it": ITALIAN, "nl": DUTCH,
}  # fmt: skip
