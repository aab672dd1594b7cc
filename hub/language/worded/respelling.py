"""Names said with other small words: "la tapparella della camera" for "Tapparella camera"."""

from collections.abc import Iterable

from hub.language.names import Mentions
from hub.language.worded.folding import fold

_SMALL = {
    "de": "der die das den dem des in im am an auf vom von zum zur",
    "es": "el la los las de del en a al",
    "fr": "le la les l de du des d a au aux en dans",
    "it": "il lo la i gli le l di del dello della dell dei degli delle d da in nel nella nell a al",
    "nl": "de het een in op van aan bij voor t",
}
# With fewer words that say something, a name is no more than a kind of thing.
_FEWEST = 2


def as_named(said: str, language: str, names: Iterable[str], mentions: Mentions) -> str | None:
    """Return a sentence with one name as it is written; None if none is said in another way."""
    small = frozenset(_SMALL.get(language, "").split())
    exact = {fold(named.text) for named in mentions.entities}
    tokens = said.replace("'", "' ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "' ").split()
    bare = [(at, fold(token)) for at, token in enumerate(tokens) if fold(token) not in small]
    found: dict[tuple[int, int], set[str]] = {}
    for name in names:
        words = [word for word in fold(name).split() if word not in small]
        if len(words) < _FEWEST or fold(name) in exact:
            continue
        for start in range(len(bare) - len(words) + 1):
            part = bare[start : start + len(words)]
            if [word for _, word in part] == words:
                found.setdefault((part[0][0], part[-1][0] + 1), set()).add(name)
    if not found:
        return None
    (start, end), meant = max(found.items(), key=lambda item: item[0][1] - item[0][0])
    if len(meant) != 1:
        return None
    return " ".join((*tokens[:start], meant.pop(), *tokens[end:])).replace("' ", "'")
