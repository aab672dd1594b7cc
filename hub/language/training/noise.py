"""What happens to a sentence on its way: courtesies, speech recognition, fat fingers."""

from random import Random

from hub.language.training.words import Words

_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o",
    "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "eq", "x": "zc", "y": "tu",
}  # fmt: skip
_SHORTEST_TO_MISSPELL = 4


def spoken(text: str, words: Words, rng: Random, *, is_order: bool) -> str:
    """Return `text` as it may arrive, its words and numbers still to be recognised."""
    said = " ".join(text.split()).replace(" ,", ",").strip(" ,")
    if is_order and "context" in words.raw and rng.random() < 0.1:  # noqa: PLR2004
        said = rng.choice(words.raw["context"]).format(s=said)
    elif is_order and rng.random() < 0.22:  # noqa: PLR2004
        said = f"{rng.choice(words.raw['filler'])} {said}"
    if is_order and rng.random() < 0.12:  # noqa: PLR2004
        said = f"{said}{rng.choice((' ', ', '))}{rng.choice(words.raw['tail'])}"
    style = rng.random()
    if style < 0.45:  # noqa: PLR2004 - speech recognition
        said = said.lower().replace(",", "").replace("?", "")
    elif style < 0.75:  # noqa: PLR2004 - written with care
        said = said[:1].upper() + said[1:]
        said = said if said.endswith("?") else said + rng.choice((".", "", "!"))
    if rng.random() < 0.16:  # noqa: PLR2004
        said = _misspelt(said, rng)
    if rng.random() < 0.04:  # noqa: PLR2004
        said = _joined(said, rng)
    return said


def _misspelt(text: str, rng: Random) -> str:
    """Misspell one word."""
    words = text.split()
    able = [n for n, w in enumerate(words) if w.isalpha() and len(w) >= _SHORTEST_TO_MISSPELL]
    if not able:
        return text
    at = rng.choice(able)
    word = words[at]
    place = rng.randrange(1, len(word))
    match rng.randrange(4):
        case 0 if place + 1 < len(word):
            word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case 1:
            word = word[:place] + word[place + 1 :]
        case 2:
            word = word[:place] + word[place] + word[place:]
        case _:
            near = _NEAR.get(word[place].lower(), word[place])
            word = word[:place] + rng.choice(near) + word[place + 1 :]
    words[at] = word
    return " ".join(words)


def _joined(text: str, rng: Random) -> str:
    """Run two words together ("floorlamp")."""
    words = text.split()
    able = [n for n in range(1, len(words)) if words[n - 1].isalpha() and words[n].isalpha()]
    if not able:
        return text
    at = rng.choice(able)
    words[at - 1 : at + 1] = [words[at - 1] + words[at]]
    return " ".join(words)
