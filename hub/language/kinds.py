"""Words for kinds of things, and for what one does to them, that point to domains."""

from collections.abc import Iterator

# Domain, with the device class where the word says it: the words people use.
_NOUNS: dict[str, str] = {
    "light": "light lighting lamp bulb spot chandelier lantern led strip sconce bright dark licht"
    " lampe leuchte lumiere lampe luz luces lampara luce luci lampada lamp verlichting"
    " lichter lampen beleuchtung eclairage eclaire eclairer illumine allume eteins bombilla"
    " bombillo"
    " foco iluminacion illumina illuminazione lampade lampadina lichten",
    "switch": "switch socket outlet plug power steckdose schalter prise enchufe presa stopcontact",
    "fan": "fan ventilator blower ventilateur ventilador ventilatore lufter ventilatoren",
    "cover": "blind curtain shade shutter awning drape roller garage gate cover window door"
    " rollladen jalousie vorhang rollo store volet rideau persiana cortina tapparella tenda"
    " gordijn rolluik garagentor tor"
    " rollo rollladen rolladen jalousien rollos vorhange abdeckung abdeckungen beschattung tore"
    " fenster garage garagen tapparelle tende persiane garaje puerta toldo zonwering gordijnen"
    " rolluiken jaloezie jaloezieen porta cancello",
    "valve": "valve water sprinkler irrigation tap ventil vanne valvula valvola kraan",
    "lock": "lock door gate deadbolt latch schloss tur serrure porte cerradura puerta serratura"
    " porta slot deur",
    "climate": "heating heat heater thermostat radiator ac aircon conditioning climate temperature"
    " hvac boiler heizung thermostat chauffage calefaccion riscaldamento verwarming"
    " temperatur temperatura temperatuur calor clima klima warmer kalter warme grad gradi grado"
    " graden degre climatisation climatizzatore termostato thermostaat klimaanlage",
    "media_player": "tv telly television speaker music radio player stereo soundbar receiver sound"
    " song volume projector fernseher lautsprecher musik tele enceinte altavoz musica televisore"
    " televisie muziek lautstarke volumen geluid lied titel chanson cancion canzone nummer",
    "vacuum": "vacuum hoover robot roomba cleaner staubsauger saugroboter aspirateur aspiradora"
    " aspirapolvere stofzuiger"
    " aspire aspira aspirer saugen sauge staubsauge stofzuig",
    "sensor": "temperature humidity power energy battery pressure level sensor reading usage"
    " consumption moisture illuminance co2 temperatur feuchtigkeit",
    "binary_sensor": "motion door window leak smoke occupancy presence sensor open closed anyone"
    " movement bewegung fenster",
    "button": "button press doorbell bell",
    "number": "number setting value",
    "select": "mode option select",
    "todo": "list shopping todo task groceries chore item einkaufsliste liste lista lijst"
    " lijstje boodschappenlijst"
    " boodschappenlijstje boodschappen einkaufszettel einkaufen courses compra spesa aufgabe",
    "weather": "weather rain forecast outside sunny wetter meteo tiempo tempo weer",
    "calendar": "calendar appointment event schedule meeting kalender calendrier calendario agenda",
}
_VERBS: dict[str, tuple[str, ...]] = {
    "dim": ("light",), "brighten": ("light",), "brighter": ("light",), "darker": ("light",),
    "brightness": ("light",), "color": ("light",), "colour": ("light",), "illuminate": ("light",),
    "lit": ("light",), "unlock": ("lock",), "locked": ("lock",), "unlocked": ("lock",),
    "open": ("cover", "valve"), "close": ("cover", "valve"), "shut": ("cover", "valve"),
    "raise": ("cover",), "lower": ("cover",), "pause": ("media_player",), "play": ("media_player",),
    "mute": ("media_player",), "unmute": ("media_player",), "louder": ("media_player",),
    "quieter": ("media_player",), "skip": ("media_player",), "track": ("media_player",),
    "warm": ("climate", "sensor"), "warmer": ("climate",), "cold": ("climate", "sensor"),
    "colder": ("climate",), "cooler": ("climate",), "cool": ("climate",), "degree": ("climate",),
    "clean": ("vacuum",), "dock": ("vacuum",), "buy": ("todo",), "remind": ("todo",),
    "oscillate": ("fan",), "breeze": ("fan",), "hot": ("climate", "sensor"),
}  # fmt: skip


def stem(word: str) -> str:
    """Return a word without the endings of plurals."""
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - "ties" stays
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):  # noqa: PLR2004
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")):  # noqa: PLR2004
        return word[:-1]
    return word


def domain_words() -> dict[str, frozenset[str]]:
    """Return the domains that each stemmed word points to."""
    found: dict[str, set[str]] = {}
    for word, domain in _pairs():
        found.setdefault(stem(word), set()).add(domain)
    return {word: frozenset(domains) for word, domains in found.items()}


def _pairs() -> Iterator[tuple[str, str]]:
    for domain, words in _NOUNS.items():
        yield from ((word, domain) for word in words.split())
    for word, domains in _VERBS.items():
        yield from ((word, domain) for domain in domains)
