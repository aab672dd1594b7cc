"""Times of day and days, in five languages; each string is a regular expression."""

from collections.abc import Mapping

from hub.record import record


@record(frozen=True, slots=True)
class ClockWords:
    """What one language says of times.

    `at` has the groups `h` and may have `m`; `{n}` stands for any number. `half_to` and the
    quarters come before or after the hour. `weekdays` begin on Monday; `{d}` stands for them, in
    `on` for one of them to come, in `each` for every such day.
    """

    at: str
    half_to: str
    half_past: str
    quarter_past: str
    quarter_to: str
    noon: str
    midnight: str
    morning: str
    later: str
    today: str
    tomorrow: str
    after_tomorrow: str
    daily: str
    workdays: str
    weekends: str
    weekdays: tuple[str, ...]
    on: str
    each: str
    sunset: str
    sunrise: str


CLOCK_WORDS: Mapping[str, ClockWords] = {
    "de": ClockWords(
        at=r"(?:um|gegen|ab) (?P<h>{n})(?:(?::(?P<m>\d\d)(?: uhr)?)| uhr(?: (?P<m2>{n}))?"
        r"|(?! ?(?:%|°"
        r"|prozent|grad|minuten?|stunden?|sekunden?|stufen?|{n})))",
        half_to=r"(?:um|gegen) halb (?P<h>{n})", half_past=r"(?!)",
        quarter_past=r"(?:um|gegen) viertel nach (?P<h>{n})",
        quarter_to=r"(?:um|gegen) viertel vor (?P<h>{n})",
        noon="um zwölf uhr mittags|mittags um zwölf", midnight="um mitternacht",
        morning=r"morgens|vormittags|früh|am (?:morgen|vormittag)|in der früh",
        later=r"abends|nachmittags|am (?:abend|nachmittag)|(?<=heute )(?:abend|nachmittag)"
        r"|(?<=morgen )(?:abend|nachmittag)",
        today="heute", tomorrow="morgen", after_tomorrow="übermorgen",
        daily=r"jeden (?:tag|morgen|abend|mittag|nachmittag)|täglich",
        workdays=r"(?:jeden werktag|werktags|wochentags|unter der woche|an (?:werktagen"
        r"|wochentagen)"
        r"|an jedem werktag|montags? bis freitags?)",
        weekends=r"am wochenende|an wochenenden|jedes wochenende",
        weekdays=("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend",
                  "sonntag"),
        on="(?:am )?(?:nächsten |kommenden )?(?:{d})", each="jeden (?:{d})|(?:{d})s",
        sunset="(?:bei|zum|nach) (?:dem )?sonnenuntergang",
        sunrise="(?:bei|zum|nach) (?:dem )?sonnenaufgang",
    ),
    "nl": ClockWords(
        at=r"(?:om|rond|vanaf) (?P<h>{n})(?:(?:[:.](?P<m>\d\d)(?: uur)?)| uur(?: (?P<m2>{n}))?"
        r"|(?! ?"
        r"(?:%|°|procent|graden|minuten|uren|seconden|{n})))",
        half_to=r"om half (?P<h>{n})", half_past=r"(?!)",
        quarter_past=r"om kwart over (?P<h>{n})", quarter_to=r"om kwart voor (?P<h>{n})",
        noon="om twaalf uur 's middags", midnight="om middernacht",
        morning=r"'s (?:ochtends|morgens)|in de ochtend|vroeg|(?:(?<=morgen)|(?<=morgen ))ochtend",
        later=r"'s (?:avonds|middags)|in de (?:avond|middag)|vanavond|vanmiddag"
        r"|(?:(?<=morgen)|(?<=morgen ))(?:avond|middag)",
        today="vandaag", tomorrow="morgen", after_tomorrow="overmorgen",
        daily=r"(?:elke|iedere) (?:dag|ochtend|avond|middag)|dagelijks",
        workdays=r"(?:elke|iedere) (?:werkdag|weekdag)|doordeweeks|op (?:werkdagen|weekdagen)"
        r"|door de week",
        weekends=r"in het weekend|(?:elk|ieder) weekend",
        weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        on="(?:op )?(?:aanstaande |komende )?(?:{d})", each="(?:elke|iedere) (?:{d})|'s (?:{d})s",
        sunset="(?:bij|na) zonsondergang", sunrise="(?:bij|na) zonsopgang",
    ),
    "fr": ClockWords(
        at=r"(?:à|vers|dès) (?P<h>{n}) ?(?:h(?:eures?)?(?: ?(?P<m>\d\d))?\b|:(?P<m2>\d\d))",
        half_to=r"(?!)", half_past=r"à (?P<h>{n}) ?h(?:eures?)? et demie?",
        quarter_past=r"à (?P<h>{n}) ?h(?:eures?)? et quart",
        quarter_to=r"à (?P<h>{n}) ?h(?:eures?)? moins (?:le )?quart",
        noon="à midi", midnight="à minuit",
        morning=r"du matin|le matin|(?<=demain )matin|ce matin",
        later=r"du soir|le soir|de l'après-midi|ce soir|cet après-midi"
        r"|(?<=demain )(?:soir|après-midi)",
        today="aujourd'hui", tomorrow="demain", after_tomorrow="après-demain",
        daily=r"tous les (?:jours|matins|soirs|midis|après-midi)"
        r"|chaque (?:jour|matin|soir|après-midi)|quotidiennement",
        workdays=r"(?:les |tous les )?jours (?:de semaine|ouvrés|ouvrables)|en semaine"
        r"|du lundi au vendredi",
        weekends=r"(?:le|les|tous les|chaque) week-?ends?",
        weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        on="(?:{d})(?: prochain)?", each="(?:tous les|chaque|les|le) (?:{d})s?",
        sunset="au coucher du soleil|à la tombée de la nuit",
        sunrise="au lever du (?:soleil|jour)",
    ),
    "es": ClockWords(
        at=r"(?:a|sobre|desde) las? (?P<h>{n})(?:[:.](?P<m>\d\d)| y (?P<m2>{n}))?"
        r"(?: horas?| en punto)?",
        half_to=r"(?!)", half_past=r"a las? (?P<h>{n}) y media",
        quarter_past=r"a las? (?P<h>{n}) y cuarto", quarter_to=r"a las? (?P<h>{n}) menos cuarto",
        noon="al mediodía|a mediodía", midnight="a (?:la )?medianoche",
        morning=r"(?:de|por) la mañana|temprano|de la madrugada",
        later=r"(?:de|por) la (?:tarde|noche)|esta (?:tarde|noche)",
        today="hoy", tomorrow="mañana", after_tomorrow="pasado mañana",
        daily=r"(?:todos los días|todas las (?:mañanas|tardes|noches)"
        r"|cada (?:día|mañana|tarde|noche)|diariamente|a diario)",
        workdays=r"(?:entre semana|los días (?:de semana|laborables|de diario)|de lunes a viernes"
        r"|todos los días laborables|cada día laborable)",
        weekends=r"(?:los|cada|todos los) fin(?:es)? de semana",
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        on="(?:el )?(?:próximo )?(?:{d})", each="(?:todos los|cada|los) (?:{d})s?",
        sunset="al (?:atardecer|anochecer|ponerse el sol)|a la puesta de(?:l)? sol",
        sunrise="al (?:amanecer|salir el sol)|a la salida del sol",
    ),
    "it": ClockWords(
        at=r"(?:alle|verso le|dalle) (?:ore )?(?P<h>{n})(?:[:.](?P<m>\d\d)| e (?P<m2>{n}))?"
        r"|all'(?P<h1>una)",
        half_to=r"(?!)", half_past=r"alle (?P<h>{n}) e mezz[ao]",
        quarter_past=r"alle (?P<h>{n}) e un quarto", quarter_to=r"alle (?P<h>{n}) meno un quarto",
        noon="a mezzogiorno", midnight="a mezzanotte",
        morning=r"di mattina|del mattino|la mattina|(?<=domani )mattina|stamattina|al mattino",
        later=r"di sera|del pomeriggio|della sera|di pomeriggio|la sera|stasera|questo pomeriggio"
        r"|(?<=domani )(?:sera|pomeriggio)",
        today="oggi", tomorrow="domani", after_tomorrow="dopodomani",
        daily=r"(?:ogni (?:giorno|mattina|sera|pomeriggio)|tutti i giorni"
        r"|tutte le (?:mattine|sere))",
        workdays=r"(?:nei giorni feriali|ogni giorno feriale|tutti i giorni feriali"
        r"|dal lunedì al venerdì|in settimana|durante la settimana)",
        weekends=r"(?:nel|ogni|nei|tutti i) (?:weekend|fine settimana|week-end)",
        weekdays=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
        on="(?:{d})(?: prossim[oa])?", each="(?:ogni|tutti i|tutte le|il|la|di) (?:{d})",
        sunset="al (?:tramonto|calar del sole)", sunrise="(?:all'alba|al sorgere del sole)",
    ),
}  # fmt: skip
