"""Statements and stories: they tell how things are or were, and move nothing."""

import re

from hub.language.names import plain

A_REMARK = "I took that as a remark, so I changed nothing."

_OPENING = r"(?:(?:and|so|but|well|oh|hey|by the way|just|also|you know|fyi|lares) )*"
_SOMEONE = (
    r"(?:he|she|they|we|you|it|i|someone|somebody|everyone|everybody|nobody|people"
    r"|(?:my|our|the|his|her|their|this|that|a|an) (?:\w+ ){1,4}?)"
)
_TOLD = (
    r"(?: ?(?:already|just|also|always|never|usually|once|often|really|still|finally) )*"
    r"(?: ?(?:was|were|is|are|am|isnt|arent|wasnt|werent|had|has|have|did|didnt|does|doesnt|used to"
    r"|turned|switched|opened|closed|shut|locked|unlocked|left|set|made|put|went|came|forgot|broke"
    r"|bought|saw|heard|told|said|asked|thought|loved|liked|hated|dreamed|dreamt|installed|fixed"
    r"|painted|cleaned|started|stopped|played|works|worked|looks|looked|seems|feels|felt|sounds"
    r"|likes|loves|hates|makes|keeps|kept|turns|switches|opens|closes|goes|leave|use|never|cant|dont))\b"
)
_STATEMENT = re.compile(rf"^{_OPENING}{_SOMEONE} ?{_TOLD}")
_IVE = re.compile(rf"^{_OPENING}(?:ive|weve|theyve|hes|shes|theyre|were|thats|its|theres|im)\b")
# Somebody wishes after all: "it is time to turn on the heating", "the light has to go off".
_WISH = re.compile(
    r"\b(?:should|must|has to|have to|needs? to|need|want|wants|wish|would like|please"
    r"|time (?:to|for)|can you|could you|supposed to|let)\b"
)


def is_statement(text: str) -> bool:
    """Tell whether English words state something, and wish for nothing."""
    said = plain(text)
    if _WISH.search(said):
        return False
    return bool(_STATEMENT.search(said) or _IVE.search(said))
