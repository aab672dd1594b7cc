"""What German questions are made of."""

from hub.language.worded.tongue import Thing, Tongue

_AKKU = "Akku[s]|Batterie[n]|(Ladestand|Ladezustand)[s] (des|der) (Akkus|Batterie|Batterien)"

GERMAN = Tongue(
    is_joined=True,
    filler=(
        "der|die|das|den|dem|des|ein|eine|einen|einem|einer|mein[e|en|em|er]|unser[e|en|em|er]"
        "|in|im|ins|an|am|auf|bei|beim|vom|von|zum|zur|mit|aus|unter|fur|hier|da|es|sich|man|du"
        "|ist|sind|war|steht|stehen|hat|haben|habe|wird|werden|wurde|wurden|gibt|gab|lauft|laufen"
        "|befindet|befinden|halt|halten|zeigt|misst|betragt|liegt|liefert|meldet"
        "|gerade|aktuell|momentan|im moment|derzeit|jetzt|noch|eigentlich|wirklich|etwa|denn|bitte"
        "|sag mir|sage mir|kannst du mir sagen|weisst du|ob|auch|so|schon|irgendwo|ubrig"
        "|erkannt|entdeckt|festgestellt|gemessen|erkennt|entdeckt|registriert|los|angezeigt"
        "|(aktuelle|momentane|derzeitige|jetzige|gegenwartige|verbleibende)[r|n|s|m]|sensor"
    ),
    any="irgend(ein|eine|einer|eines|eins|einen|welche|welches|welcher|etwas|was)[ der]"
    "|einer der|eine der|eines der|einige[s]|manche|etwas|was|eins|welche",
    all="alle|samtliche|jede[r|s|n]|alle[r] der|die ganzen",
    which="welche[r|s|n|m]|was fur[ ein|eine]|was|wo",
    count="welche anzahl[ an|von]|wie viele|wieviele|wieviel|wie viel",
    state="status|zustand|wie ist|was ist|wie steht es um|wie geht es|was macht|was zeigt"
    "|wie hoch ist|wie steht|auf was steht|wie ist der (Status|Zustand)",
    negation="nicht|kein|keine|keiner|keines|keinen",
    anything="Gerat[e|en]|Sensor[en]|Ding[e|en]|Gegenstand|Gegenstande[n]|Sache[n]|Melder[n]"
    "|etwas|was"
    "|irgendwas|irgendetwas",
    on="an|ein|eingeschaltet|angeschaltet|aktiv|aktiviert|angemacht|ausgelost|brennt|brennen"
    "|leuchtet|leuchten",
    off="aus|ab|ausgeschaltet|abgeschaltet|inaktiv|deaktiviert|ausgemacht",
    open="offen|auf|geoffnet|oben|aufgemacht|gekippt|hochgefahren",
    closed="zu|geschlossen|unten|zugemacht|runtergefahren|heruntergefahren",
    locked="abgeschlossen|verschlossen|zugeschlossen|abgesperrt|zugesperrt|gesperrt|versperrt"
    "|verriegelt",
    unlocked="aufgeschlossen|unverschlossen|entriegelt|entsperrt|aufgesperrt|unverriegelt",
    opening="offnet|am offnen|offnen|fahrt hoch|fahrt auf|geht auf",
    closing="schliesst|am schliessen|schliessen|fahrt runter|fahrt zu|geht zu",
    at_home="zu hause|zuhause|daheim|im zuhause|da|anwesend",
    away="unterwegs|weg|nicht da|abwesend|fort|aus dem haus",
    anyone="jemand|irgendjemand|irgendwer|wer",
    everyone="alle|jeder|alle leute|alle personen",
    who="wer",
    people="Leute|Personen|Menschen|Bewohner",
    where="wo",
    binary={
        "battery": Thing(_AKKU, "schwach|niedrig|gering|leer|fast leer|entladen",
                         "voll|normal|in ordnung|ok|gut"),
        "battery_charging": Thing("Akku[s]|Batterie[n]|Handyakku",
                                  "geladen|aufgeladen|ladt|ladt auf|laden|laden auf|am laden",
                                  "entladt"),
        "carbon_monoxide": Thing("(Kohlenmonoxid|Kohlenstoffmonoxid|CO)[ ][sensor[en]|melder]"
                                 "|Kohlenmonoxidsensoren|Kohlenstoffmonoxidsensoren"
                                 "|Kohlenmonoxidmelder", "vorhanden", "sicher|klar"),
        "cold": Thing("", "kalt|zu kalt|kuhl", "normal"),
        "connectivity": Thing("Verbindung[en]", "verbunden|online|erreichbar",
                              "getrennt|offline|unverbunden"),
        "door": Thing("Tur[en]"),
        "garage_door": Thing("Garagentor[e]|Garagentur[en]"),
        "gas": Thing("Gas|Gassensor[en]|Gasmelder|Gas Sensor[en]", "vorhanden", "sicher|klar"),
        "heat": Thing("", "heiss|zu heiss|warm", "normal"),
        "light": Thing("Licht|Lichtsensor[en]|Lichter", "hell", "dunkel"),
        "lock": Thing("Schloss|Schlosser"),
        "moisture": Thing("Feuchtigkeit|Feuchtigkeitssensor[en]|Wasser|Wassersensor[en]"
                          "|Wassermelder|Boden|Leck|Lecks", "nass|feucht|undicht", "trocken"),
        "motion": Thing("Bewegung[en]|Bewegungssensor[en]|Bewegungsmelder", "", "ruhig|klar"),
        "moving": Thing("", "in bewegung|bewegt|bewegen", "still|bewegungslos"),
        "occupancy": Thing("Anwesenheit|Prasenz|Anwesenheitssensor[en]|Prasenzmelder",
                           "besetzt|belegt|bewohnt", "leer|unbesetzt|frei"),
        "opening": Thing("Offnung[en]"),
        "plug": Thing("Stecker", "eingesteckt|angesteckt|angeschlossen", "ausgesteckt|abgesteckt"),
        "power": Thing("Strom|Leistung|Stromversorgung", "mit strom versorgt|unter strom"),
        "presence": Thing(""),
        "problem": Thing("Problem[e|en]|Storung[en]|Fehler|Schwierigkeit[en]", "defekt|gestort",
                         "in ordnung|ok|problemlos|fehlerfrei"),
        "running": Thing("Maschine[n]", "lauft|laufen|in betrieb|am laufen", "fertig|gestoppt"),
        "safety": Thing("Gefahr", "unsicher|gefahrlich|nicht sicher", "sicher|ungefahrlich"),
        "smoke": Thing("Rauch|Rauchmelder|Rauchsensor[en]|Feuer|Qualm", "vorhanden", "klar"),
        "sound": Thing("Gerausch[e]|Larm|Gerauschsensor[en]|Ton", "laut", "leise|still"),
        "tamper": Thing("Manipulation[en]|Sabotage", "manipuliert|sabotiert"),
        "update": Thing("Update[s]|Aktualisierung[en]", "verfugbar|veraltet",
                        "aktuell|aktualisiert|auf dem neuesten stand|up to date"),
        "vibration": Thing("Vibration[en]|Erschutterung[en]", "vibriert|vibrieren|am vibrieren"),
        "window": Thing("Fenster|Fenstern"),
    },
    domains={
        "light": Thing("Licht[er]|Lampe[n]|Beleuchtung[en]|Leuchte[n]|Lichtern"),
        "switch": Thing("Schalter[n]|Steckdose[n]"),
        "fan": Thing("Ventilator[en]|Lufter"),
        "climate": Thing("Heizung[en]|Thermostat[e]|Klimaanlage[n]|Heizkorper", "heizt"),
        "media_player": Thing("Fernseher|Lautsprecher|Radio|Musik",
        "spielt|spielen|lauft|laufen", "still"),
        "vacuum": Thing("Staubsauger|Saugroboter|Roboter", "saugt|am saugen|reinigt|unterwegs",
                        "geparkt|an der ladestation|in der station"),
        "valve": Thing("Ventil[e]|Wasser|Hahn"),
        "lock": Thing("Schloss|Schlosser|Tur[en]"),
    },
    covers={
        "": "Abdeckung[en]", "awning": "Markise[n]|Beschattung[en]",
        "blind": "Jalousie[n]|Rollo[s]",
        "curtain": "Gardine[n]|Vorhang|Vorhange", "door": "Tur[en]",
        "garage": "Garagentor[e]|Garagentur[en]|Garage[n]", "gate": "Tor[e]",
        "shade": "Schirm[e]", "shutter": "Rol[l]laden|Fensterladen", "window": "Fenster",
    },
    detectable={
        "carbon_monoxide": "Kohlenmonoxid|Kohlenstoffmonoxid", "gas": "Gas", "smoke": "Rauch|Feuer",
        "motion": "Bewegung[en]", "moisture": "Wasser|Leck|Feuchtigkeit", "problem": "Problem[e|en]"
        "|Storung[en]", "sound": "Gerausch[e]|Larm", "light": "Licht|Helligkeit",
        "vibration": "Vibration[en]|Erschutterung[en]", "occupancy": "Anwesenheit|Prasenz",
        "tamper": "Manipulation|Sabotage", "update": "Update[s]|Aktualisierung[en]",
    },
    measures={
        "temperature": "[die] Temperatur|wie warm|wie kalt|wie heiss|wie viel grad|wieviel grad",
        "humidity": "[Luft]feuchtigkeit|Luftfeuchte|wie feucht",
        "battery": "Akkustand|Batteriestand|Ladestand|Ladezustand|Akku|Batterie|Akkuladung",
        "power": "Leistung|Stromverbrauch|wie viel (Strom|Leistung)|wieviel Strom",
        "energy": "Energie|Energieverbrauch|Verbrauch|wie viel Energie",
        "illuminance": "Helligkeit|Beleuchtungsstarke|wie hell",
        "carbon_dioxide": "CO2|CO2 (Gehalt|Wert|Konzentration)|Kohlendioxid",
        "pressure": "Luftdruck|Druck", "aqi": "Luftqualitat|Luftgute", "voltage": "Spannung",
        "current": "Stromstarke", "wind_speed": "Windgeschwindigkeit|Windstarke",
        "precipitation": "Niederschlag|Regenmenge", "pm25": "Feinstaub|Feinstaubwert",
        "brightness": "Helligkeit", "volume": "Lautstarke", "position": "Position",
        "speed": "Geschwindigkeit",
    },
)  # fmt: skip
