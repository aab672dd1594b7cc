"""The words of plain orders: what is done, where, and how much.

Each string is `a|b`, see `folding.variants`. `verbs` say nothing alone ("mach"); the others are
verbs and particles that say what a thing is to become. `let` is half of "let down"; of other
things it means to leave them as they are.
"""

from collections.abc import Mapping

from hub.record import record


@record(frozen=True, slots=True)
class OrderWords:
    """What one language says in orders."""

    verbs: str
    on: str
    off: str
    open: str
    close: str
    lock: str
    unlock: str
    set: str
    start: str
    here: str
    everywhere: str
    percent: str
    degrees: str
    most: str
    least: str
    filler: str
    light_up: str
    stop: str
    let: str
    properties: Mapping[str, str]
    colors: Mapping[str, str]


GERMAN = OrderWords(
    verbs="mach[e|t|en]|schalt[e|et|en]|dreh[e|t|en]|stell[e|t|en]|setz[e|t|en]|fahr[e|t|en]|tu"
    "|konnt ihr|konntest du|kannst du|wurdest du|ich mochte|ich will|knips[e]",
    on="an|ein|einschalten|anschalten|anmachen|anstellen|aktivier[e|t|en]|einmachen|auf an",
    off="aus|ab|ausschalten|abschalten|ausmachen|ausstellen|abstellen|deaktivier[e|t|en]|losch[e]"
    "|loschen",
    open="auf|hoch|rauf|herauf|offne|offnet|offnen|aufmachen|hochfahren|hochmachen|auffahren"
    "|hochziehen|zieh hoch|nach oben|auf machen|raufmachen|herauffahren",
    close="zu|runter|herunter|schliess[e|t|en]|zumachen|runterfahren|herunterfahren|runtermachen"
    "|zufahren|nach unten|herunterlassen|runterlassen|zu machen|zuziehen",
    lock="zu|ab|schliess[e|t|en]|abschliess[e|en]|zuschliess[e|en]|sperr[e|t|en]|absperren"
    "|zusperren"
    "|versperr[e|en]|verriegel[e|n|t]|verriegle|verschliess[e|en]|zumachen|schliess ab",
    unlock="auf|offne|offnet|offnen|aufschliess[e|en]|aufsperren|entsperr[e|t|en]|entriegel[e|n|t]"
    "|entriegle|aufmachen",
    set="stell[e|t|en]|setz[e|t|en]|dimm[e|t|en]|regel[e|n]|regle|bring[e]|ander[e|n]|einstellen"
    "|fahr[e|t|en]|mach[e|t]|dreh[e|t|en]|schalt[e|et|en]|offne|offnen|heiz[e|en]",
    start="start[e|et|en]|aktivier[e|t|en]|ausfuhren|fuhr[e] aus|spiel[e] ab|lauf",
    here="hier|in diesem raum|in diesem zimmer|im raum|im zimmer|hier drin",
    everywhere="uberall|das ganze haus|im ganzen haus|in der ganzen wohnung|im haus"
    "|in allen raumen|in der wohnung"
    "|in allen zimmern",
    percent="percent|prozent",
    degrees="degrees|grad|grad celsius|degrees c",
    most="maximum|max|maximal|ganz hell|volle helligkeit",
    least="minimum|min|minimal",
    filler="farbe|der|die|das|den|dem|des|ein|eine|einen|einem|einer|mein[e|en|em|er]|unser[e"
    "|en|em|er]"
    "|in|im|ins|am|an|auf|bei|beim|vom|von|zum|zur|mit|fur|bitte|mal|doch|jetzt|sofort|eben|gerade"
    "|und|danke|kurz|es|noch|bitte mal|um",
    stop="stopp[e|t|en]|halt[e] an|halte",
    let="lass|lasst",
    light_up="hell|erleuchte|beleuchte|mach hell",
    properties={
        "light": "helligkeit",
        "media_player": "lautstarke|ton",
        "cover": "position",
        "fan": "geschwindigkeit|stufe",
        "climate": "temperatur|heizung|heize",
    },
    colors={
        "white": "weiss",
        "warm white": "warmweiss|warmes weiss",
        "cold white": "kaltweiss|kaltes weiss",
        "red": "rot",
        "orange": "orange",
        "yellow": "gelb",
        "green": "grun",
        "blue": "blau",
        "purple": "lila|violett",
        "pink": "rosa|pink",
        "brown": "braun",
        "turquoise": "turkis",
    },
)
DUTCH = OrderWords(
    verbs="doe|doen|zet|zetten|maak|maken|schakel|schakelen|draai|draaien|trek|haal"
    "|kun je|kan je|wil je|zou je|ik wil|mag|mogen|ga|breng|gooi",
    on="aan|in|aandoen|aanzetten|inschakelen|activeer|activeren|aanschakelen|ontsteek|aan doen"
    "|aan zetten|start",
    off="uit|uitdoen|uitzetten|uitschakelen|deactiveer|deactiveren|doof|uit doen|uit zetten",
    open="open|omhoog|op|openen|opendoen|opentrekken|naar boven|optrekken|ophalen|open doen"
    "|open zetten|openzetten|open maken|openmaken|omhoog doen",
    close="dicht|toe|omlaag|neer|naar beneden|sluit|sluiten|dichtdoen|dichttrekken|neerlaten|zakken"
    "|dicht doen|dichtmaken|omlaag doen|neer laten|dicht maken",
    lock="op slot|vergrendel|vergrendelen|dicht|dichtdoen|dicht doen|sluit|sluiten|sluit af"
    "|afsluiten|op het slot"
    "|dicht op slot",
    unlock="van slot|van het slot|ontgrendel|ontgrendelen|open|openen|opendoen|open doen"
    "|van de knip|los",
    set="zet|zetten|stel|stellen|dim|dimmen|doe|doen|maak|maken|verander|pas aan|wijzig|breng"
    "|instellen|in|open|openen|sluit|verwarm|mag|verhoog|verlaag|draai",
    start="start|starten|activeer|activeren|voer uit|uitvoeren|speel|draai",
    here="hier|in deze kamer|in deze ruimte|in de kamer",
    everywhere="overal|het hele huis|in het hele huis|in huis|in alle kamers|door het hele huis",
    percent="percent|procent",
    degrees="degrees|graden|graad|graden celsius|degrees c",
    most="max|maximum|maximaal|voluit|vol",
    least="min|minimum|minimaal",
    filler="kleur|de|het|een|mijn|onze|ons|in|op|aan|bij|van|voor|naar|alsjeblieft|even|eens|nu"
    "|maar|er"
    "|tot|om|te|je|graag|dan|met|ook",
    stop="stop|stoppen",
    let="laat|laten",
    light_up="verlicht|maak licht",
    properties={
        "light": "helderheid|lichtsterkte|felheid",
        "media_player": "volume|geluid",
        "cover": "positie|stand",
        "fan": "snelheid",
        "climate": "temperatuur|verwarming",
    },
    colors={
        "white": "wit",
        "warm white": "warm wit|warmwit",
        "cold white": "koud wit|koudwit|koel wit",
        "red": "rood|rode",
        "orange": "oranje",
        "yellow": "geel|gele",
        "green": "groen",
        "blue": "blauw",
        "purple": "paars",
        "pink": "roze",
        "brown": "bruin",
        "turquoise": "turquoise",
    },
)
FRENCH = OrderWords(
    verbs="fais|faire|mets|met|mettre|peux tu|pourrais tu|pouvez vous|je veux|je voudrais",
    on="allume[r|z]|active[r|z]|enclenche[r]|en marche|en route|demarre[r]|ouvre[r]",
    off="eteins|eteint|eteindre|eteignez|desactive[r|z]|coupe[r|z]",
    open="ouvre[z]|ouvrir|leve[r|z]|remonte[r|z]|monte[r|z]|releve[r]",
    close="ferme[r|z]|baisse[r|z]|descends|descendre|abaisse[r]",
    lock="verrouille[r|z]|ferme[r|z] a (cle|clef)|barre[r]|ferme[r|z]",
    unlock="deverrouille[r|z]|debarre[r]|ouvre[z]|ouvrir",
    set="mets|met|mettre|regle[r|z]|ajuste[r]|change[r]|passe[r]|baisse[r]|monte[r]|augmente[r]"
    "|diminue[r]|ouvre[z]|ouvrir|ferme[r]|place[r]|positionne[r]|tamise[r]|allume[r]|chauffe[r]",
    start="lance[r|z]|active[r|z]|execute[r|z]|demarre[r|z]|joue[r]|declenche[r]",
    here="ici|dans cette piece|dans la piece",
    everywhere="partout|toute la maison|toutes les pieces|dans toute la maison"
    "|de toute la maison|de la maison|dans la maison"
    "|dans toutes les pieces|de l appartement",
    percent="percent|pourcent|pour cent",
    degrees="degrees|degre|degres|degrees c",
    most="maximum|max|au maximum|a fond",
    least="minimum|min|au minimum",
    filler="couleur|le|la|les|l|un|une|de|du|des|d|a|au|aux|en|dans|sur|mon|ma|mes|notre|nos"
    "|s il te plait"
    "|s il vous plait|merci|maintenant|tout de suite|moi"
    "|niveau|par|jusqu|jusqu a|et|cote|chez",
    stop="arrete[r|z]|stoppe[r|z]",
    let="",
    light_up="illumine[r|z]|eclaire[r|z]",
    properties={
        "light": "luminosite|intensite",
        "media_player": "volume|son",
        "cover": "position",
        "fan": "vitesse",
        "climate": "temperature|chauffage",
    },
    colors={
        "white": "blanc|blanche",
        "warm white": "blanc chaud",
        "cold white": "blanc froid",
        "red": "rouge",
        "orange": "orange",
        "yellow": "jaune",
        "green": "vert|verte",
        "blue": "bleu|bleue",
        "purple": "violet|violette",
        "pink": "rose",
        "brown": "marron",
        "turquoise": "turquoise",
    },
)
SPANISH = OrderWords(
    verbs="haz|hacer|pon|poner|ponga|puedes|podrias|quiero|dale|pone",
    on="enciende|encienda|encender|prende|prenda|prender|activa|active|activar|conecta|conectar"
    "|enciendas|encienden|enciendeme",
    off="apaga|apague|apagar|desactiva|desactive|desactivar|desconecta|desconectar|quita|apagues"
    "|corta",
    open="abre|abra|abrir|sube|suba|subir|levanta|levantar|abras",
    close="cierra|cierre|cerrar|baja|baje|bajar|cierres",
    lock="bloquea|bloquee|bloquear|cierra|cierre|cerrar|cierra con llave|echa (la llave|el pestillo"
    "|el cerrojo)[ a]|echa",
    unlock="desbloquea|desbloquee|desbloquear|abre|abra|abrir"
    "|quita (el pestillo|el cerrojo|la llave)",
    set="pon|ponga|poner|ajusta|ajuste|ajustar|establece|establecer|configura|cambia|cambiar|fija"
    "|fijar|sube|subir|baja|bajar|abre|abrir|regula|regular|coloca|atenua|calienta",
    start="lanza|lanzar|activa|activar|ejecuta|ejecutar|inicia|iniciar|arranca|pon|enciende"
    "|comienza",
    here="aqui|en esta habitacion|en este cuarto",
    everywhere="en todas partes|toda la casa|por todas partes|de toda la casa|en toda la casa"
    "|de la casa"
    "|en la casa|por toda la casa|en todos lados|de casa",
    percent="percent|por ciento",
    degrees="degrees|grado|grados|degrees c|grados centigrados",
    most="maximo|max|al maximo",
    least="minimo|min|al minimo",
    filler="color|el|la|los|las|lo|un|una|de|del|a|al|en|con|por|para|mi|mis|nuestro|nuestra"
    "|por favor"
    "|ahora|ya|me|que|hasta|nivel|y|gracias",
    stop="deten|detener|para|parar",
    let="",
    light_up="ilumina|ilumine|iluminar|alumbra",
    properties={
        "light": "brillo|intensidad|luminosidad",
        "media_player": "volumen",
        "cover": "posicion",
        "fan": "velocidad",
        "climate": "temperatura|calefaccion",
    },
    colors={
        "white": "blanco|blanca",
        "warm white": "blanco calido|luz calida",
        "cold white": "blanco frio|luz fria",
        "red": "rojo|roja",
        "orange": "naranja",
        "yellow": "amarillo|amarilla",
        "green": "verde",
        "blue": "azul",
        "purple": "morado|morada|violeta",
        "pink": "rosa",
        "brown": "marron",
        "turquoise": "turquesa",
    },
)
ITALIAN = OrderWords(
    verbs="fai|fare|metti|mettere|puoi|potresti|vorrei|voglio|porta",
    on="accendi|accendere|accenda|attiva|attivare|avvia|avviare|accendimi",
    off="spegni|spegnere|spenga|disattiva|disattivare|stacca",
    open="apri|aprire|apra|alza|alzare|solleva|sollevare|tira su",
    close="chiudi|chiudere|chiuda|abbassa|abbassare|tira giu",
    lock="blocca|bloccare|chiudi a chiave|chiudi|chiudere|serra",
    unlock="sblocca|sbloccare|apri|aprire",
    set="metti|mettere|imposta|impostare|regola|regolare|cambia|cambiare|porta|portare|setta|alza"
    "|alzare|abbassa|abbassare|apri|aprire|chiudi|riscalda|aumenta|aumentare|diminuisci|diminuire",
    start="lancia|attiva|attivare|esegui|eseguire|avvia|avviare|fai partire|accendi",
    here="qui|in questa stanza|in camera",
    everywhere="dappertutto|tutta la casa|ovunque|in tutta la casa|in tutta casa"
    "|di tutta la casa|in casa"
    "|della casa|dell appartamento|in tutte le stanze|di casa|dovunque",
    percent="percent|percento|per cento",
    degrees="degrees|grado|gradi|degrees c",
    most="massimo|max|al massimo",
    least="minimo|min|al minimo",
    filler="colore|il|lo|la|i|gli|le|l|un|uno|una|di|del|dello|della|dell|dei|degli|delle|a|al"
    "|allo|alla"
    "|all|ai|in|nel|nello|nella|nell|nei|nelle|su|sul|sulla|per|mio|mia|miei|mie|nostro|nostra"
    "|per favore|ora|adesso|subito|grazie|livello"
    "|e|fino",
    stop="ferma|fermare|interrompi",
    let="",
    light_up="illumina|illuminare|rischiara",
    properties={
        "light": "luminosita|intensita",
        "media_player": "volume",
        "cover": "posizione",
        "fan": "velocita",
        "climate": "temperatura|riscaldamento",
    },
    colors={
        "white": "bianco|bianca",
        "warm white": "bianco caldo|luce calda",
        "cold white": "bianco freddo|luce fredda",
        "red": "rosso|rossa",
        "orange": "arancione",
        "yellow": "giallo|gialla",
        "green": "verde",
        "blue": "blu",
        "purple": "viola",
        "pink": "rosa",
        "brown": "marrone",
        "turquoise": "turchese",
    },
)
ORDER_WORDS: Mapping[str, OrderWords] = {
    "de": GERMAN, "es": SPANISH, "fr": FRENCH, "it": ITALIAN, "nl": DUTCH,
}  # fmt: skip
