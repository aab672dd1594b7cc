"""What Italian questions are made of."""

from hub.language.worded.tongue import Thing, Tongue

ITALIAN = Tongue(
    filler=(
        "il|lo|la|i|gli|le|l|un|uno|una|di|del|dello|della|dell|dei|degli|delle|a|al|allo|alla|all"
        "|ai|agli|alle|da|dal|dalla|dall|in|nel|nello|nella|nell|nei|negli|nelle|su|sul|sulla|con"
        "|per|mio|mia|miei|mie|nostro|nostra|e|sono|era|c e|ci sono|c|ci|ha|hanno|ho|abbiamo|sta"
        "|stanno|si|trova|trovano|fa|fanno|dimmi|puoi dirmi|sai se|se|ora|adesso|attualmente"
        "|in questo momento|ancora|davvero|per favore|rilevato|rilevata|rileva|rilevano|misura"
        "|segna|segnala|indica|indicato|mostra|attuale|attuali|qui|sensore|rimasta|rimanente"
        "|livello|valore|che|stato attuale"
    ),
    any="qualche|alcun[o|a|i|e]|alcuni|alcune|dei|delle|degli|uno dei|una delle|qualcuna|qualcosa"
    "|qualcuno dei|qualcuna delle|ci sono|c e",
    all="tutti|tutte|tutto|tutta|tutti i|tutte le|ogni|entrambi|entrambe",
    which="quale|quali|quali sono|qual|che|che cosa|cosa",
    count="quanti|quante|quanto|quanta|numero di",
    state="stato|qual e|com e|come sta|in che stato|come e|cosa fa|quali sono|che stato",
    negation="non|nessun|nessuna|nessuno|senza",
    anything="dispositiv(o|i)|sensor(e|i)|cos(a|e)|apparecchi[o]|qualcosa|rilevator(e|i)",
    on="acces(o|a|i|e)|attiv(o|a|i|e)|attivat(o|a|i|e)|in funzione|scattat(o|a|i|e)",
    off="spent(o|a|i|e)|inattiv(o|a|i|e)|disattivat(o|a|i|e)",
    open="apert(o|a|i|e)|alzat(o|a|i|e)|sollevat(o|a|i|e)|su",
    closed="chius(o|a|i|e)|abbassat(o|a|i|e)|giu",
    locked="bloccat(o|a|i|e)|chius(o|a|i|e) a chiave|serrat(o|a|i|e)|chius(o|a|i|e)",
    unlocked="sbloccat(o|a|i|e)|non chius(o|a|i|e) a chiave|apert(o|a|i|e)",
    opening="si sta aprendo|in apertura|aprendo|si stanno aprendo",
    closing="si sta chiudendo|in chiusura|chiudendo|si stanno chiudendo",
    at_home="in casa|a casa|presente|presenti",
    away="fuori|fuori casa|via|assente|assenti|in giro",
    anyone="qualcuno|c e qualcuno|nessuno|c e nessuno|qualche persona",
    everyone="tutti|tutte le persone|ognuno",
    who="chi|chi c e",
    people="persone|gente|abitanti",
    where="dove|dov e|dove si trova|dove sono",
    binary={
        "battery": Thing("batteri(a|e)|pil(a|e)", "scaric(a|he)|bass(a|e)|in esaurimento|vuot(a|e)",
                         "caric(a|he)|normal(e|i)|a posto|pien(a|e)"),
        "battery_charging": Thing("batteri(a|e)|pil(a|e)", "in carica|caricando", ""),
        "carbon_monoxide": Thing("monossido|monossido di carbonio|co"),
        "cold": Thing("freddo", "fredd(o|a|i|e)|troppo freddo|gelat(o|a|i|e)", "normal(e|i)"),
        "connectivity": Thing("connession(e|i)", "conness(o|a|i|e)|collegat(o|a|i|e)|online",
                              "disconness(o|a|i|e)|scollegat(o|a|i|e)|offline"),
        "door": Thing("port(a|e)"),
        "garage_door": Thing("port(a|e) (del|di) garage|garage|basculant(e|i)"),
        "gas": Thing("gas|perdit(a|e) di gas"),
        "heat": Thing("calore", "cald(o|a|i|e)|troppo cald(o|a)|bollent(e|i)", "normal(e|i)"),
        "light": Thing("luce", "luminos(o|a)", "bui(o|a)"),
        "lock": Thing("serratur(a|e)|lucchett(o|i)"),
        "moisture": Thing("acqua|perdit(a|e)|perdit(a|e) d acqua|umidita|paviment(o|i)",
                          "bagnat(o|a|i|e)|umid(o|a|i|e)|allagat(o|a|i|e)",
                          "asciutt(o|a|i|e)|secc(o|a)"),
        "motion": Thing("moviment(o|i)", "", "tranquill(o|a)"),
        "moving": Thing("", "in movimento|muove|muovono", "ferm(o|a|i|e)"),
        "occupancy": Thing("presenz(a|e)|occupazione", "occupat(o|a|i|e)",
                        "vuot(o|a|i|e)|liber(o|a|i|e)"),
        "opening": Thing("apertur(a|e)"),
        "plug": Thing("spin(a|e)", "inserit(o|a|i|e)|attaccat(o|a|i|e)|collegat(o|a|i|e)",
                      "staccat(o|a|i|e)|scollegat(o|a|i|e)"),
        "power": Thing("corrente|alimentazione|elettricita", "alimentat(o|a|i|e)",
                        "senza corrente"),
        "presence": Thing("telefon(o|i)"),
        "problem": Thing("problem(a|i)|guast(o|i)", "guast(o|a|i|e)|rott(o|a|i|e)", "a posto|ok"),
        "running": Thing("macchin(a|e)", "in funzione|in moto", "ferm(o|a|i|e)|finit(o|a|i|e)"),
        "safety": Thing("pericolo|sicurezza", "pericolos(o|a|i|e)|insicur(o|a|i|e)",
                        "sicur(o|a|i|e)|al sicuro"),
        "smoke": Thing("fumo|incendio|fuoco"),
        "sound": Thing("rumor(e|i)|suon(o|i)", "rumoros(o|a|i|e)", "silenzios(o|a|i|e)"),
        "tamper": Thing("manomission(e|i)", "manomess(o|a|i|e)"),
        "update": Thing("aggiornament(o|i)", "disponibil(e|i)|da aggiornare",
                        "aggiornat(o|a|i|e)"),
        "vibration": Thing("vibrazion(e|i)", "vibra|vibrano|vibrando"),
        "window": Thing("finestr(a|e)"),
    },
    domains={
        "light": Thing("luc(e|i)|lampad(a|e)|lampadin(a|e)|illuminazione|faretti"),
        "switch": Thing("interruttor(e|i)|pres(a|e)"),
        "fan": Thing("ventilator(e|i)|pal(a|e)"),
        "climate": Thing("riscaldamento|termostat(o|i)|climatizzator(e|i)|condizionator(e|i)"
                         "|aria condizionata|caldaia|clima|calorifer(o|i)|term(o|i)",
                         "riscaldando"),
        "media_player": Thing("tv|television(e|i)|cass(a|e)|radio|musica|altoparlant(e|i)",
                              "riproducendo|suonando", "in pausa"),
        "vacuum": Thing("aspirapolvere|robot", "pulendo|aspirando", "alla base"),
        "valve": Thing("valvol(a|e)|rubinett(o|i)|acqua"),
        "lock": Thing("serratur(a|e)|port(a|e)|lucchett(o|i)"),
    },
    covers={
        "awning": "tend(a|e) da sole|tendalin(o|i)",
        "blind": "venezian(a|e)|oscurant(e|i)|tend(a|e)"
        " oscurant(e|i)|persian(a|e)", "curtain": "tend(a|e)|tendin(a|e)", "door": "port(a|e)",
        "garage": "port(a|e) (del|di) garage|garage|serrand(a|e)|saracinesc(a|he)|basculant(e|i)",
        "gate": "cancell(o|i)", "shade": "tend(a|e) a rullo|tendin(a|e)",
        "shutter": "tapparell(a|e)|persian(a|e)|serrand(a|e)", "window": "finestr(a|e)",
    },
    detectable={
        "carbon_monoxide": "monossido di carbonio|monossido", "gas": "gas|perdit(a|e) di gas",
        "smoke": "fumo|incendio|fuoco", "motion": "moviment(o|i)", "moisture": "perdit(a|e)|acqua"
        "|perdit(a|e) d acqua", "problem": "problem(a|i)|guast(o|i)", "sound": "rumor(e|i)",
        "occupancy": "presenz(a|e)", "vibration": "vibrazion(e|i)", "light": "luce",
        "update": "aggiornament(o|i)",
    },
    measures={
        "temperature": "temperatura|quanti gradi|quanto caldo|quanto freddo",
        "humidity": "umidita", "battery": "batteria|carica|carica della batteria",
        "power": "potenza|consumo|quanto consuma|consuma", "energy": "energia|consumo|elettricita",
        "illuminance": "luminosita|illuminazione|quanta luce", "brightness": "luminosita",
        "carbon_dioxide": "co2|anidride carbonica", "pressure": "pressione|pressione (atmosferica"
        "|dell aria)", "aqi": "qualita dell aria", "voltage": "tensione|voltaggio",
        "current": "corrente|amperaggio", "wind_speed": "velocita del vento|vento",
        "precipitation": "pioggia|precipitazioni", "pm25": "polveri sottili", "volume": "volume",
        "position": "posizione", "speed": "velocita", "duration": "durata|quanto tempo",
        "distance": "distanza", "weight": "peso", "frequency": "frequenza",
        "water": "consumo d acqua",
    },
)  # fmt: skip
