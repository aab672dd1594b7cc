"""How English is spoken around an order: wishes in disguise, remarks, words that say nothing."""

import re

_VERY = (
    r"(?:a (?:bit|little|tad|touch) |too |so |very |really |absolutely |getting |quite |pretty "
    r"|kinda |rather |far |way |much |bloody |damn |super |still |just |all )*"
)
_FEEL = (
    r"\b(?:i'?m|i am|we'?re|we are|she'?s|he'?s|they'?re|i feel|feeling|feels|it'?s|it is|getting"
    rf"|it feels|bit|too|so|rather|pretty|my \w+ (?:is|are)) {_VERY}"
)
_SOME = r"(?:some |more |a bit more |a bit of |a little |a little more |a little bit of )"
# Remarks that are wishes, and what they wish for.
WISHES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bsun(?:'?s| is|light is|light'?s)? (?:is )?(?:\w+ly )?"
                r"(?:blinding|glaring|dazzling|shining|right in"
                r"|in (?:my|our|the) (?:eyes|face|screen))\b"
                r"|\bglare\b|\btoo much sun(?:light|shine)?\b|\btoo sunny\b"), "sun"),
    (re.compile(r"\b(?:too|so|very|really|quite|pretty|bit|getting|rather|awfully|way)"
                r" (?:dark|dim|gloomy)\b"
                r"|\bcan(?:'?t|not) (?:\w+ )?see (?:a thing|anything|much|a damn thing|properly"
                r"|what|where|my|our|the|to)\b"
                rf"|\b(?:need|want|(?:could|can) (?:use|do with)|like) {_SOME}+light\b"
                r"|\b(?:it'?s|it is) (?:dark|gloomy|pitch black|pitch dark)\b"
                r"|^(?:pitch black|pitch dark|dark in here)\b"
                r"|^(?:some |more |a bit more )+light\b|\blet there be light\b"
                r"|\b(?:give|get) (?:me|us) (?:some |more |a bit more )+light\b"), "dark"),
    (re.compile(r"\b(?:too|so|bit|rather|very|really|quite|awfully) bright\b"
                r"|\b(?:light|lights)(?: is| are|'s) (?:blinding|hurting)\b"
                r"|\bblinding me\b|\bhurting my eyes\b"), "bright"),
    (re.compile(rf"{_FEEL}(?:cold|chilly|freezing|frozen|frosty|nippy|icy|shivering|parky)\b"
                r"|\bshivering\b|\bfreezing in here\b|\bbrr+\b|\bcold in here\b"), "cold"),
    (re.compile(rf"{_FEEL}(?:stuffy|stale|muggy|steamy|steamed up)\b|\bstuffy\b"
                r"|\b(?:could use|need|like) (?:some |a bit of )?fresh air\b"), "stuffy"),
    (re.compile(rf"{_FEEL}(?:hot|warm|boiling|sweating|roasting|sweltering|melting|baking"
                r"|overheating)\b|\bsweating\b|\bmelting\b|\blike (?:a sauna|an oven)\b"
                r"|\b(?:hot|boiling) in here\b"), "hot"),
    (re.compile(r"\b(?:too|so|really|very|bit|rather|awfully) (?:loud|noisy)\b"
                r"|\bcan'?t hear (?:myself|you|him|her|them|my)\b"), "loud"),
    (re.compile(r"\b(?:too|so|bit|very|rather) quiet\b"
                r"|\bcan(?:'?t|not|barely| barely| hardly) hear (?:it|the|a|this|anything|what)\b"),
     "quiet"),
    (re.compile(r"\b(?:off|going|heading|time|go|headed|ready|time to go|turning in)"
                r"(?: to| for| off to| up to)? (?:bed|sleep)\b|^good ?night\b|\bbed ?time\b"
                r"|\bhitting the (?:hay|sack)\b|\bcalling it a night\b|\bturning in\b"), "bed"),
    (re.compile(r"\b(?:i'?m|i am|we'?re|we are|i'?ll be) (?:just |now |all )*"
                r"(?:leaving|heading out|going out|off to work|off out|out of here|off|away now"
                r"|leaving (?:now|the house|home|for work))\b|^good ?bye\b|\bsee you later\b"),
     "leave"),
    (re.compile(r"\b(?:i'?m|i am|we'?re|we are) (?:back(?: home)?|home)\b"
                r"|\bjust got (?:home|in|back)\b"), "arrive"),
    (re.compile(r"^good ?morning\b|\b(?:i'?m|i am) (?:awake|up)\b|\bjust woke up\b"),
     "morning"),
    (re.compile(r"\b(?:watch|watching) (?:a |the |some )?(?:movie|film|tv|telly)\b"
                r"|\bmovie (?:night|time)\b|\bfilm night\b"), "movie"),
)  # fmt: skip

_NUMBER = (
    r"(?=(?:an? )?(?:\d|half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thir"
    r"|fif|twen|for|six|seven|eigh|nine)\w*)"
)
# Words that say nothing, and what stands for them. Matched in lower case.
RAMBLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r",?\s*\b(?:um+|uh+|erm?|hmm+|you know|i guess|i suppose|i reckon|i think|or so"
                r"|or something|or whatever|if that makes sense|kinda|kind of|sort of)\b(?!-),?"),
     " "),
    (re.compile(r"^(?:oh |ah |aw )?(?:gee|gosh|god|man|jeez|wow|blimey|ugh+|argh+|phew|oof|oh no"
                r"|oh dear|damn|bloody hell|goodness)\b,?\s+"), ""),
    (re.compile(rf"\b(?:like|about|around|roughly|approximately|say|maybe|approx|circa) {_NUMBER}"),
     ""),
    (re.compile(r"\b(?:can|could|would|will) (?:somebody|someone|anybody|anyone)\b"), "please"),
    (re.compile(r"\b(?:nice|lovely|proper) (?:and )?"
                r"(?=(?:warm|cool|cold|bright|cosy|cozy|soft)\b)"),
     ""),
    (re.compile(r"\b(the|a|my|our) (?:the|a|my|our)\b"), r"\1"),
    (re.compile(r"\bfor the (?:postman|postie|mailman|courier|plumber|gardener|delivery"
                r"(?: guy| man| driver| person)?|babysitter|nanny|electrician|guests?|visitors?)$"),
     ""),
    (re.compile(r",? (?:that'?s (?:it|all)|that is all)(?: thanks| thank you| please)?[.!]*$"), ""),
)  # fmt: skip

_WHO = r"(?:i|ive|we|weve|he|she|they|it|you|nobody|no one|everyone|everybody)"
# How remarks begin that are no wishes, in plain words; statements are known besides.
REMARKS = re.compile(
    r"^(?:(?:no|and|so|but|because|cause|cos|coz|since|as|sorry) )*(?:"
    r"(?:i|we|you|he|she|they)?(?: really| just| still)? ?"
    r"(?:cant|cannot|couldnt|wont|wouldnt|dont (?:want|need|like|wanna))\b"
    rf"|{_WHO} (?:gotta|got to|wanna|(?:need|have) to (?:work|sleep|go|leave|study|read|focus|cook"
    r"|concentrate|rest|get up))\b"
    r"|(?:i|we)(?: have|ve)? got \w+$|need (?!to\b|some|more|light)\w+$"
    r"|(?:night|nighty night|night night|sweet dreams|see you|bye)\b"
    r"|got (?:them|it|one|some|enough|those|that)$"
    r"|(?:the|my|our|his|her|their|this|that) (?:\w+ )?\w+s (?:\w+ly )?\w+ing\b"
    r"|(?:i|we|you|he|she|they)(?:ll| will) \w+"
    r"|(?:this|that|this one|that one|no rush|no hurry|quick|thanks|cheers|ta|my bad|oops)$"
    r")"
)
