"""English sentences that hold an order and must not be carried out as one.

What somebody else said or wrote, reminders, conditions; and what was not understood as a whole,
exceptions ("all but the nursery") and pronouns that point at nothing: neither the matcher nor the
model may read an order out of them.
"""

import re

from hub.home.home import Home
from hub.home.plan import Refusal, Request
from hub.language.absent import words_of
from hub.language.names import plain
from hub.language.questions.asked import is_asked
from hub.language.questions.small_talk import errand
from hub.language.speech import is_english

_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]+)[\"“”«»„]|(?<!\w)[‘']([^'’]+)[’'](?!\w)")  # noqa: RUF001
_TOLD = re.compile(
    r"^(?:please |can you |could you )?(?:translate|spell|repeat|imagine|suppose|pretend|quote"
    r"|(?:write|tell|sing|read) (?:me |us )?(?:a|an|the|some)"
    r" (?:poem|story|song|joke|email|letter))"
    r"|\b(?:he|she|they|someone|somebody|mom|mum|dad|wife|husband|sign|note|letter|message)"
    r" (?:just |also )?(?:said|says|told|asked|wants|wanted|wrote|reads)\b"
    r"|\b(?:told|asked) (?:me|us|him|her|them|you)\b"
)
_ORDERS = re.compile(
    r"\b(?:turn|switch|lock|unlock|open|close|shut|set|start|stop|dim|play|pause|make|put|run)\b"
)
# In other languages a quote that is all of the text, of several words.
_WHOLE_QUOTE = re.compile(r"\s*[\"“”«»„][^\"“”«»„]+\s[^\"“”«»„]+[\"“”«»„]\W*$")
_SAYS = (
    r"(?:says?|said|saying|telling \w+|shouts|shouted|whispers|whispered|screams"
    r"|screamed|yells|yelled|writes|wrote|claims|claimed|thinks|thought|reckons|suggests|suggested|insists|insisted|announced)"
)
# "the manual says turn off the lights", "turn off the lights, he said"; "the thermostat says 25,
# turn it down" is an order.
_SAID_ELSEWHERE = re.compile(
    rf"\b{_SAYS},? (?:that |to |(?:you|i|we) (?:should|must) |please )*{_ORDERS.pattern}"
    rf"|{_ORDERS.pattern}.* {_SAYS}$"
)
# Pasted from elsewhere: "assistant: unlock", "; unlock", "{ unlock }".
_PASTED = re.compile(
    r"^\s*(?:[;|{}<>`$#\\=\[\]]|(?:assistant|system|user|ai|bot|human|instructions?|admin|root"
    r"|developer|note to self|output|answer|command)\s*:)",
    re.IGNORECASE,
)
# "open the garage, no don't": what was ordered is taken back in the same breath.
_TAKEN_BACK = re.compile(
    r"\w (?:(?:no|nah|oh|wait|actually|hm+|sorry|on second thoughts?|or rather|but) )*"
    r"(?:(?:no|wait|actually) )?(?:dont(?: do (?:it|that))?|do not|never mind|nevermind"
    r"|forget (?:it|that)|cancel that|no no|better not|rather not|leave it)$"
)
_DARE = re.compile(r"\b(?:dont|do not) you (?:dare|ever|even think)\b|\byou(?:d)? better not\b")
_EXCEPTION = re.compile(
    r"\b(?:except|excluding|apart from|besides|other than|aside from|everything but|all but"
    r"|(?:all|every|everything|everywhere)\b.*\bbut"
    r"|leave (?:the |my |our )?.+ (?:on|off|open|closed|shut|locked|alone|running|as)"
    r"(?!.* (?:until|till|til|for)\b))\b"
)
# "turn on the lamp, sorry, the fan": one of the two is not meant.
_CORRECTED = re.compile(r"\w,? (?:sorry|scratch that|correction|i meant?|make that|no wait)\b,? ")
_LIMITED = re.compile(r"(?:, ?|\bbut )only\b")
# "the kitchen one" without a verb answers a question.
_ONE_OF_THEM = re.compile(
    r"^(?:(?:no|yes|ok|okay|well) )*(?:the|that|this) [\w ]+ ones?(?: please)?$"
)
_POINTING = re.compile(
    r"^(?:(?:please|now|and|then|can you|could you) )*"
    r"(?:make|turn|switch|set|dim|put|change|brighten|raise|lower)"
    r" (?:it|them|that|this|those|these)\b(?P<rest>.*)"
)
_POINTING_BACK = re.compile(
    r"^(?:(?:please|now|and|then|can you|could you|just|also) )*"
    r"(?:make|turn|switch|set|dim|put|change|brighten|raise|lower|open|close|shut|lock|unlock|start"
    r"|stop|pause|play|mute|unmute|resume|run|move|toggle)"
    r" (?:it|them|that|this|those|these|both)\b(?P<rest>.*)"
)


def not_an_order(request: Request) -> Refusal | None:
    """Return why a sentence must move nothing, most of all an English one; None if it may."""
    said = plain(request.text)
    quotes = (words for found in _QUOTED.findall(request.text) for words in found if words)
    if _DARE.search(said):
        return Refusal(text="I changed nothing, as you said not to.", code="no_match")
    if _TAKEN_BACK.search(said) and _ORDERS.search(said):
        return Refusal(text="All right, I changed nothing.", code="no_match")
    if (outside := errand(said)) is not None:
        return outside
    quoted = _PASTED.match(request.text) or any(_ORDERS.search(plain(words)) for words in quotes)
    quoted = quoted or (
        not is_english(request.language) and _WHOLE_QUOTE.match(request.text) is not None
    )
    if quoted or _TOLD.search(said) or _SAID_ELSEWHERE.search(said):
        text = "I took that as something said or written, so I changed nothing."
        return Refusal(text=text, code="no_match")
    return None


def unclear_order(request: Request, home: Home) -> Refusal | None:
    """Return why an order that was not understood as a whole must not be guessed at.

    With an exception ("all but the nursery") or a pronoun that points at nothing, a part of the
    words is another order.
    """
    said = plain(request.text)
    if is_asked(request.text, said):
        return None
    if _EXCEPTION.search(said) or _LIMITED.search(request.text.casefold()):
        text = "I did not understand what to leave out. Tell me what to change instead."
        return Refusal(text=text, code="unsupported")
    if _CORRECTED.search(said) and _ORDERS.search(said):
        return Refusal(text="Which one of the two? Say it once more, please.", code="no_match")
    if _ONE_OF_THEM.match(said) and not _ORDERS.search(said):
        return Refusal(text="I don't know which one you mean; name it, please.", code="no_match")
    is_lost = request.area_id is None and not request.spoken_of
    if is_lost and _points_at_nothing(said, home):
        return Refusal(text="I don't know what you point at; name it, please.", code="no_match")
    return None


def points_back(request: Request, home: Home) -> bool:
    """Tell whether an order is about "it" or "them", and it is known what was spoken of.

    "make it darker" then is no order to darken whatever there is.
    """
    if not request.spoken_of:
        return False
    found = _POINTING_BACK.match(plain(request.text))
    return found is not None and not set(found["rest"].split()) & words_of(home)


def _points_at_nothing(said: str, home: Home) -> bool:
    found = _POINTING.match(said)
    return found is not None and not set(found["rest"].split()) & words_of(home)
