"""How people ask for words to be passed on, in six languages."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re
from re import Pattern

from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to begin, `head`. `after`: more of it after who is told; `end`: at the very end.

    `needs_whom`: it says nothing without a place, or "everyone". `is_addressed`: "the kitchen" may
    follow at once, without "in" or "to". `is_said_there`: a place at its end is where it is said.
    """

    head: Pattern[str]
    needs_whom: bool = False
    is_addressed: bool = False
    is_said_there: bool = False
    after: Pattern[str] | None = None
    end: Pattern[str] | None = None


@record(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The ways of one language.

    `all`: who or where everybody is; `leads`: what comes before a place; `joins`: "and" between
    places; `speakers`: what a satellite is called after its room; `that`: what comes before the
    words; `whens`: what begins a time or a condition; `clause`: words that say something by
    themselves; `orders`: what devices are told; `no_place_after`: the end of words that go on with
    a place ("the cat is in the kitchen"). `verbs_last`: verbs that stand last after "that" and
    second without it; `subjects`: what begins a subject of two words.
    """

    ways: tuple[Way, ...]
    all: tuple[str, ...]
    leads: frozenset[str]
    articles: frozenset[str]
    joins: frozenset[str]
    speakers: frozenset[str]
    that: Pattern[str]
    whens: Pattern[str]
    clause: Pattern[str]
    orders: Pattern[str]
    no_place_after: Pattern[str]
    verbs_last: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()


def _re(pattern: str) -> Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLEASE = _re(r"[\s,]+please$")
_NEVER = re.compile(r"(?!)")

ENGLISH = Tongue(
    ways=(
        Way(head=_re(r"(?:announce|broadcast|call out|shout out|make an announcement|do an announcement)(?: (?:an announcement|a message|the message|this|the following))?(?![\w'’])"), after=_re(r"saying\b"), end=_PLEASE),  # noqa: RUF001 - the typographic apostrophe
        Way(head=_re(r"(?:tell|inform|notify|alert)\b"), needs_whom=True, is_addressed=True, end=_PLEASE),
        Way(head=_re(r"wish\b"), needs_whom=True, is_addressed=True, after=_re(r"an?\b"), end=_PLEASE),
        Way(head=_re(r"let\b"), needs_whom=True, is_addressed=True, after=_re(r"know\b"), end=_PLEASE),
        Way(head=_re(r"(?:say|shout)\b"), needs_whom=True, is_said_there=True, end=_PLEASE),
    ),
    all=("everyone", "everybody", "everywhere", "everyone in the house", "everybody in the house",
         "everyone at home", "everybody at home", "all rooms", "all the rooms", "every room", "each room",
         "the whole house", "the entire house", "the house", "the whole home", "the whole family",
         "the family", "all speakers", "all the speakers", "all satellites", "all the satellites", "all of us"),
    leads=_words("in to into on over for at from through via"),
    articles=_words("the my our"),
    joins=_words("and"),
    speakers=_words("satellite speaker assistant intercom"),
    that=_re(r"(?:that|to|:|,)(?= )|(?:[:,]\s*)"),
    whens=_re(r"(?:when|whenever|once|if|unless|until|till|while|every|each|daily|as soon as|the (?:moment|minute|next time)|next time|(?:at|by|around|before|after|in|tomorrow|tonight)(?= (?:\d|noon|midnight|sunset|sunrise|half|quarter|an? (?:minute|hour|few|couple)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)))\b"),
    clause=_re(r"(?:(?:i|we|you|they|he|she|it|there|please|come|hurry|good|hello|hi|hey|dinner|lunch|breakfast|supper|happy|thank|thanks|sorry|time)\b|[\w'’ ]{1,40}?(?:['’](?:s|re|m|ll|ve)\b|\b(?:is|are|am|was|were|will|would|has|have|can|could|should|must|needs?|starts?|begins?|leaves?|arrived|comes?|wants?|going|ready|done)\b))"),  # noqa: RUF001 - as above
    orders=_re(r"(?:turn|switch|dim|brighten|heat|cool|warm|light|close|open|shut|lock|unlock|play|stop|pause|start|resume|set|mute|unmute|raise|lower|go|get|speed|slow|be|clean|vacuum|hoover|dock|return|arm|disarm)\b"),
    no_place_after=_re(r"(?:\b(?:is|are|was|were|be|am|stay|wait|meet|come|comes|go|goes|back|and|left|cat|dog|someone|somebody|who)|['’](?:s|re|m))$|^there\b"),  # noqa: RUF001 - as above
)  # fmt: skip

GERMAN = Tongue(
    ways=(
        Way(head=_re(r"(?:verkünde[nt]?|kündige?|gib|gebt?|mache?(?= (?:ein|die|mal)? ?(?:durchsage|ansage))|durchsage|ansage)\b"),
            after=_re(r"(?:(?:eine? |die )?(?:durchsage|ansage)|bekannt|durch|bescheid|an)\b")),
        Way(head=_re(r"(?:sage?|sagt|meldet?|teile?)\b"), needs_whom=True, is_addressed=True,
            after=_re(r"(?:bescheid|durch|mit)\b"), is_said_there=True),
        Way(head=_re(r"(?:lasse?|lasst|informiere|benachrichtige)\b"), needs_whom=True, is_addressed=True,
            after=_re(r"(?:wissen|hören)\b")),
    ),
    all=("allen", "alle", "überall", "jedem", "jedermann", "allen im haus", "alle im haus", "im ganzen haus",
         "in der ganzen wohnung", "in allen räumen", "in allen zimmern", "in allen bereichen",
         "der ganzen familie", "der familie", "die ganze familie", "die familie", "allen zu hause"),
    leads=_words("in im ins an am auf für über zum zur aus"),
    articles=_words("der die das dem den unserem unserer meinem meiner"),
    joins=_words("und"),
    speakers=_words("satellit satelliten lautsprecher assistent assistenten"),
    that=_re(r"[:,]?\s*(?:dass|daß|das(?= (?:ich|du|er|sie|es|wir|ihr|der|die|das|ein|eine|mein|meine|unser|unsere)\b))\s|[:,]\s*"),
    whens=_re(r"(?:wenn|sobald|falls|sofern|bevor|nachdem|bis|jeden|jede|jedes|täglich|morgen (?:früh|um)|um \d+|in (?:\d+|einer|einem|zwei|drei|vier|fünf|zehn|fünfzehn|zwanzig|dreißig))\b"),
    clause=_re(r"(?:(?:ich|du|er|sie|es|wir|ihr|bitte|kommt?|komm|gute[nr]?|hallo|das|der|die|mein|meine|unser|unsere|essen|abendessen|mittagessen|frühstück)\b|[\w ]{1,40}?\b(?:ist|sind|war|hat|haben|kommt|kommen|wird|werden|kann|können|soll|muss|fertig|beginnt|fängt|steht)\b)"),
    orders=_NEVER,
    no_place_after=_re(r"\b(?:ist|sind|war|bin|seid|warte[nt]?|komm[te]?n?|treffen|liegt|steht|sitzt|und|brennt)$"),
    verbs_last=_words("ist sind bin bist seid war waren hat habe haben habt kommt komme kommen geht gehe gehen wird werden kann können könnt soll sollen sollt muss müssen müsst darf dürfen beginnt anfängt steht läuft schläft will wollen braucht"),
    subjects=_words("der die das den ein eine mein meine dein deine sein seine ihr ihre unser unsere euer eure"),
)  # fmt: skip

FRENCH = Tongue(
    ways=(
        Way(head=_re(r"(?:annonce[rz]?|diffuse[rz]?|fai(?:s|tes) (?:une |l['’])?annonce|passe[rz]? (?:le|un|ce) message)\b"), after=_re(r"(?:le|un|ce) message(?: suivant)?\b")),  # noqa: RUF001 - the typographic apostrophe
        Way(head=_re(r"(?:di(?:s|re|tes)|préven(?:ir|ez)|préviens|informe[rz]?|averti(?:s|r|ssez)|fai(?:s|tes|re) savoir)\b"), needs_whom=True, is_addressed=True, is_said_there=True),
    ),
    all=("tout le monde", "à tout le monde", "à tous", "à toute la famille", "toute la famille", "à la famille",
         "partout", "dans toute la maison", "à toute la maison", "toute la maison", "dans toutes les pièces", "à toutes les pièces"),
    leads=_words("dans à au aux en sur pour de du"),
    articles=_words("le la les l' ma mon notre"),
    joins=_words("et"),
    speakers=_words("satellite enceinte assistant"),
    that=_re(r"[:,]?\s*(?:que\s|qu['’]|de\s(?=\w+(?:er|ir|re)\b))|[:,]\s*"),  # noqa: RUF001 - as above
    whens=_re(r"(?:quand|lorsque|lorsqu|dès|si|avant|après|tous les|toutes les|chaque|demain|à \d+|dans (?:\d+|une? |deux|trois|cinq|dix|quinze|vingt|trente))"),
    clause=_re(r"(?:(?:je|j['’]|tu|il|elle|on|nous|vous|ils|elles|c['’]est|venez|viens|bonne|bonjour|bonsoir|à table|le|la|les|mon|ma)|[\w'’ ]{1,40}?\b(?:est|sont|a|ont|va|vont|commence|arrive|prêt)\b)"),  # noqa: RUF001 - as above
    orders=_re(r"d['’](?:allumer|éteindre)\b|de (?:fermer|monter|baisser|jouer|chauffer)\b"),  # noqa: RUF001 - as above
    no_place_after=_re(r"\b(?:est|sont|était|suis|êtes|attend(?:s|ez)?|viens|venez|va|vais|et|reste[zr]?|il y a \w+|il y a \w+ \w+)$"),
)  # fmt: skip

SPANISH = Tongue(
    ways=(
        Way(head=_re(r"(?:anuncia[rd]?|difunde|difundir|transmite|haz un anuncio)(?: (?:el|un|este) mensaje)?\b")),
        Way(head=_re(r"(?:di(?:le|les|cir)?|decir(?:le|les)?|dígale?s?|avisa(?:r|le|les)?|informa(?:r|le|les)?|haz(?:le|les)? saber|cuéntales?)\b"), needs_whom=True, is_addressed=True, is_said_there=True),
    ),
    all=("a todos", "todos", "a todo el mundo", "a todas", "en todas partes", "en toda la casa", "a toda la casa",
         "en todas las habitaciones", "a toda la familia", "a la familia", "por toda la casa"),
    leads=_words("en a al por para de del"),
    articles=_words("el la los las mi nuestra nuestro"),
    joins=_words("y"),
    speakers=_words("satélite altavoz asistente"),
    that=_re(r"[:,]?\s*(?:de\s)?que\s|[:,]\s*"),
    whens=_re(r"(?:cuando|si|antes|después|cada|todos los días|todas las|mañana a|a las? \w+|en (?:\d+|una? |dos|tres|cinco|diez|quince|veinte|treinta|media))\b"),
    clause=_re(r"(?:(?:yo|tú|él|ella|nosotros|ya|voy|vamos|vengan|venid|ven|buenas|buenos|hola|la|el|los|las|mi)\b|[\w ]{1,40}?\b(?:está|están|es|son|ha|han|va|van|empieza|llega|listo|lista)\b)"),
    orders=_NEVER,
    no_place_after=_re(r"\b(?:está|están|es|son|hay \w+|hay \w+ \w+|ven|vengan|voy|espera[nd]?|y|estoy|estamos)$"),
)  # fmt: skip

ITALIAN = Tongue(
    ways=(
        Way(head=_re(r"(?:annunci(?:a|are|o)|trasmett(?:i|ere)|diffondi|fai un annuncio)(?: (?:il|un|questo) messaggio)?\b")),
        Way(head=_re(r"(?:di['’ì]?|dì|dici|dire|avvisa(?:re)?|avverti(?:re)?|informa(?:re)?|comunica(?:re)?|fai sapere|fa['’]? sapere)(?![\w])"), needs_whom=True, is_addressed=True, is_said_there=True),  # noqa: RUF001 - the typographic apostrophe
    ),
    all=("a tutti", "tutti", "dappertutto", "ovunque", "in tutta la casa", "a tutta la casa", "in tutte le stanze",
         "a tutta la famiglia", "alla famiglia", "tutta la famiglia", "a tutti in casa"),
    leads=_words("in nel nella nello nei nelle nell' al alla allo all' ai alle a su sul sulla per dal dalla"),
    articles=_words("il la lo i gli le l' mia mio nostra nostro"),
    joins=_words("e ed"),
    speakers=_words("satellite altoparlante assistente"),
    that=_re(r"[:,]?\s*(?:che\s|di\s(?=\w+(?:are|ere|ire)\b))|[:,]\s*"),
    whens=_re(r"(?:quando|appena|non appena|se|prima|dopo|ogni|tutti i giorni|domani|alle? \d+|alle (?:sette|otto|nove|dieci|undici|sei|cinque)|tra |fra )"),
    clause=_re(r"(?:(?:io|tu|lui|lei|noi|venite|vieni|buona|buon|ciao|è|sono|la|il|le|i)\b|[\w ]{1,40}?\b(?:è|sono|ha|hanno|va|vanno|inizia|arriva|pronto|pronta)\b)"),
    orders=_NEVER,
    no_place_after=_re(r"\b(?:è|sono|c['’]è|c['’]è \w+|c['’]è \w+ \w+|vieni|venite|vado|aspetta|aspettate|e|siamo|sto)$"),  # noqa: RUF001 - as above
)  # fmt: skip

DUTCH = Tongue(
    ways=(
        Way(head=_re(r"(?:kondig|omroepen|broadcast|roep|maak bekend|doe (?:een )?mededeling)\b"),
            after=_re(r"(?:om|aan|bekend)\b"), end=_re(r"\s+(?:om|aan)$")),
        Way(head=_re(r"(?:zeg|vertel|meld|laat|waarschuw|informeer)\b"), needs_whom=True, is_addressed=True,
            is_said_there=True, after=_re(r"(?:weten|horen)\b")),
    ),
    all=("iedereen", "tegen iedereen", "aan iedereen", "overal", "allemaal", "het hele huis", "in het hele huis",
         "door het hele huis", "in alle kamers", "de hele familie", "tegen de hele familie", "het hele gezin", "tegen het hele gezin"),
    leads=_words("in op aan tegen naar voor bij door"),
    articles=_words("de het mijn onze ons"),
    joins=_words("en"),
    speakers=_words("satelliet luidspreker speaker assistent"),
    that=_re(r"[:,]?\s*dat\s(?!is\b)|[:,]\s*"),
    whens=_re(r"(?:als|wanneer|zodra|indien|voordat|nadat|totdat|elke|iedere|dagelijks|morgen om|om \d+|om (?:half|zeven|acht|negen|tien|zes|vijf)|over (?:\d+|een|twee|drie|vijf|tien|vijftien|twintig|dertig))\b"),
    clause=_re(r"(?:(?:ik|jij|je|hij|zij|ze|het|wij|we|jullie|kom|goede|hallo|welterusten|de|mijn|eten)\b|[\w ]{1,40}?\b(?:is|zijn|heeft|hebben|komt|komen|gaat|begint|klaar)\b)"),
    orders=_NEVER,
    no_place_after=_re(r"\b(?:is|zijn|was|ben|bent|wacht|kom|komt|ligt|staat|zit|en|er is \w+|er is \w+ \w+)$"),
    verbs_last=_words("is zijn ben bent was waren heeft heb hebben komt kom komen gaat ga gaan wordt worden kan kunnen moet moeten mag begint staat slaapt wil willen"),
    subjects=_words("de het een mijn jouw zijn haar ons onze jullie hun"),
)  # fmt: skip

TONGUES = {
    "en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "nl": DUTCH,
}  # fmt: skip
