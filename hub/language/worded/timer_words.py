"""The words of sentences about timers; each string is `a|b`, see `folding.variants`."""

from collections.abc import Mapping

from hub.record import record


@record(frozen=True, slots=True)
class TimerWords:
    """What one language says about timers. `wants` are the verbs by intent."""

    noun: str
    wants: Mapping[str, str]
    all: str
    here: str
    filler: str
    hours: str
    minutes: str
    seconds: str
    numbers: Mapping[str, float]


TIMER_WORDS: Mapping[str, TimerWords] = {
    "de": TimerWords(
        noun="timer[s]|countdown|wecker|kurzzeitwecker|eieruhr",
        wants={
            "HassStartTimer": "stell[e|en]|starte[n]|start|setz[e|en]|mach[e]|erstell[e|en]|neuer",
            "HassCancelTimer": "beend[e|en]|stopp[e|en]|losch[e|en]|brich ab|brech[e]|abbrechen"
            "|breche ab|brich|ab|ausschalten|entfern[e|en]",
            "HassPauseTimer": "pausier[e|en]|halt[e] an|anhalten|halte|an",
            "HassUnpauseTimer": "fortsetzen|fort|setz[e] fort|weiterlaufen|weiter laufen|weiter",
            "HassIncreaseTimer": "verlanger[e|n]|erhoh[e|en]|langer|mehr",
            "HassDecreaseTimer": "verkurz[e|en]|verringer[e|n]|reduzier[e|en]|kurzer|weniger",
            "HassTimerStatus": "wie lang[e]|status|restzeit|wann|was macht|wie viel zeit|zeit",
        },
        all="alle|samtliche|jeden",
        here="hier|in diesem (raum|bereich|zimmer)",
        filler="den|der|die|das|dem|ein|eine|einen|einem|mein[e|en|em|er]|unser[e|en]|fur|von|vom"
        "|um|auf|namens|mit dem namen|mit namen|noch|bitte|und|im|in|am|lass|ist|lauft|braucht"
        "|dauert|hat|geht|zu ende|fertig|ab|endet|zum|bleibt|ubrig|kannst du|setze|eine|des",
        hours="stunde[n]|h", minutes="minute[n]|min", seconds="sekunde[n]|sek",
        numbers={"eine": 1, "einer": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5,
                 "sechs": 6, "zehn": 10, "funfzehn": 15, "zwanzig": 20, "dreissig": 30,
                 "halbe": 0.5, "halben": 0.5, "anderthalb": 1.5},
    ),
    "nl": TimerWords(
        noun="timer[s]|kookwekker[s]|eierwekker[s]|aftelling",
        wants={
            "HassStartTimer": "start|starten|zet|zetten|maak|stel in|stel|instellen|creeer",
            "HassCancelTimer": "annuleer|annuleren|stop|stoppen|verwijder|verwijderen|op stop",
            "HassPauseTimer": "pauzeer|pauzeren|op pauze|pauze",
            "HassUnpauseTimer": "hervat|hervatten|ga verder met|weer aan|ga door met",
            "HassIncreaseTimer": "verleng|verlengen|voeg|toe|toevoegen|langer|erbij",
            "HassDecreaseTimer": "verkort|verkorten|kort|inkorten|haal|afhalen|korter|haal af",
            "HassTimerStatus": "hoe lang|status|hoeveel tijd|tijd over|hoe veel tijd|tijd",
        },
        all="alle|al|elke|iedere",
        here="hier|in deze (kamer|ruimte)",
        filler="de|het|een|mijn|m n|onze|m|n|voor|van|op|aan|met|genaamd|naam|met de naam|in|af|er"
        "|nog|is|moet|moeten|zijn|over|kun je|wil je|wat is|tijd|alsjeblieft|even|met naam|en|je"
        "|zetten|zet|duurt|resteert",
        hours="uur|uren|u", minutes="minuut|minuten|min", seconds="seconde[n]|sec",
        numbers={"een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "tien": 10,
                 "vijftien": 15, "twintig": 20, "dertig": 30, "half": 0.5, "halve": 0.5,
                 "anderhalf": 1.5, "anderhalve": 1.5},
    ),
    "fr": TimerWords(
        noun="minuteur[s]|minuterie[s]|compte[s] a rebours|timer[s]|decompte[s]",
        wants={
            "HassStartTimer": "mets|met|mettre|demarre[r]|lance[r]|cree[r]|demarre|regle[r]"
            "|programme[r]",
            "HassCancelTimer": "annule[r]|supprime[r]|arrete[r]|stoppe[r]|efface[r]",
            "HassPauseTimer": "en pause|sur pause|pause",
            "HassUnpauseTimer": "reprends|reprendre|relance[r]|continue[r]|remets|reprend",
            "HassIncreaseTimer": "ajoute[r]|rallonge[r]|augmente[r]|prolonge[r]|rajoute[r]",
            "HassDecreaseTimer": "enleve[r]|retire[r]|diminue[r]|reduis|raccourcis|soustrais",
            "HassTimerStatus": "combien de temps|combien|statut|etat|temps restant|quand",
        },
        all="tous|toutes|tous les|tous mes|toutes les|toutes mes",
        here="ici|dans cette piece",
        filler="le|la|les|l|un|une|du|de|des|d|au|a|sur|pour|dans|mon|ma|mes|en|appele|nomme|qui"
        "|s appelle|il|reste|t|s il te plait|et|avec|est|quel|encore|intitule|nom",
        hours="heure[s]|h", minutes="minute[s]|min[s]|m", seconds="seconde[s]|sec|s",
        numbers={"une": 1, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
                 "dix": 10, "quinze": 15, "vingt": 20, "trente": 30, "demi": 0.5, "demie": 0.5},
    ),
    "es": TimerWords(
        noun="temporizador[es]|cuenta[s] atras|timer[s]|cronometro",
        wants={
            "HassStartTimer": "pon|poner|inicia[r]|crea[r]|empieza|programa[r]|configura[r]",
            "HassCancelTimer": "cancela[r]|elimina[r]|borra[r]|quita|anula[r]",
            "HassPauseTimer": "pausa[r]|deten|detener|para|parar",
            "HassUnpauseTimer": "continua[r]|reanuda[r]|reactiva[r]|sigue con|retoma[r]|sigue",
            "HassIncreaseTimer": "anade|anadir|suma[r]|aumenta[r]|alarga[r]|agrega[r]|sube",
            "HassDecreaseTimer": "resta[r]|quita[r]|reduce|reducir|baja[r]|acorta[r]",
            "HassTimerStatus": "cuanto tiempo|cuanto|estado|tiempo restante|cuando",
        },
        all="todos|todas|todos los|todas las",
        here="aqui|de aqui|en esta habitacion",
        filler="el|la|los|las|un|una|de|del|a|al|en|para|por|mi|mis|con|nombre|llamado|con nombre"
        "|queda|falta|le|cual es|que|y|por favor|es",
        hours="hora[s]|h", minutes="minuto[s]|min", seconds="segundo[s]|seg",
        numbers={"una": 1, "un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
                 "diez": 10, "quince": 15, "veinte": 20, "treinta": 30, "media": 0.5},
    ),
    "it": TimerWords(
        noun="timer|conto alla rovescia|contaminuti",
        wants={
            "HassStartTimer": "avvia[re]|imposta[re]|crea[re]|attiva[re]|metti|fai partire",
            "HassCancelTimer": "cancella[re]|stoppa[re]|annulla[re]|disattiva[re]|arresta[re]"
            "|ferma[re]|interrompi|elimina[re]",
            "HassPauseTimer": "metti in pausa|in pausa|pausa",
            "HassUnpauseTimer": "riprendi|continua|riavvia",
            "HassIncreaseTimer": "aggiungi|aumenta|allunga",
            "HassDecreaseTimer": "togli|rimuovi|riduci|diminuisci|accorcia",
            "HassTimerStatus": "stato|quanto tempo|tempo rimanente|quanto|quanto manca",
        },
        all="tutti|tutti i|ogni",
        here="qui|in questa stanza",
        filler="il|lo|la|i|gli|le|l|un|uno|una|di|del|dello|della|dei|da|dal|dalla|al|alla|su|sul"
        "|in|nel|nella|per|mio|miei|nominato|chiamato|con nome|d|rimane|manca|resta|e|ai|sui|dai"
        "|per favore",
        hours="ora|ore|h", minutes="minut(o|i)|min", seconds="second(o|i)|sec",
        numbers={"un": 1, "uno": 1, "una": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5,
                 "sei": 6, "dieci": 10, "quindici": 15, "venti": 20, "trenta": 30, "mezza": 0.5,
                 "mezzo": 0.5},
    ),
}  # fmt: skip
