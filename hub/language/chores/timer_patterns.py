"""How people speak of timers, as patterns. `<0>` stands for a length of time."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re
from typing import Literal

Want = Literal["start", "cancel", "pause", "resume", "extend", "set", "restart", "ask"]


TIMER = r"(?:timers?|countdowns?)"
_DET = r"(?:(?:the|my|our|a|an|another|one more|new|a new|this|that|me a|me an|me) )*"
SET = (
    r"(?:set(?: up| off)?|start|create|make|begin|run|put(?: on)?|add|give|get|have|do|i need|i want|new"
    r"|stick|pop|throw|kick off|fire up|start off|can i (?:get|have)|could i (?:get|have)|i'll have)"
)
_VERBS: dict[Want, str] = {
    "cancel": r"cancel|stop|delete|remove|clear|kill|end|dismiss|turn off|switch off|shut off"
    r"|get rid of|abort|drop|scrap|quit|discard|i don't need|forget(?: about)?|silence|bin|lose|nix"
    r"|ditch|never ?mind|call off|shut up|scratch|chuck",
    "pause": r"pause|hold|freeze|halt|suspend|put on hold",
    "resume": r"resume|continue|unpause|carry on with|keep|unfreeze|go on with",
    "restart": r"restart|reset|rerun",
}
_TARGET = rf"(?P<target>.*?\b{TIMER}\b.*?|it|that|that one|this one|them|both|both of them)"
_NAMED = r"(?P<target>[^<]{2,40})"
_GOING = r"(?: (?:going|running|again|alone))*"


def _change_patterns() -> tuple[tuple[Want, re.Pattern[str]], ...]:
    found: list[tuple[Want, str]] = [
        ("resume", rf"(?:start|restart|begin) {_TARGET} (?:again|back up|up again)"),
        ("resume", rf"(?:unpause|resume) {_NAMED}"),
        ("resume", rf"let {_TARGET} (?:run|go|carry|continue)(?: on)?(?: again)?"),
    ]
    found += [(want, rf"(?:{verbs}) {_TARGET}{_GOING}") for want, verbs in _VERBS.items()]
    found += [
        (want, rf"(?:{verbs}) {_NAMED}") for want, verbs in _VERBS.items() if want != "restart"
    ]
    return tuple((want, re.compile(pattern)) for want, pattern in found)


CHANGE = _change_patterns()
_ANY = r"(?P<target>.+)"
LONGER = tuple(map(re.compile, (
    (rf"(?:add|put|tack|stick|throw)(?: another| an extra| an additional)? (?P<by><\d>)(?:"
     rf" more| extra)?"
    rf" (?:to|on|onto|on to) {_ANY}"),
    rf"(?:extend|increase|lengthen|prolong|up|bump(?: up)?) {_ANY} by (?:another )?(?P<by><\d>)",
    rf"(?:give|allow) {_ANY}? ?(?:another )?(?P<by><\d>)(?: more| longer| extra)",
    rf"give {_ANY} (?:another )(?P<by><\d>)",
    rf"make {_ANY} (?P<by><\d>) longer",
    rf"(?P<by><\d>) (?:more|longer) (?:on|for) {_ANY}",
    rf"(?:another|an extra) (?P<by><\d>)(?: more)? (?:on|for|to) {_ANY}",
    rf"{_ANY} (?:needs?|wants?|could do with|gets?) (?:another |an extra )(?P<by><\d>)(?: more)?",
    rf"{_ANY} (?:needs?|wants?|could do with|gets?) (?P<by><\d>) (?:more|longer|extra)",
    r"(?:add|give me|i need|give it)(?: another)? (?P<by><\d>)(?: more| longer| extra)?",
    r"(?:another )?(?P<by><\d>) (?:more|longer|extra)",
)))  # fmt: skip
SHORTER = tuple(map(re.compile, (
    (rf"(?:take|remove|subtract|knock|shave|cut|deduct)(?: away)? (?P<by><\d>)"
    rf" (?:off of|off|from|away from|out of) {_ANY}"),
    rf"(?:decrease|reduce|shorten|cut|lower) {_ANY} by (?P<by><\d>)",
    rf"make {_ANY} (?P<by><\d>) shorter",
    rf"(?P<by><\d>) (?:less|shorter) (?:on|for) {_ANY}",
    r"(?:take|remove|subtract|knock) (?P<by><\d>) off",
)))  # fmt: skip
SETS = (
    re.compile(
        rf"(?:change|make|switch|move|adjust|reset|restart|update) {_ANY} (?:to|at|with|for"
        rf"|from) (?P<by><\d>)"
    ),
    re.compile(r"make (?P<target>it|that|that one) (?P<by><\d>)(?: instead)?"),
)  # fmt: skip
_LEFT = r"(?:left|remaining|to go|remains?|still to go|more)"
ASKS = tuple(map(re.compile, (
    (rf"(?:how (?:long|much(?: more| longer)?(?: time)?|many (?:more )?(?:minutes|seconds"
     rf"|hours))|what time"
    rf"|(?:what's|what is) (?:the )?(?:time )?)?(?: is| are| do i have| have i got| does| time)*"
    rf"(?: there)?(?: still)? ?{_LEFT} ?(?:on|for|in|until|till|of|with|before)? ?"
    rf"(?P<target>.*?)(?: (?:have|has|is up|are up|go(?:es)? off|ends?|rings?|is done|finish(?:es)?"
    rf"|is ready|are ready))?"),
    (rf"how (?:long|much(?: longer| more)?(?: time)?|many (?:more )?(?:minutes|seconds|hours))"
    rf"(?: does| do| is| are| has| have| till| until)? (?P<target>.+?)"
    rf" (?:have|has|got|still have|still has|need|needs)?(?: still)? ?{_LEFT}"),
    (r"how (?:much )?long(?:er)? (?:does|until|till|before|on|for|is)? ?(?P<target>.+?)"
    r"(?: (?:have|has|got|needs?|go(?:es)? off|is (?:up|done|over)|ends?|rings?|to go|take|run))?"),
    (rf"what (?:have|do) i (?:have |got |still )*{_LEFT} (?:on|for|in) (?P<target>.+)"),
    (rf"(?:is|are) (?P<target>.*{TIMER}) (?:done|up|over|finished|ready)(?: yet| soon| already)*"),
    (r"when (?:does|will|is|are|do) (?P<target>.+?)"
    r" (?:go off|end|finish|ring|be (?:up|done|over|ready|finished)|run out|expire|up|done"
    r"|over|due)"),
    (rf"(?:what's the |what is the |show me the |tell me the |the )?(?:status|state) (?:of|on)"
    rf" (?P<target>.*{TIMER}.*)"),
    rf"(?P<target>.*{TIMER}) status",
    r"(?:the )?time (?:is )?(?:left|remaining) (?:on|for|in) (?P<target>.+)",
    (rf"(?:did|has|have) (?P<target>.*{TIMER}) (?:already )?(?:go off|gone off|finish(?:ed)?"
     rf"|end(?:ed)?"
    r"|ring|rung|run out|expired?|done|started?)(?: yet| already)?"),
    (rf"(?:what|which|what's|whats|how many) (?P<target>.*{TIMER})"
    r"(?: (?:are|is|do|have|i|we|there|got|running|active|set|going|on|currently|right now|now))*"),
    (rf"(?:do|have|did) (?:i|we|you) (?:have |got |set |start |still have )*(?:any |a |the )?"
    rf"(?P<target>.*{TIMER})(?: (?:running|active|set|going|on|left|for <\d>|still))*"),
    (rf"(?:is|are) (?:there |my |the )*(?:still )?(?:any |a |an |the |my )*(?P<target>.*{TIMER})"
    r"(?: (?:still|already|running|active|set|going|on|done|over|up|finished|paused|left"
    r"|ticking))*"),
    (rf"(?:list|show|show me|tell me|read|read me|read out|check|what about|how about|how's"
     rf"|hows|how is"
    rf"|how are|give me)(?: about| on)? (?P<target>.*{TIMER})(?: (?:are|is|doing|going"
    rf"|running|active"
    rf"|coming along|looking|set|i have|there))*"),
    (r"(?:how (?:long|much longer|much time|much more time)|time left|how much is left|how"
     r" long now)"
    r"(?P<target>)"),
)))  # fmt: skip


START = re.compile(
    rf"(?:(?P<verb>{SET}) )?(?:me )?(?:for )?{_DET}(?P<before>.*?) ?\b(?P<timer>{TIMER})\b"
    rf" ?(?P<after>.*)"
)
COUNT = re.compile(
    r"(?:count down|countdown|time|start counting down)(?: me| us)?(?: from| for)? (?P<by><0>)(?: for"
    r" (?P<name>.+))?"
)
AFTER = re.compile(
    r"(?:(?:for|of|to|at|on|with|that lasts|lasting|going for) )?(?P<by><\d>)"
    r"|(?:called|named|labell?ed|with the name) (?P<name>[\w' -]+?)(?= for <| with <| of <| <|$)"
    r"|(?:in|at) (?:the |my |our )?(?P<place>[\w' -]+?)(?= for <| with <| of <| <|$| called| named)"
    r"|(?:for|to) (?:the |my |our |some )?(?P<what>[\w' -]+?)(?= for <| with <| of <| <|$|"
    r" called| named)"
)  # fmt: skip
