"""How English words sound, by rule: letters to phonemes, near enough to compare two words.

One letter stands for one phoneme. Vowels: i fleece, I kit, e dress, a trap, o lot, O thought,
u goose, U foot, V strut, @ schwa, A face, Y price, W mouth, X goat, Q choice, R nurse.
Consonants as written, and S ship, Z measure, C chip, J jet, T thin, N sing.
The rules follow what schools teach of English spelling; what escapes them is listed.
"""

import re
from functools import lru_cache

_EXCEPTIONS = {
    "a": "@", "the": "T@", "of": "ov", "off": "of", "to": "tu", "too": "tu", "two": "tu",
    "one": "wVn", "won": "wVn", "once": "wVns", "four": "fOr", "for": "fOr", "eight": "At",
    "ate": "At", "are": "or", "our": "Wr", "hour": "Wr", "hours": "Wrz", "is": "Iz", "as": "az",
    "was": "woz", "what": "wot", "who": "hu", "do": "du", "does": "dVz", "done": "dVn",
    "have": "hav", "has": "haz", "his": "hIz", "some": "sVm", "come": "kVm", "give": "gIv",
    "live": "lIv", "living": "lIvIN", "said": "sed", "says": "sez", "there": "Ter", "their": "Ter",
    "where": "wer", "were": "wR", "they": "TA", "you": "yu", "your": "yOr", "heart": "hort",
    "heat": "hit", "heater": "hitR", "watch": "woC", "water": "wOtR", "want": "wont",
    "minute": "mInIt", "minutes": "mInIts", "lower": "lXR", "low": "lX", "window": "wIndX",
    "windows": "wIndXz", "wind": "wInd", "level": "lev@l", "colour": "kVlR", "color": "kVlR",
    "machine": "m@Sin", "garage": "g@roZ", "both": "bXT", "only": "Xnli", "open": "Xp@n",
    "opening": "Xp@nIN", "closed": "klXzd", "close": "klXz", "closet": "klozIt", "media": "midi@",
    "radio": "rAdiX", "video": "vIdiX", "people": "pip@l", "volume": "voly@m", "music": "myuzIk",
    "ceiling": "silIN", "oven": "Vv@n", "cover": "kVvR", "covers": "kVvRz", "other": "VTR",
    "another": "@nVTR", "mother": "mVTR", "brother": "brVTR", "lounge": "lWnJ", "again": "@gen",
    "any": "eni", "many": "meni", "been": "bIn", "busy": "bIzi", "build": "bIld", "put": "pUt",
    "push": "pUS", "pull": "pUl", "full": "fUl", "sure": "SUr", "through": "Tru", "office": "ofIs",
    "living-room": "lIvINrum", "above": "@bVv", "love": "lVv", "move": "muv", "remove": "rimuv",
    "prove": "pruv", "shoe": "Su", "great": "grAt", "break": "brAk", "warm": "wOrm", "ward": "wOrd",
    "word": "wRd", "work": "wRk", "world": "wRld", "worm": "wRm", "walk": "wOk", "talk": "tOk",
    "child": "CYld", "children": "CIldr@n", "kids": "kIdz", "clothes": "klXz", "bathroom": "baTrum",
    "bath": "baT",
    "bathe": "bAT", "celsius": "selsi@s", "fahrenheit": "fer@nhYt", "degree": "d@gri",
    "degrees": "d@griz", "percent": "pRsent", "scene": "sin", "movie": "muvi", "genre": "ZonR",
    "half": "haf", "laundry": "lOndri", "aisle": "Yl", "eye": "Y", "i": "Y", "us": "Vs",
    "use": "yuz",
    "be": "bi", "me": "mi", "we": "wi", "he": "hi", "she": "Si", "my": "mY", "by": "bY",
    "buy": "bY",
    "go": "gX", "no": "nX", "know": "nX", "so": "sX", "how": "hW", "now": "nW", "down": "dWn",
    "town": "tWn", "brown": "brWn", "power": "pWR", "shower": "SWR", "tower": "tWR",
    "flower": "flWR", "towel": "tW@l", "allow": "@lW", "yellow": "yelX", "vacuum": "vakyum",
    "thermostat": "TRm@stat", "lights": "lYts", "siren": "sYr@n", "iron": "YRn", "tv": "tivi",
    "ac": "Asi", "pm": "piem", "am": "am", "led": "ledI", "wifi": "wYfY", "hallway": "hOlwA",
    "porch": "pOrC", "patio": "patiX", "piano": "pianX", "audio": "OdiX", "studio": "studiX",
    "kelvin": "kelvIn", "routine": "rutin", "blue": "blu", "purple": "pRp@l", "orange": "OrInJ",
    "lares": "lerez", "front": "frVnt", "month": "mVnT", "monday": "mVndA", "son": "sVn",
    "ton": "tVn", "pizza": "pits@", "guest": "gest", "guests": "gests", "fridge": "frIJ",
    "food": "fud", "mood": "mud", "balcony": "balk@ni", "island": "Yl@nd", "sewing": "sXIN",
    "bow": "bX", "kitchen": "kIC@n",
    "locked": "lokt", "unlock": "Vnlok", "unlocked": "Vnlokt", "mute": "myut", "unmute": "Vnmyut",
    "humidity": "hyumIdIti", "usage": "yusIJ", "eleven": "ilev@n", "seven": "sev@n",
}  # fmt: skip

# Letters of a word from left to right, with what they sound like; the first rule that fits.
_RULES: tuple[tuple[str, str], ...] = (
    # Endings.
    (r"tious\b|cious\b", "S@s"), (r"(?:t|s)ion(?=s?\b|ed\b)", "S@n"), (r"cial|tial", "S@l"),
    (r"ssion", "S@n"), (r"(?<=[aeiou])sion", "Z@n"), (r"ture\b", "CR"), (r"(?<=[aeiou])sure", "ZR"),
    (r"ture(?=s|d)", "CR"), (r"dge", "J"), (r"tch", "C"), (r"que\b", "k"), (r"gue\b", "g"),
    (r"mb\b", "m"), (r"mb(?=s\b|ing\b|ed\b)", "m"), (r"mn\b", "m"), (r"gn\b", "n"),
    (r"(?<=[^aeiouyr])le\b", "@l"), (r"(?<=[^aeiouyr])le(?=s\b|d\b)", "@l"),
    (r"(?<=\w\w[td])ed\b", "Id"), (r"(?<=\w\w[pkfxs])ed\b|(?<=\w[sc]h)ed\b", "t"),
    (r"(?<=\w\w[^aeiou\W])ed\b", "d"), (r"tain\b|tains\b", "t@n"),
    (r"(?<=[sxz])es\b|(?<=[cs]h)es\b|(?<=[cg])es\b", "Iz"),
    (r"(?<=[^aeiou\W])es\b", "z"), (r"(?<=[^aeiou\W])e\b", ""), (r"(?<=[ieu])e\b", ""),
    (r"(?<=\w)ous\b", "@s"), (r"ages?\b(?<=\w\w\w\w)", "IJ"),
    (r"(?<=[bcdfgklmnprstvwz])en\b", "@n"),
    (r"(?<=[bcdfgklmnprstvwz])e(?=ly|ful|ness|ment|less)", ""),
    # Vowels of several letters.
    (r"augh", "O"), (r"eigh", "A"), (r"igh", "Y"), (r"ought", "Ot"), (r"ough", "X"),
    (r"ould", "Ud"), (r"au|aw", "O"), (r"air|aire|are\b|ear(?=\b)(?<=[bwp]ear)", "er"),
    (r"ai|ay", "A"), (r"alk", "Ok"), (r"all", "Ol"), (r"al(?=t|d)", "Ol"), (r"alm", "om"),
    (r"ar(?=[aeiou])", "er"), (r"(?<=w)ar", "Or"), (r"ar", "or"),
    (r"ear(?=[nlt][^\W]|th)", "R"), (r"ear|eer|ere\b|ier", "ir"),
    (r"ea(?=d\b|dy|ds|th|lth|sur|vy|ven)", "e"), (r"ee|ea|ei(?!n)|ie(?=[fldvg])", "i"),
    (r"ein", "An"), (r"ey\b", "i"), (r"ey", "A"), (r"eu|ew|ue|ui", "u"),
    (r"er(?=[aeiou])", "er"), (r"er|ir(?![aeiou])|ur(?![aeiou])", "R"), (r"ire", "YR"),
    (r"ure", "ur"), (r"yre", "YR"), (r"oar|oor|ore|our|or", "Or"), (r"oo(?=k|d\b)", "U"),
    (r"oo", "u"),
    (r"oi|oy", "Q"), (r"oa|oe", "X"), (r"ow(?=[ndl]|er|s\b|ard)", "W"), (r"ow", "X"), (r"ou", "W"),
    (r"ie\b|ies\b|ied\b", "i"), (r"io|ia|iu", "i@"),
    # Vowels made long by an e, an old letter or their place.
    (r"a(?=[^aeiouywrx](?:e|es|ed|er|ing|le|les)\b)", "A"),
    (r"a(?=nge|ste|ble|tion|dy\b|by\b)", "A"),
    (r"e(?=[^aeiouywrx]e\b)", "i"), (r"i(?=[^aeiouywrx](?:e|es|ed|er|ing)\b)", "Y"),
    (r"i(?=nd\b|nds\b|ld\b|gn)", "Y"), (r"o(?=[^aeiouywrx](?:e|es|ed|er|ing)\b)", "X"),
    (r"o(?=ld|lt|ll|st\b|lk)", "X"), (r"u(?=[^aeiouywrx](?:e|es|ed|er|ing)\b)", "u"),
    (r"o\b|o(?=s\b)", "X"), (r"a\b", "@"), (r"\by(?=[aeiou])", "y"), (r"(?<=\b[^aeiou])y\b", "Y"),
    (r"(?<=\b[^aeiou][^aeiou])y\b", "Y"), (r"y(?=[^aeiou]e\b)", "Y"), (r"y(?=[aeiou])", "y"),
    (r"y\b", "i"), (r"y", "I"), (r"\be(?=[^aeiou][aeiou])", "i"),
    (r"(?<=\bd|\br|\bb|\bp)e(?=[^aeiour][aeiou])", "i"),
    (r"on\b(?<=\w\w\w\w)", "@n"), (r"(?<=\w\w)o(?=[rmn]\b)", "@"),
    (r"a", "a"), (r"e", "e"), (r"i", "I"), (r"o", "o"), (r"(?<=q)u", "w"),
    (r"(?<=g)u(?=[aei])", ""),
    (r"u(?=[^aeiou][aeiou])|u\b", "u"), (r"u", "V"),
    # Consonants.
    (r"\bkn|\bgn|\bpn", "n"), (r"\bwr|rh", "r"), (r"\bps", "s"), (r"wh(?=o)", "h"), (r"wh", "w"),
    (r"ph", "f"), (r"sch", "sk"), (r"sh", "S"), (r"ch(?=[rl])", "k"), (r"ch", "C"), (r"ck", "k"),
    (r"th", "T"), (r"gh(?<=\bgh)", "g"), (r"gh", ""), (r"sc(?=[eiy])", "s"), (r"cc(?=[eiy])", "ks"),
    (r"c(?=[eiy])", "s"), (r"c", "k"), (r"gg", "g"), (r"\bg(?=e[tl]|i[vrf])", "g"),
    (r"g(?=[eiy])", "J"), (r"ng(?=\b|s\b|ed\b|ing|er\b)", "N"), (r"n(?=[kgqx])", "N"),
    (r"ss", "s"), (r"(?<=[aeiouy])s(?=[aeiouy])", "z"), (r"(?<=[pktf])s\b|(?<=th)s\b", "s"),
    (r"(?<=[aeiouyrlmnbdgvw])s\b", "z"), (r"j", "J"), (r"q", "k"), (r"\bx", "z"), (r"x", "ks"),
    (r"([bdfklmnprtvz])\1", r"\1"), (r"[bdfgklmnprstvwz]", r"\g<0>"),
    (r"\bh|(?<=[^aeiou])h|h(?=[aeiou])", "h"),
    (r"h", ""), (r"\d|\w|.", ""),
)  # fmt: skip
_COMPILED = tuple((re.compile(rule), sound) for rule, sound in _RULES)
_NO_LETTER = re.compile(r"[^a-z]")


@lru_cache(maxsize=20_000)
def english_sounds(word: str) -> str:
    """Return how a word in lower case sounds, one letter a phoneme."""
    known = _EXCEPTIONS.get(word)
    if known is not None:
        return known
    letters = _NO_LETTER.sub("", word)
    said: list[str] = []
    at = 0
    while at < len(letters):
        for rule, sound in _COMPILED:
            found = rule.match(letters, at)
            if found is not None and found.end() > at:
                said.append(found.expand(sound))
                at = found.end()
                break
        else:
            at += 1
    return "".join(said)
