"""The words of changes: brighter, quieter, half open, muted, off to clean; and of exceptions.

Each string is `a|b`, see `folding.variants`. `wish` makes an order of a value ("I'd like ...");
`to` and `by` stand before a number: "louder to 30", "louder by 10". `louder` to `lower` say which
way; `raise_it` and `lower_it` say it of whatever has a level. `silence` takes away a sound.
"""

from collections.abc import Mapping

from hub.record import record


@record(frozen=True, slots=True)
class ChangeWords:
    """What one language says of changes."""

    wish: str
    filler: str
    half: str
    quarter: str
    third: str
    three_quarters: str
    to: str
    by: str
    about: str
    brighter: str
    darker: str
    louder: str
    quieter: str
    warmer: str
    cooler: str
    raise_it: str
    lower_it: str
    mute: str
    unmute: str
    silence: str
    pause: str
    play: str
    following: str
    previous: str
    clean: str
    dock: str
    let: str
    sounds: str
    need: str


CHANGE_WORDS: Mapping[str, ChangeWords] = {
    "de": ChangeWords(
        wish="ich hatte gern[e]|ich hatte|hatte gern[e]|gern[e]|ich mochte|ich will|ich wurde gern"
        "|ich wunsche mir|soll[en|te|ten]|muss|mussen|ich brauche|wir brauchen|wir hatten gern[e]",
        filler="ganz|komplett|vollstandig|so|etwa|ungefahr|circa|ca|rund|etwas|ein bisschen"
        "|ein wenig|bisschen|ein klein wenig|mir|uns|konntest|konnten|wurdest|kannst|konnen|du|ihr"
        "|bitte schon|einmal|schick[e]|vielleicht|szene"
        "|werden|haben|sein|nochmal|wieder|machen|farbe|gehen|tun",
        half="halb|zur halfte|auf die halfte|auf halbe hohe|auf halber hohe|die halfte|halbe hohe"
        "|bis zur halfte|halb (offen|geoffnet|geschlossen)|halbhoch",
        quarter="ein viertel|zu einem viertel", third="ein drittel|zu einem drittel",
        three_quarters="drei viertel|dreiviertel|zu drei vierteln",
        to="auf|bei|mit", by="um", about="so|etwa|ungefahr|circa|ca|rund|genau|maximal",
        brighter="heller|aufhellen", darker="dunkler|gedimmter|abdunkeln|dusterer",
        louder="lauter", quieter="leiser", warmer="warmer", cooler="kalter|kuhler",
        raise_it="erhoh[e|en]|hoher|hoch|rauf|mehr|hochdrehen|aufdrehen",
        lower_it="verringer[e|n]|reduzier[e|en]|senk[e|en]|niedriger|runter|herunter|weniger"
        "|dimm[e|en]|runterdrehen|drossel[n]|drossle",
        mute="stumm|stummschalten|lautlos|auf stumm|stumm schalten|stumm stellen",
        unmute="laut|stummschaltung aufheben|wieder laut", silence="weg",
        pause="pausier[e|en]|halt[e] an|anhalten|auf pause|pause|an halten",
        play="weiter|fortsetzen|abspielen|weiterspielen|setz[e] fort|wiedergeben",
        following="nachste[r|s|n] (lied|titel|song|track|sender)|uberspring[e|en]",
        previous="vorherige[r|s|n] (lied|titel|song|track|sender)"
        "|letzte[r|s|n] (lied|titel|song|track)",
        clean="loslegen|anfangen|leg los|fang an|los|beginn[e|en]|saug[e|en]|loslaufen|losfahren"
        "|putz[e|en]|start[e|en]|saubermachen|sauber machen|reinig[e|en]|durchsaugen|staubsaugen"
        "|saugen gehen|zu saugen|losschicken|schick los|schicke los|fahr los",
        dock="zuruck|zur ladestation|nach hause|zur basis|zur station|in die station|heim"
        "|zuruckschicken|an die ladestation|in die ladestation|zuruck zur (station|basis"
        "|ladestation)|aufhoren|hor auf",
        let="lass|lasst", sounds="ton|lautstarke|sound", need="ich brauche|wir brauchen",
    ),
    "nl": ChangeWords(
        wish="ik wil|ik zou graag|ik had graag|ik wil graag|ik heb graag|graag|we willen|mag|mogen"
        "|moet|moeten|ik had|doe mij|ik zou",
        filler="helemaal|volledig|ongeveer|zo n|zo|rond|circa|iets|wat|een beetje|beetje|een tikje"
        "|mij|me|ons|kun|kan|wil|zou|zouden|stuur|stuurt|misschien|scene|heb|je|jij|u|hebben|zijn|willen|kunnen|weer|worden|gaan"
        "|naar",
        half="half|halverwege|op de helft|tot de helft|voor de helft|de helft"
        "|half (open|geopend|gesloten|dicht)",
        quarter="een kwart|voor een kwart|op een kwart", third="een derde|voor een derde",
        three_quarters="driekwart|drie kwart|voor driekwart",
        to="op|naar|tot|aan", by="met", about="ongeveer|zo n|circa|rond|maximaal|de",
        brighter="feller|lichter|helderder", darker="donkerder|gedimder|zachter",
        louder="harder|luider", quieter="zachter|stiller", warmer="warmer", cooler="kouder|koeler",
        raise_it="verhoog|verhogen|hoger|omhoog|meer",
        lower_it="verlaag|verlagen|lager|omlaag|minder|verminder|verminderen|dim|dimmen",
        mute="gedempt|demp|dempen|op stil|op mute|mute|stil", unmute="niet meer dempen|unmute",
        silence="weg", pause="pauzeer|pauzeren|op pauze|pauze|stil zetten",
        play="hervat|hervatten|verder|speel af|afspelen|ga verder met|weer af",
        following="volgende (nummer|liedje|lied|zender)|sla over|overslaan",
        previous="vorige (nummer|liedje|lied|zender)",
        clean="beginnen|begin|starten|start|zuigen|zuig|stofzuigen|schoonmaken|poetsen|aan de slag"
        "|aan het werk|gaan zuigen|te stofzuigen|gaan stofzuigen|aan het stofzuigen|rijden",
        dock="naar huis|terug|naar het (laadstation|dock|basisstation)"
        "|naar zijn (dock|basis|station|laadstation)"
        "|terug naar (huis|het laadstation|zijn dock|zijn basis|het dock)"
        "|ophouden",
        let="laat|laten", sounds="geluid|volume", need="ik heb nodig|nodig",
    ),
    "fr": ChangeWords(
        wish="je voudrais|j aimerais|je veux|je souhaite|j aimerais bien|on voudrait"
        "|nous voudrions|je desire|je souhaiterais|il me faut|il faut|faut|nous aimerions",
        filler="completement|entierement|totalement|environ|a peu pres|un peu|legerement|un petit"
        " peu|plus|moi|nous|peux tu|pourrais tu|tu peux|tu pourrais|pouvez vous|pourriez vous|vous"
        "|pouvez|s il te plait|que|qu|soit|avoir|voir|etre|vers|autour|la lumiere|tu|peux|pourrais"
        "|peut etre|scene"
        "|stp",
        half="a moitie|a la moitie|jusqu a la moitie|la moitie|a mi hauteur|mi hauteur|a demi"
        "|de moitie|a mi chemin|moitie|a (moitie|demi) (ouvert|ouverte|ferme|fermee)|entrouvert",
        quarter="au quart|un quart|d un quart", third="au tiers|un tiers|d un tiers",
        three_quarters="aux trois quarts|trois quarts",
        to="a|sur|jusqu a|vers", by="de", about="environ|a peu pres|autour de",
        brighter="plus (lumineux|lumineuse|clair|claire|fort|forte|brillant|brillante|vif|vive)"
        "|eclaircis",
        darker="moins (fort|forte|lumineux|lumineuse|clair|claire|brillant)|plus (sombre|doux|douce"
        "|tamise|tamisee)|assombris|tamise[r|z]",
        louder="plus fort", quieter="moins fort|plus bas|plus doucement",
        warmer="plus (chaud|chaude)|chauffe[r] plus|moins (froid|froide)",
        cooler="plus (froid|froide|frais|fraiche)|moins (chaud|chaude)",
        raise_it="augmente[r|z]|monte[r|z]|hausse[r|z]|plus haut",
        lower_it="baisse[r|z]|diminue[r|z]|reduis|reduire|abaisse[r]|descends",
        mute="en sourdine|muet|muette|sur muet|en muet|en silencieux",
        unmute="remets|remettre|retablis|reactive[r|z]", silence="coupe[r|z]|enleve[r]|retire[r]",
        pause="en pause|pause|mets en pause|sur pause",
        play="reprends|reprendre|relance[r]|continue[r]|en lecture|remets en marche",
        following="(chanson|morceau|titre|piste|chaine) (suivant|suivante)|au suivant",
        previous="(chanson|morceau|titre|piste|chaine) (precedent|precedente)",
        clean="demarre[r]|demarrer|commence[r]|lance[r|z]|passe[r|z]|nettoie[s]|nettoyer|partir"
        "|travailler|en marche|en route|mets en route|aspire|aspirer|a nettoyer|se mettre en route",
        dock="a sa base|a la base|a sa station|a la station|rentrer|rentre|renvoie|renvoyer"
        "|retourner|sur sa base|retour|ramene[r]|retourne",
        let="laisse[r]", sounds="son|volume", need="il me faut|il nous faut|j ai besoin",
    ),
    "es": ChangeWords(
        wish="quiero|quisiera|me gustaria|querria|queremos|necesito|me gustaria tener|que"
        "|quiero que|me gustaria que|hay que|deberia|tiene que",
        filler="completamente|del todo|por completo|unos|unas|aproximadamente|alrededor de|un poco"
        "|un poquito|algo|mas|nos|puedes|podrias|puede|podria|tu|usted|este|esten|ver|tener|quede"
        "|se|poner|la luz|sea|otra vez|te|importaria|quizas|escena",
        half="a la mitad|hasta la mitad|a medias|por la mitad|mitad|a mitad|a media altura"
        "|la mitad|medio|media|(medio|media) (abierto|abierta|cerrado|cerrada)",
        quarter="un cuarto", third="un tercio", three_quarters="tres cuartos",
        to="a|al|hasta|en", by="en un|un|en", about="unos|unas|aproximadamente|el|un",
        brighter="mas (brillante|luminoso|luminosa|fuerte|claro|clara|intensa|intenso)|aclara",
        darker="mas (oscuro|oscura|tenue|suave)|menos (brillante|fuerte|intensa|intenso)|atenua"
        "|atenuar|oscurece",
        louder="mas (alto|alta|fuerte)", quieter="mas (bajo|baja|bajito)|menos (alto|fuerte)",
        warmer="mas (calor|caliente|calido|calida|calentito)|menos frio",
        cooler="mas (frio|fria|fresco|fresca|fresquito)|menos calor",
        raise_it="sube|suba|subir|subeme|aumenta|aumentar|incrementa|incrementar",
        lower_it="baja|baje|bajar|bajame|reduce|reducir|disminuye|disminuir",
        mute="silencia|silenciar|en silencio|silencie|mutea|enmudece",
        unmute="reactiva|devuelve|activa|restaura|vuelve a poner|pon",
        silence="quita|quitale|corta",
        pause="pausa|pausar|en pausa|deten|detener|para|parar",
        play="reanuda|reanudar|continua|continuar|reproduce|sigue|reproducir",
        following="siguiente (cancion|pista|tema|canal)|(cancion|pista|tema) siguiente|salta",
        previous="(cancion|pista|tema) anterior|anterior (cancion|pista|tema)",
        clean="empieza|empiece|empezar|comienza|comience|comenzar|arranca|arrancar|arranque|inicia"
        "|inicie|pasa|pasar|pase|limpia|limpie|limpiar|aspira|aspirar|a limpiar|a aspirar"
        "|en marcha|pon a limpiar|a trabajar|a funcionar|se ponga a limpiar|inicia|lanza",
        dock="a su base|a la base|a casa|a su estacion|a la estacion|vuelva|vuelve|volver|regresa"
        "|regresar|regrese|manda|envia|a cargar|devuelve",
        let="deja", sounds="volumen|sonido", need="necesito|necesitamos|hace falta",
    ),
    "it": ChangeWords(
        wish="vorrei|voglio|mi piacerebbe|desidero|vorremmo|ho bisogno|mi serve|gradirei|deve"
        "|dovrebbe",
        filler="completamente|del tutto|tutto|circa|intorno|un po|un pochino|leggermente|piu|mi|ci|"
        "puoi|potresti|puo|potrebbe|tu|avere|che|sia|fosse|poco|di nuovo|un po di|ancora|mettimi"
        "|magari|scena",
        half="a meta|fino a meta|per meta|meta|a mezza altezza|mezzo|alla meta"
        "|(mezzo|mezza|a meta) (aperto|aperta|chiuso|chiusa)",
        quarter="un quarto|di un quarto", third="un terzo|di un terzo",
        three_quarters="tre quarti|a tre quarti|per tre quarti",
        to="a|al|all|fino a|fino al|su|sul", by="del|di|dell", about="circa|quasi|il",
        brighter="piu (luminoso|luminosa|forte|chiara|chiaro|luminose|luminosi|intensa|intenso)"
        "|schiarisci",
        darker="piu (scuro|scura|bassa|basso|soffusa|tenue|buia)|meno (luminosa|luminoso|forte"
        "|intensa)|attenua|oscura",
        louder="piu (alto|alta|forte)|alza la voce", quieter="piu (basso|bassa|piano)|meno forte",
        warmer="piu (caldo|calda)|meno freddo", cooler="piu (freddo|fredda|fresco|fresca)"
        "|meno caldo",
        raise_it="alza|alzare|aumenta|aumentare|incrementa|alzami|tira su",
        lower_it="abbassa|abbassare|diminuisci|diminuire|riduci|ridurre|abbassami|tira giu",
        mute="silenzia|silenziare|muto|muta|in muto|in silenzioso|metti muto",
        unmute="rimetti|ripristina|riattiva|ridai|riattivare",
        silence="togli|leva|togliere|elimina",
        pause="in pausa|pausa|metti in pausa|ferma|fermare",
        play="riprendi|riprendere|riproduci|continua|play|fai ripartire",
        following="(canzone|brano|traccia|canale) (successiva|successivo)|prossim(a|o) (canzone"
        "|brano|traccia)|salta",
        previous="(canzone|brano|traccia|canale) precedente",
        clean="fai partire|partire|avvia|avviare|inizia|iniziare|comincia|cominciare|parta|inizi"
        "|cominci|pulire|pulisci|passa|passare|aspira|aspirare|a pulire|al lavoro|in funzione"
        "|metti in funzione|fai pulire|lancia|a lavorare|fa partire|in moto|far partire",
        dock="alla base|a casa|alla stazione|torna|tornare|torni|rimanda|manda|rientrare"
        "|fai tornare|alla sua base|alla stazione di ricarica|a caricare|richiama|rientri",
        let="lascia", sounds="volume|audio|suono", need="mi serve|ci serve|ho bisogno",
    ),
}  # fmt: skip
