"""Remarks that an order follows: "somebody left the tv on, switch it off".

What was left so is what "it" points at, so the remark goes and its thing takes the pronoun's place.
"""

import re
from dataclasses import replace

from hub.home.plan import Request

_LEFT_BEHIND = re.compile(
    r"^(?:(?:oh|hey|so|look|i think|i see|looks like|it looks like)[, ]+)*"
    r"(?:some(?:one|body)|i|we|you|he|she|they|(?:the|my|our) \w+(?: \w+)?)"
    r"(?:'ve| has| have| had|'s)?(?: (?:must have|just|again|always|probably))*"
    r" (?:left|forgot|keeps? leaving|leaves?) (?P<thing>(?:the|my|our|all the|some|a) [\w' ]+?)"
    r" (?:(?P<state>on|open|running|unlocked|playing)\b)(?: again| (?P<place>in the [\w ]+?))?"
    r"(?:\s*[,.;!:]\s*(?:so |and |then )?| and | so )"
    r"(?P<before>(?:(?:please|can you|could you|just|go and) )*"
    r"(?:turn|switch|shut|close|lock|put|pause|stop|mute|kill))"
    r" (?:it|them|that|those) ?(?P<after>[\w' ]*?)(?:\W*)$",
    re.IGNORECASE,
)


def said_outright(request: Request) -> Request:
    """Return a request with its remark worked into its order; the same if it has none."""
    found = _LEFT_BEHIND.match(request.text.strip().replace("\u2019", "'"))
    if found is None:
        return request
    parts = (found["before"], found["thing"], found["place"], found["after"])
    text = " ".join(part.strip() for part in parts if part and part.strip())
    return replace(request, text=text)
