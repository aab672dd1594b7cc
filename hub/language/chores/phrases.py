"""Phrases that people teach: "movie mode means dim the lights and close the blinds"."""

import re

from hub.home.chores import Forget, TeachPhrase
from hub.home.home import Home
from hub.home.keeping import Kept
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Request
from hub.language.chores.saying import asks, said_plainly
from hub.language.chores.taught import phrase_problem
from hub.language.clauses import clauses
from hub.language.names import plain
from hub.language.resolve import listed
from hub.language.verb_words import VERB_WORDS
from hub.language.wording import without_courtesies

MOST_WORDS = 6

_QUOTED = r"[\"“”«»„']"
_SAY = re.compile(
    r"(?:from now on,? |in future,? )?(?:when|whenever|if|each time|every time|anytime|once)"
    r" (?:i|we"
    r"|someone|anyone)(?:'ll)? (?:says?|tells? you|shouts?|types?|yells?)(?: the (?:words?"
    r"|phrase))? "
    r"(?P<rest>.+)",
    re.IGNORECASE,
)
_MEANS = re.compile(
    rf"(?:from now on,? |in future,? )?(?:let )?(?:the (?:phrase|command)"
    rf" )?{_QUOTED}?(?P<phrase>[^\"“”«»„,:]+?)"
    rf"{_QUOTED}? (?:means?(?: that)?(?: you(?: should)?| to)?|should mean|stands? for|is short for"
    r"|is when you|should|=) ?:? (?P<sentences>.+)",
    re.IGNORECASE,
)
_TEACH = re.compile(
    rf"(?:teach (?:you|yourself)|learn|create|make|add|define|set up|save)(?: a| the| this| new)*"
    rf"(?: (?:phrase|scene|command|mode|shortcut|routine))?(?: called| named)? {_QUOTED}?"
    rf"(?P<phrase>[\w' -]+?){_QUOTED}?(?: ?[:,]| as| that| which|: )+(?: means| is| does| it"
    rf" should)? "
    r"(?P<sentences>.+)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    rf"^{_QUOTED}(?P<quoted>[^\"“”«»„]+){_QUOTED}[,:]?\s+(?:(?:then|you should|please|i want you to"
    r"|that means|it means|i mean|do)\b,?:?\s+)*(?P<after>.+)$",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^(?:then|you should|please|i want you to|i'd like you to|that means|it means|i mean"
    r"|you)\b,?\s*",
    re.IGNORECASE,
)
_FORGET = re.compile(
    r"(?:forget|unlearn|delete|remove|drop)(?: about)?(?: the (?:phrase|command|words?"
    r"|meaning of))?"
    r" (?P<phrase>.+)"
)
_WHAT = re.compile(
    r"what (?:does|do|will|would) (?:the (?:phrase|command) )?(?P<phrase>.+?)(?: command| phrase)?"
    r" (?:mean|stand for|do)"
    r"|what(?:'s| is) (?:the meaning of )?(?P<what>.+)"
    r"|what (?:happens|will happen|will you do|do you do) (?:when|if) i say (?P<say>.+)"
)
_ALL = re.compile(
    r"(?:what|which) (?:phrases|words|commands|names|shortcuts)(?: and names)? (?:do you know|did i"
    r" teach you|have i taught you|did you learn|are there|have you learned)"
    r"|what (?:did|have) i (?:teach|taught) you|what have you learned(?: from me)?"
)
_DOING = re.compile(
    r"(?:activate|start|run|begin|do|enable|trigger|launch|switch to|turn on|set|go (?:to"
    r"|into)|it's"
    r"|time for|initiate|execute|engage|enter|put on) (?:the |my |our )?"
)


def phrases(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what a sentence that teaches, asks about or drops a phrase comes to."""
    said = said_plainly(request.text)
    if not asks(request.text) or _SAY.match(request.text.strip()):
        taught = _taught(request.text, home, kept)
        if taught is not None:
            return taught
    forgotten = _FORGET.fullmatch(said)
    if forgotten is not None:
        name = _known(forgotten["phrase"], kept)
        return Chores(chores=(Forget(name=name),)) if name else None
    return _answer(said, kept)


def expanded(text: str, kept: Kept) -> tuple[str, ...]:
    """Return the sentences a taught phrase stands for; none if `text` is no such phrase."""
    if not kept.phrases:
        return ()
    said = said_plainly(text)
    for attempt in (said, _DOING.sub("", said, count=1) if _DOING.match(said) else said):
        name = _known(attempt, kept)
        if name is not None:
            return kept.phrases[name]
    return ()


def _known(phrase: str, kept: Kept) -> str | None:
    wanted = plain(phrase)
    short = re.sub(r"^(?:the|my|our) ", "", wanted)
    return next((name for name in (wanted, short) if name in kept.phrases), None)


def _taught(text: str, home: Home, kept: Kept) -> Body | None:
    found = _parts(without_courtesies(text.replace("\u2019", "'")))
    if found is None:
        return None
    phrase, meaning = found
    phrase = plain(re.sub(r"^(?:the|a) ", "", phrase.strip(), flags=re.IGNORECASE))
    sentences = _sentences(meaning)
    if not phrase or len(phrase.split()) > MOST_WORDS or not sentences:
        return None
    problem = phrase_problem(phrase, home, kept)
    if problem is not None:
        return Refusal(text=problem, code="unsupported")
    if any(plain(sentence) == phrase for sentence in sentences):
        return Question(text=f'What should "{phrase}" do?')
    return Chores(chores=(TeachPhrase(phrase=phrase, sentences=sentences),))


def _parts(text: str) -> tuple[str, str] | None:
    """Return the phrase and what it is to mean."""
    said = _SAY.fullmatch(text)
    if said is not None:
        return _split(said["rest"])
    for pattern in (_MEANS, _TEACH):
        match = pattern.fullmatch(text)
        if match is not None and _begins_wish(match["sentences"]) and not _tells(match[0]):
            return match["phrase"], match["sentences"]
    return None


def _tells(text: str) -> bool:
    """Tell whether "should" speaks of people: "the kids should turn off the lights"."""
    is_named = re.search(
        r"\b(?:mode|time|phrase|command|should mean)\b|[\"“”«»„']", text.casefold()
    )
    return is_named is None and re.search(r" should (?!mean\b)", text.casefold()) is not None


def _split(rest: str) -> tuple[str, str] | None:
    """Split "movie mode dim the lights" before the word that begins a wish."""
    quoted = _SPLIT.match(rest)
    if quoted is not None:
        return (quoted["quoted"], quoted["after"]) if _begins_wish(quoted["after"]) else None
    head, comma, tail = rest.partition(",")
    if comma and _begins_wish(tail):
        return head, _LINK.sub("", tail.strip())
    words = rest.split()
    for at in range(1, len(words)):
        after = " ".join(words[at:])
        if _LINK.match(after) or _is_verb(words[at]):
            meaning = _LINK.sub("", after)
            return (" ".join(words[:at]), meaning) if _begins_wish(meaning) else None
    return None


def _begins_wish(text: str) -> bool:
    words = _LINK.sub("", text.strip()).split()
    return len(words) > 1 and (_is_verb(words[0]) or words[0].casefold() in {"all", "everything"})


def _is_verb(word: str) -> bool:
    return plain(word) in VERB_WORDS


def _sentences(meaning: str) -> tuple[str, ...]:
    whole = _LINK.sub("", meaning.strip(" .!\"“”'")).strip()
    return tuple(clause.strip(" .,") for clause in clauses(whole)) if whole else ()


def _answer(said: str, kept: Kept) -> Answer | None:
    if _ALL.fullmatch(said):
        if not kept.phrases:
            return Answer(text="You have not taught me any phrase yet.")
        quoted = listed(f'"{name}"' for name in kept.phrases)
        return Answer(text=f"You taught me {quoted}.")
    match = _WHAT.fullmatch(said)
    if match is None:
        return None
    name = _known(match["phrase"] or match["what"] or match["say"], kept)
    if name is None:
        return None
    return Answer(text=f'"{name}" means: {"; ".join(kept.phrases[name])}.')
