"""Names that people teach: "call the floor lamp the moon", "forget the moon"."""

import re

from hub.home.chores import Forget, TeachName
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.keeping import Kept
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Request
from hub.language.chores.saying import asks, said_plainly
from hub.language.chores.taught import name_problem
from hub.language.names import plain
from hub.language.noun_phrases import Found, find, things
from hub.language.resolve import full_name, listed, which_one

LONGEST_NAME = 5

_FROM_NOW = r"(?:from now on |henceforth |in future |starting now )?"
_NAMING = r"known as|also called|called|named|nicknamed|referred to as|also known as|aka|also named"
# What is named, then its name.
_TEACH = tuple(map(re.compile, (
    (rf"{_FROM_NOW}(?:i(?:'ll| will| want to| am going to)? |we(?:'ll| will)? |let's |you can )?"
     r"(?:also )?(?:call|name|nickname|dub|label|rename) (?P<both>.+)"),
    (rf"{_FROM_NOW}(?P<what>.+?) (?:is|are|should be|shall be|will be|can be|goes by|go by)"
     rf"(?: from now on| now)? (?:also )?(?:{_NAMING}) (?:as )?(?P<name>.+?)(?: from now on|"
     rf" now)?"),
    (r"give (?P<what>.+?) the (?:name|nickname|alias) (?P<name>.+)"),
    (r"(?:add|set) (?:the |an )?(?:name|nickname|alias) (?P<name>.+?) (?:to|for) (?P<what>.+)"),
    (r"(?:when|whenever|if) i (?:say|talk about|speak of|mention) (?P<name>.+?),? (?:then )?"
     r"(?:i mean|i'm talking about|that means|it means|that's|i am talking about) (?P<what>.+)"),
    (r"(?P<name>.+) (?:means|stands for|is another name for|is a name for|refers to) (?P<what>.+)"),
)))  # fmt: skip
_JOINTS = (" as ", " to ")
_FORGET = re.compile(
    r"(?:forget|unlearn|delete|remove)(?: about)? (?:the (?:name|nickname|alias|word|phrase) )?"
    r"(?P<name>.+?)(?: (?:from|for) .+)?"
)
_UNCALL = re.compile(
    r"(?:stop|quit|don't|do not)(?: calling| call) .+? (?P<name>\S+)(?: any"
    r" ?more)?"
)
_MEANING = tuple(map(re.compile, (
    r"what (?:does|do) (?P<name>.+) (?:mean|stand for|do|refer to)",
    r"what(?:'s| is) (?:the meaning of )?(?P<name>.+)",
    r"which (?:lamp|light|one|device|thing|room) (?:is|do i call|is called) (?P<name>.+)",
)))  # fmt: skip
_ALSO_CALLED = re.compile(
    r"what (?:else )?(?:do|did) (?:i|we) (?:also |else )?(?:call|name) (?P<what>.+)"
    r"|what(?:'s| is) (?P<other>.+?) (?:also )?(?:called|known as)(?: too| also)?"
    r"|what (?:other )?names? (?:does|do) (?P<more>.+) have"
)


def names(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what a sentence that teaches, asks or drops a name comes to."""
    said = said_plainly(request.text)
    if asks(request.text) and not said.startswith(("when", "if")):
        return _answer(said, home)
    for pattern in _TEACH:
        match = pattern.fullmatch(said)
        if match is not None:
            parts = match.groupdict()
            pairs = _pairs(parts["both"], home, request) if parts.get("both") else None
            what, name = pairs or (parts.get("what"), parts.get("name"))
            body = _taught(what, name, request, home, kept) if what and name else None
            if body is not None:
                return body
    match = _FORGET.fullmatch(said) or _UNCALL.fullmatch(said)
    return _forgotten(match["name"], home) if match is not None else None


def _pairs(text: str, home: Home, request: Request) -> tuple[str, str] | None:
    """Split "the floor lamp the moon" where a known thing ends and its new name begins."""
    words = text.split()
    for end in range(len(words) - 1, 0, -1):
        what, name = " ".join(words[:end]), " ".join(words[end:])
        for joint in _JOINTS:
            what = what.removesuffix(joint.rstrip())
        if what in {"it", "them", "that", "this"} and request.spoken_of:
            return what, name
        found = find(home, what)
        if found is not None and _is_whole(found, what, home):
            return what, name
    return None


def _is_whole(found: Found, what: str, home: Home) -> bool:
    """Tell whether a phrase is a name in full, so that what follows may be another."""
    if found.is_place or found.is_plural:
        return True
    said = {word for word in plain(what).split() if word not in {"the", "my", "our", "a"}}
    words = [set(plain(n).split()) for i in found.entities for n in _names_of(home, i)]
    return any(own <= said for own in words) or len(found.entities) == 1


def _names_of(home: Home, entity_id: EntityId) -> tuple[str, ...]:
    entity = home.entities[entity_id]
    return (entity.name, *entity.aliases)


def _taught(  # noqa: PLR0911 - one return a case
    what: str, name: str, request: Request, home: Home, kept: Kept
) -> Body | None:
    name = re.sub(r"^(?:the|a|an|my|as|to) ", "", name).strip()
    if not name or len(name.split()) > LONGEST_NAME:
        return None
    if what in {"it", "them", "that", "this"}:
        if not request.spoken_of:
            return None
        found: Found | None = Found(request.spoken_of, is_plural=True)
    else:
        found = find(home, what)
    if found is None:
        return None
    problem = name_problem(name, home, kept)
    if problem is not None:
        return Refusal(text=problem, code="unsupported")
    if found.is_place:
        if found.area_id is None:
            return Refusal(text="I can't give a floor another name yet.", code="unsupported")
        return Chores(chores=(TeachName(name=name, area_id=found.area_id),))
    if len(found.entities) > 1 and not found.is_plural:
        question: Question = which_one(home, [home.entities[i] for i in found.entities])
        return question
    return Chores(chores=(TeachName(name=name, entity_ids=found.entities),))


def _forgotten(name: str, home: Home) -> Body | None:
    wanted = plain(re.sub(r"^(?:the|a|my) ", "", name))
    for known in things(home):
        if wanted in map(plain, known.aliases):
            return Chores(chores=(Forget(name=wanted),))
    return None


def _answer(said: str, home: Home) -> Answer | None:
    match = _ALSO_CALLED.fullmatch(said)
    if match is not None:
        found = find(home, match["what"] or match["other"] or match["more"])
        if found is None or len(found.entities) != 1:
            return None
        entity = home.entities[found.entities[0]]
        if not entity.aliases:
            return Answer(text=f"{full_name(home, entity)} has no other name.",
                          entities=(entity.id,))  # fmt: skip
        text = f"{entity.name} is also called {listed(entity.aliases)}."
        return Answer(text=text, entities=(entity.id,))
    for pattern in _MEANING:
        meant = pattern.fullmatch(said)
        if meant is not None:
            return _meaning(plain(re.sub(r"^(?:the|a|my) ", "", meant["name"])), home)
    return None


def _meaning(name: str, home: Home) -> Answer | None:
    found = [e for e in home.entities.values() if name in map(plain, e.aliases)]
    if found:
        listed_names = listed(full_name(home, entity) for entity in found)
        ids = tuple(entity.id for entity in found)
        return Answer(text=f'"{name}" is another name of {listed_names}.', entities=ids)
    for area in home.areas.values():
        if name in map(plain, area.aliases):
            return Answer(text=f'"{name}" is another name of {area.name}.')
    return None
