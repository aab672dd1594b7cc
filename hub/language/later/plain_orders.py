"""Orders said in a roundabout way, as plain ones: "leave it on", "have the robot hoover"."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re

_LEFT = re.compile(
    r"^(?P<head>(?:.* )?)(?:leave|keep|let|have) (?P<what>.+?) (?:stay |be |running )?"
    r"(?P<state>on|off|open|closed|shut|locked|unlocked|running|playing)$"
)
_LEFT_VERBS = {"on": "turn on", "off": "turn off", "open": "open", "closed": "close", "shut": "close",
               "locked": "lock", "unlocked": "unlock", "running": "turn on",
               "playing": "play"}  # fmt: skip
_ALREADY = re.compile(r"\b(?:again|automatically|back|immediately|straight away)$")
_LETS = r"^(?:have|get|let|ask|tell|make) (?P<what>(?!me\b|us\b).+?) (?:to )?"
_CLEANS = re.compile(
    rf"{_LETS}(?:hoover|vacuum|clean|sweep|mop|mow|do (?:its|his|her) (?:thing|rounds?|job))(?: up)?$"
)
_RUNS = re.compile(rf"{_LETS}(?:run|go|begin|work|going|running|started|cleaning|moving)$")
_SWITCHES = re.compile(rf"{_LETS}(?:turn|switch|go|come) (?P<state>on|off)$")
_COMES_ON = re.compile(
    r"^(?:can|could|should|i want|i'd like|i would like) (?P<what>(?!you\b|i\b|we\b).+?) (?:to )?"
    r"(?:come|go|turn|be(?: turned| switched)?) (?P<state>on|off)$"
)
_MAKES_SURE = re.compile(
    r"^(?:make|be) sure (?:that )?(?P<what>.+?) (?:is|are|gets?|stays?) (?P<state>on|off|open|closed"
    r"|shut|locked|unlocked)$"
)
_DOES = re.compile(rf"{_LETS}(?P<verb>open|close|shut|lock|unlock|start|stop|play|pause)$")


def plain_order(order: str, *, has_end: bool) -> str:
    """Return an order in plain words; "leave the lamp on" is one where it `has_end`."""
    order = _ALREADY.sub("", order).strip()
    match = _LEFT.match(order) if has_end else None
    if match is not None:
        return f"{match['head']}{_LEFT_VERBS[match['state']]} {match['what']}"
    for pattern, verb in ((_CLEANS, "start"), (_RUNS, "turn on")):
        match = pattern.match(order)
        if match is not None:
            return f"{verb} {match['what']}"
    match = _MAKES_SURE.match(order)
    if match is not None:
        return f"{_LEFT_VERBS[match['state']]} {match['what']}"
    match = _SWITCHES.match(order) or _COMES_ON.match(order)
    if match is not None:
        return f"turn {match['state']} {match['what']}"
    match = _DOES.match(order)
    return f"{match['verb']} {match['what']}" if match is not None else order
