"""Talk that is about no device: greetings, thanks, who Lares is, and what it can't do."""

import re

from hub.home.plan import Answer, Refusal

_ABOUT_ME = (
    'I turn what you say into actions of this home: try "turn off the kitchen lights", '
    '"close the blinds at sunset", "is the front door locked?" or "undo that". '
    "Nothing you say leaves this house."
)
_NO_WORLD = "I only know this home, so I can't answer that."
_NO_ERRANDS = "I can't do that: I only drive this home's devices, timers, lists and rules."

_THANKS = (
    r"(?:many |ok |okay |great |cool |nice )?(?:thanks|thank you|thx|cheers)"
    r"(?: a lot| so much| very much| again| lares| for (?:that|your help|the help))*"
)
_GREETING = (
    r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|howdy|greetings)"
    r"(?: there| lares| everyone| everybody)*"
)
_HOW_ARE_YOU = r"(?:hello |hi |hey )?how are you(?: doing)?(?: today)?|how(?:s| is) it going"
_PRAISE = (
    r"good ?bye|bye(?: bye)?|see you(?: later| soon| tomorrow)?|i love you(?: lares)?"
    r"|(?:well done|good job|nice work|great job|good (?:bot|boy|girl)|perfect|awesome|great|nice"
    r"|cool|wonderful|you(?:re| are) (?:great|awesome|the best|funny|amazing))(?: lares)?"
)
_WHO_ARE_YOU = (
    r"(?:so )?(?:who|what) are you|what(?:s| is) your name|who (?:made|built|created) you"
    r"|are you (?:a )?(?:robot|human|real|alive|there|listening|ai|an ai)"
    r"|what can (?:you|i) (?:do|say|ask)(?: (?:for me|you|here))?|help(?: me)?"
    r"|how (?:do|can) i use (?:you|this)|what do you (?:do|know|understand)"
)
_TALK = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (_THANKS, "You're welcome."),
        (_GREETING, "Hello."),
        (_HOW_ARE_YOU, "All is well here, thank you."),
        (_PRAISE, "Thank you."),
        (_WHO_ARE_YOU, _ABOUT_ME),
    )
)
_ENTERTAINMENT = re.compile(
    r"(?:please )?(?:(?:can|could|will|would) you )?(?:please )?(?:tell|sing|read|write)"
    r" (?:me |us )?(?:a|an|the|another|some) (?:\w+ )?"
    r"(?:joke|story|song|riddle|poem|fact|something)\b.*"
)

# Wishes and questions about the world beyond the home.
_WORLD = re.compile(
    r"(?:what|who|when|where|why|how)"
    r"(?:s| is| was| were| are| did| does| do| old| many| much| far)? .*"
    r"\b(?:capital|president|king|queen|population|world|country|war|born|died|invented|wrote"
    r"|painted|discovered|meaning of|distance|planet|moon landing|stock|bitcoin|score|match|won"
    r"|news|movie|film|actor|recipe|calories|spell|translate|square root|plus|minus|times"
    r"|divided)\b.*"
)
_ERRAND = re.compile(
    r"(?:please )?(?:(?:can|could|would|will) you )?(?:order|buy|book|call|phone|ring up|text|email"
    r"|e mail|write|google|search|download|install|pay|reserve|drive|cook|wash|iron|walk|feed"
    r"|translate|calculate|spell|navigate|hail) (?!it\b|the list\b).+"
)


# Errands whatever else is said: "call mum on the kitchen speaker" is no order to the speaker.
_ALWAYS = re.compile(
    r"(?:please )?(?:(?:can|could|would|will) you )?(?:please )?(?:call|phone|ring up|text|email"
    r"|order|google|book) (?!it\b|off\b|for\b|me (?:if|when|once|as soon)\b).+"
)


def errand(said: str) -> Refusal | None:
    """Refuse what plain words want of the world outside, though a device is named in them."""
    return Refusal(text=_NO_ERRANDS, code="unsupported") if _ALWAYS.fullmatch(said) else None


def small_talk(said: str) -> Answer | Refusal | None:
    """Return the answer to plain words (see `names.plain`) that are only talk."""
    for pattern, text in _TALK:
        if pattern.fullmatch(said):
            return Answer(text=text)
    if _ENTERTAINMENT.fullmatch(said):
        return Refusal(text=_NO_ERRANDS, code="unsupported")
    return None


def beyond_home(said: str) -> Refusal | None:
    """Refuse what no home hub can do or know; call it once no device was found in the words."""
    if _WORLD.fullmatch(said):
        return Refusal(text=_NO_WORLD, code="unsupported")
    if _ERRAND.fullmatch(said):
        return Refusal(text=_NO_ERRANDS, code="unsupported")
    return None
