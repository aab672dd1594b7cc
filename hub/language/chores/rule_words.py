"""Sentences about rules that are kept, taken apart: what is wanted, and of which rules."""

import re
from typing import Literal

from hub.language.chores.saying import asks, said_plainly
from hub.record import record

Want = Literal["list", "delete", "pause", "resume", "when"]

_RULES = (
    r"(?:rules?|reminders?|automations?|schedules?|routines?|scheduled (?:things?|actions?|tasks?))"
)
_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_HOURS = {word: hour for hour, word in enumerate(_SMALL, start=1)}
_HOUR = rf"\d{{1,2}}|{'|'.join(reversed(_SMALL))}"
_MINUTES = {"fifteen": 15, "thirty": 30, "forty five": 45}
_CLOCK = re.compile(
    r"\b(?:(?P<half>half past|quarter past|quarter to) )?"
    rf"(?P<hour>{_HOUR})(?:[:.](?P<minute>\d\d)| (?P<spoken>fifteen|thirty|forty five))?"
    r"(?: ?(?P<half_day>am|pm|a\.m\.?|p\.m\.?|o'?clock))?\b(?! ?%| percent| degrees)"
)
_NAMED_TIMES = {"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0)}
_SUN = {"sunset": "sunset", "dusk": "sunset", "sundown": "sunset", "sunrise": "sunrise",
        "dawn": "sunrise", "sunup": "sunrise"}  # fmt: skip
_DAYS = frozenset({
    "tonight", "today", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday",
})  # fmt: skip
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "fifth": 4,
    "last": -1, "latest": -1, "newest": -1, "oldest": 0,
}  # fmt: skip
_EVERY = frozenset(["all", "every", "both", "everything", "any", "rules", "automations",
                    "schedules", "routines", "reminders"])  # fmt: skip
_LOOSE = frozenset({
    "reminder", "reminders", "remind",
    "the", "my", "our", "a", "an", "one", "ones", "of", "for", "to", "at", "in", "that", "this",
    "those", "these", "which", "what", "with", "about", "from", "and", "is", "are", "do", "does",
    "did", "have", "has", "i", "you", "we", "me", "there", "it", "them", "set", "up", "made",
    "make", "got", "will", "would", "be", "been", "being", "rule", "rules", "automation",
    "automations", "schedule", "schedules", "scheduled", "routine", "routines", "thing", "things",
    "action", "actions", "running", "active", "currently", "kept", "anymore", "more", "any",
    "longer", "again", "please", "when", "whenever", "if", "gets", "get", "called", "named", "by",
    "every", "all", "both", "everything", "task", "tasks", "created", "on", "involving",
    "concerning", "regarding", "tell", "number", "happen", "happens", "going", "run", "runs",
    "gonna", "time", "o'clock", "around", "clock", "home's", "s", "each", "day", "just", "coming",
})  # fmt: skip

_CHANGES: tuple[tuple[Want, str], ...] = (
    ("resume", rf"(?:start|turn on|switch on) (?P<what>.*\b{_RULES}\b.*) again"),
    ("resume", rf"(?:turn|switch) (?P<what>.*\b{_RULES}\b.*?) (?:back )?on(?: again)?"),
    ("pause", rf"(?:turn|switch) (?P<what>.*\b{_RULES}\b.*) off"),
    (
        "delete",
        (
            rf"(?:remove|drop|forget|get rid of|erase|clear|kill|throw (?:out|away)|revoke|undo"
            rf"|abort|bin|lose|ditch|dump|axe|nix|chuck|end|i don't need|i no longer need)"
            rf" (?P<what>.*\b{_RULES}\b.*|.*\bscheduled\b.*)"
        ),
    ),
    (
        "delete",
        r"(?:cancel|delete|scrap|forget about|call off|unschedule) (?P<what>.+)",
    ),
    ("delete", r"(?:stop|quit|no more|i don't want you|no longer) (?P<what>\w+ing .+)"),
    (
        "delete",
        r"(?:don't|do not|dont|never) (?P<what>(?!forget|remind).+? (?:any ?more|any longer))",
    ),
    (
        "pause",
        (
            rf"(?:pause|disable|suspend|deactivate|hold|turn off|switch off|stop|mute"
            rf"|freeze|skip"
            rf"|put on hold|leave out|don't run|do not run)"
            rf" (?P<what>.*\b{_RULES}\b.*)"
        ),
    ),
    ("pause", rf"put (?P<what>.*\b{_RULES}\b.*) on hold"),
    ("pause", r"(?:pause|suspend) (?P<what>.+)"),
    (
        "resume",
        (
            rf"(?:resume|enable|reactivate|re-enable|reenable|turn (?:back )?on|activate"
            rf"|unpause"
            rf"|restart|continue|switch (?:back )?on|bring back|start)"
            rf" (?P<what>.*\b{_RULES}\b.*?)"
            r"(?: back on| back| again)?"
        ),
    ),
    ("resume", r"(?:resume|unpause) (?P<what>.+)"),
)
_PATTERNS = tuple((want, re.compile(pattern)) for want, pattern in _CHANGES)
_LISTS = tuple(map(re.compile, (
    (rf"(?:what|which|how many|list|show|show me|tell me|tell me about|read|read me|read out"
     rf"|give me"
    rf"|do (?:i|we|you) have|are there|is there|have i|did i|see|what are|which are|any)"
    rf"(?P<what>.*\b{_RULES}\b.*)"),
    (r"(?:what(?:'s| is| are| have i| did i| do i have| has been| else is)?|is (?:there"
     r" )?anything|anything|do i have anything"
    r"|have i got anything|is something|do you have anything)(?: got)? (?:already"
    r" )?(?P<what>scheduled.*)"),
    r"what(?:'s| is| will| are)(?: going to| gonna|you going to)? happens? (?P<what>.+)",
    r"what happens (?P<what>.+)",
    r"what(?:'s| is) coming up(?P<what>.*)",
    r"(?:what |anything )?(?:have you|do you have)(?: got)?(?: anything)? (?P<what>scheduled.*)",
    r"(?:what|which) (?P<what>.+) (?:is|are|have i|did i|do i have) scheduled",
    r"(?:what|which) (?P<what>.+) did i schedule",
    r"(?:is|are) (?P<what>.+) scheduled(?: to .+)?",
)))  # fmt: skip
_WHEN = re.compile(
    r"(?:when|what time|at what time) (?:will|does|do|is|are)"
    r" (?P<what>.+ (?:on|off|open|close|shut|lock|unlock|start|run|dim|(?:go|come) (?:up|down))"
    r"(?: (?:in the|at|every|each) (?:morning|evening|afternoon|night|day))?)"
    r"(?: next| again| today| tonight| tomorrow)?"
)
# What the hub, not a calendar, has before it.
_PLANNED = re.compile(r"\b(?:planned|lined up|set up|in store|on the agenda)\b")
_HAVE_YOU = re.compile(r"\b(?:have you|do you have|you have)\b")
# "every morning" tells when a rule runs; it is not "every rule".
_EACH = re.compile(
    r"\b(?:every|each|in the|at) (?:single )?(?P<part>morning|evening|afternoon|night|day)s?\b"
)
# What a calendar, a shopping list or a device is asked about.
_OTHER = re.compile(
    r"\b(?:calendar|appointments?|meetings?|(?:shopping|grocery|to-?do) list|groceries|timers?"
    r"|alarm clock|house rules|weather|(?:my|our|today's|tomorrow's|your) schedule)\b"
)
_GERUNDS = re.compile(
    r"\b(turn|switch|open|clos|shutt|lock|unlock|dimm|start|runn|stopp|vacuum|hoover|water|clean|mow)ing\b"
)
_BASES = {"clos": "close", "shutt": "shut", "dimm": "dim", "runn": "run", "stopp": "stop"}
_SWITCHED = re.compile(
    r"\b(?:turn|switch|go|goes|come|comes|power)s?\b(?: [\w']+){0,6}? (on|off)\b|\b(on|off)$"
)


@record(frozen=True, slots=True)
class Clock:
    """A time of day as said; `is_twelve`: morning or evening was left open."""

    hour: int
    minute: int
    is_twelve: bool


@record(frozen=True, slots=True)
class RuleTarget:
    """Which rules are meant. `switched`: "on" or "off", where the sentence says what they do.

    `part`: the part of the day in which they run.
    """

    words: tuple[str, ...] = ()
    clock: Clock | None = None
    sun: str | None = None
    day: str | None = None
    switched: str | None = None
    part: str | None = None
    ordinal: int | None = None
    is_all: bool = False
    says_rule: bool = False
    is_pronoun: bool = False
    is_paused: bool = False
    is_reminder: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing but "the rule" was said."""
        said = (self.clock, self.sun, self.day, self.switched, self.part, self.ordinal)
        return not self.words and not self.is_all and all(one is None for one in said)


@record(frozen=True, slots=True)
class RuleWish:
    """One wish about rules."""

    want: Want
    target: RuleTarget


def rule_wishes(text: str) -> list[RuleWish]:
    """Return what a sentence may want of rules, the likelier first."""
    said = said_plainly(text)
    if _OTHER.search(said):
        return []
    if asks(text) or re.match(r"(?:list|show|tell|read|see|give|any|at what)", said):
        return _asked(said)
    found: list[RuleWish] = []
    for want, pattern in _PATTERNS:
        match = pattern.fullmatch(said)
        if match is not None:
            found.append(RuleWish(want, rule_target(match["what"])))
    return found


def rule_target(phrase: str) -> RuleTarget:
    """Read a phrase such as "the 7 pm lights" or "all rules about the porch"."""
    is_pronoun = re.fullmatch(r"(?:it|that|this|them|those|(?:that|this) (?:rule|one|automation))",
                              phrase) is not None  # fmt: skip
    says_rule = re.search(rf"\b(?:{_RULES}|scheduled)\b", phrase) is not None
    each = _EACH.search(phrase)
    text = _EACH.sub(" ", re.sub(r"\bany ?(?:more|longer)\b", " ", phrase))
    every = frozenset(text.split()) & _EVERY
    text = _GERUNDS.sub(lambda m: _BASES.get(m[1], m[1]), " ".join(text.split()))
    switched = _SWITCHED.search(text)
    clock, text = _clock(text)
    words = [word.removesuffix("'s") for word in text.split()]
    sun = next((_SUN[word] for word in words if word in _SUN), None)
    day = next((word for word in words if word in _DAYS), None)
    ordinal = next((_ORDINALS[word] for word in words if word in _ORDINALS), None)
    special = {
        *_LOOSE,
        *_SUN,
        *_DAYS,
        *_ORDINALS,
        "off",
        "turn",
        "switch",
        "come",
        "comes",
        "go",
        "goes",
        "paused",
        "disabled",
    }
    return RuleTarget(
        words=() if is_pronoun else tuple(word for word in words if word not in special),
        clock=clock,
        sun=sun,
        day=day,
        switched=(switched[1] or switched[2]) if switched else None,
        part=each["part"] if each and each["part"] != "day" else None,
        ordinal=ordinal,
        is_all=bool(every),
        says_rule=says_rule,
        is_pronoun=is_pronoun,
        is_reminder=re.search(r"\breminders?\b", phrase) is not None,
        is_paused="paused" in words or "disabled" in words,
    )


def _asked(said: str) -> list[RuleWish]:
    if _HAVE_YOU.search(said):
        said = _PLANNED.sub("scheduled", said)
    for pattern in _LISTS:
        match = pattern.fullmatch(said)
        if match is not None:
            return [RuleWish("list", rule_target(match["what"].strip()))]
    match = _WHEN.fullmatch(said)
    return [RuleWish("when", rule_target(match["what"]))] if match else []


def _clock(text: str) -> tuple[Clock | None, str]:
    """Take the time of day out of a phrase."""
    for name, (hour, minute) in _NAMED_TIMES.items():
        if re.search(rf"\b{name}\b", text):
            return Clock(hour, minute, is_twelve=False), re.sub(rf"\b{name}\b", " ", text)
    for match in _CLOCK.finditer(text):
        before = text[: match.start()].rstrip()
        is_marked = match["half_day"] or match["minute"] or match["half"]
        if not is_marked and not re.search(r"\b(?:at|for|the|around|by|past)$", before):
            continue
        if match.group() == "one" and before.endswith("the"):
            continue
        if not is_marked and re.match(r" (?:rules?|ones?|automations?|of)\b", text[match.end() :]):
            continue
        clock = _said_clock(match)
        if clock is not None:
            rest = re.sub(r"\b(?:at|around|by)$", "", before)
            tail = text[match.end() :]
            part = re.match(r" (?:in the )?(morning|afternoon|evening)| at (night)", tail)
            if part:
                hour = clock.hour % 12 + (0 if part[1] == "morning" else 12)
                clock = Clock(hour, clock.minute, is_twelve=False)
                tail = tail[part.end() :]
            return clock, f"{rest} {tail}"
    return None, text


def _said_clock(match: re.Match[str]) -> Clock | None:
    hour = _HOURS.get(match["hour"]) or int(match["hour"])
    minute = int(match["minute"] or _MINUTES.get(match["spoken"] or "", 0))
    half_day = (match["half_day"] or "")[:1]
    if match["half"] == "quarter to":
        hour, minute = hour - 1, 45
    elif match["half"]:
        minute = 30 if match["half"] == "half past" else 15
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the clock
        return None
    if half_day in {"a", "p"}:
        return Clock(hour % 12 + (12 if half_day == "p" else 0), minute, is_twelve=False)
    is_written_24 = match["minute"] is not None and (len(match["hour"]) == 2 or hour > 12)  # noqa: PLR2004
    return Clock(hour, minute, is_twelve=not is_written_24 and hour <= 12)  # noqa: PLR2004
