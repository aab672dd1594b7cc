"""What the assistant says when it cannot do its part, in the languages of the house."""

from collections.abc import Mapping

from hub.home.speech import Failure, base_of

# Failures that are not here are answered by silence: nobody spoke, nobody is there any more, or
# another satellite answers.
TEXTS: Mapping[str, Mapping[Failure, str]] = {
    "en": {
        Failure.NO_ENGINE: "I can't understand speech in this language.",
        Failure.STT_ENGINE: "I can't hear you just now.",
        Failure.TOO_LONG: "That was too long for me.",
        Failure.INTENT: "Something went wrong.",
    },
    "de": {
        Failure.NO_ENGINE: "Diese Sprache kann ich nicht hören.",
        Failure.STT_ENGINE: "Ich kann gerade nichts hören.",
        Failure.TOO_LONG: "Das war mir zu lang.",
        Failure.INTENT: "Etwas ist schiefgegangen.",
    },
    "es": {
        Failure.NO_ENGINE: "No entiendo este idioma hablado.",
        Failure.STT_ENGINE: "Ahora mismo no puedo oírte.",
        Failure.TOO_LONG: "Ha sido demasiado largo para mí.",
        Failure.INTENT: "Algo ha salido mal.",
    },
    "fr": {
        Failure.NO_ENGINE: "Je ne comprends pas cette langue parlée.",
        Failure.STT_ENGINE: "Je n'entends rien pour l'instant.",
        Failure.TOO_LONG: "C'était trop long pour moi.",
        Failure.INTENT: "Quelque chose s'est mal passé.",
    },
    "it": {
        Failure.NO_ENGINE: "Non capisco questa lingua parlata.",
        Failure.STT_ENGINE: "In questo momento non ti sento.",
        Failure.TOO_LONG: "Era troppo lungo per me.",
        Failure.INTENT: "Qualcosa è andato storto.",
    },
    "nl": {
        Failure.NO_ENGINE: "Deze taal kan ik niet verstaan.",
        Failure.STT_ENGINE: "Ik kan je nu niet horen.",
        Failure.TOO_LONG: "Dat was te lang voor mij.",
        Failure.INTENT: "Er ging iets mis.",
    },
}


def reply_to(failure: Failure, language: str) -> str:
    """Return what to say of a failure; empty where silence is the answer."""
    return TEXTS.get(base_of(language), TEXTS["en"]).get(failure, "")
