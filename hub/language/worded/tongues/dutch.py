"""What Dutch questions are made of."""

from hub.language.worded.tongue import Thing, Tongue

DUTCH = Tongue(
    is_joined=True,
    filler=(
        "de|het|een|mijn|onze|ons|er|in|op|aan|bij|van|voor|met|uit|naar|door|ergens|nog|nu|hier"
        "|momenteel|op dit moment|eigenlijk|alsjeblieft|huidige|actuele|is|zijn|was|staat|staan"
        "|zit|zitten|heeft|hebben|hebt|heb|wordt|worden|werd|gaat|doet|doen|ligt|liggen|die|dat|je"
        "|ik|we|wij|of|kun je (me|mij) vertellen|vertel me|vertel mij|zeg me|weet je"
        "|waargenomen|gedetecteerd|geregistreerd|gemeten|detecteert|detecteren|registreert"
        "|registreren|neemt|nemen|waar|meet|meten|geeft|maakt|maken|klaar|momenteel|toestand aan"
        "|aan het|te|sensor|alarm|thans|over|resterende|nieuwe|toestel|af|deze kamer|gemeld"
        "|t|veel|waar genomen|te|door|bijna|totale|totaal|relatieve|opgeslagen|geconsumeerd|kabel"
        "|hoeveelheid|aangegeven|gemeten|concentratie|niveau|gehalte|percentage|waarde|s|hoogte"
        "|nog over"
        "|duurt|zone|mate|indicatie|wijst|geeft aan|verbruikt|gebruikt|kost|weegt|rijdt"
        "|voor klaar|mee"
    ),
    any="enige|een van de|sommige|wat|enkele|iets",
    all="overal|alle|al|elke|elk|ieder|iedere|allemaal|alles",
    which="welke|welk|wat|waar",
    count="hoeveel|hoe veel",
    state="status|staat|stand|toestand|wat is|hoe is|wat doet|hoe staat|wat zegt|hoe gaat het met"
    "|huidige (status|stand|toestand|staat)",
    negation="niet|geen",
    anything="apparaat|apparaten|sensor[en|s]|ding[en]|iets|melder[s]|toestel|toestellen",
    on="aan|ingeschakeld|actief|aangezet|geactiveerd|brandt|branden|op aan|aan staan",
    off="uit|uitgeschakeld|inactief|uitgezet|gedeactiveerd|op uit",
    open="open|geopend|omhoog|opengezet|op een kier|los",
    closed="dicht|gesloten|toe|omlaag|naar beneden|neer",
    locked="op slot|vergrendeld|afgesloten|gesloten|dicht",
    unlocked="van het slot|ontgrendeld|niet op slot|los|van slot",
    opening="opent|openen|gaat open|aan het openen|gaat omhoog|open aan het gaan",
    closing="sluit|sluiten|gaat dicht|aan het sluiten|gaat omlaag|dicht aan het gaan",
    at_home="thuis|in huis|aanwezig|binnen",
    away="weg|van huis|niet thuis|afwezig|onderweg|buitenshuis",
    anyone="iemand|er iemand",
    everyone="iedereen|allemaal|alle mensen|alle personen",
    who="wie",
    people="mensen|personen|bewoners",
    where="waar|waar is|waar bevindt zich",
    binary={
        "battery": Thing("batterij[en]|accu[s]|batterij niveau",
                         "leeg|laag|bijna leeg|zwak|niet vol|raakt leeg|raken leeg|op",
                         "vol|normaal|in orde|ok|goed"),
        "battery_charging": Thing("batterij[en]|accu[s]",
                                  "opgeladen|geladen|aan de lader|laadt op|laadt|laden|opladen"
                                  "|aan het laden"
                                  "|aan het opladen|laden op", "ontlaadt"),
        "carbon_monoxide": Thing("(koolmonoxide|CO)|koolmonoxidemelder[s]|CO melder[s]", "",
                                 "veilig"),
        "cold": Thing("kou|koude", "koud|te koud|koel", "normaal|warm genoeg"),
        "connectivity": Thing("verbinding[en]", "verbonden|online|bereikbaar|aangesloten",
                              "verbroken|offline|losgekoppeld|onbereikbaar"),
        "door": Thing("deur[en]|luik[en]"),
        "garage_door": Thing("garagedeur[en]|garagepoort[en]"),
        "gas": Thing("gas|gassensor[en|s]|gasmelder[s]", "", "veilig"),
        "heat": Thing("hitte", "heet|warm|te heet|te warm", "normaal|koel genoeg"),
        "light": Thing("licht|lichtsensor[en|s]", "licht|verlicht", "donker"),
        "lock": Thing("slot|sloten|vergrendeling[en]"),
        "moisture": Thing("water|vocht|vochtigheid|nattigheid|watersensor[en|s]|lekkage|lek|vloer",
                          "nat|vochtig|overstroomd|lek", "droog"),
        "motion": Thing("beweging[en]|bewegingssensor[en|s]|bewegingsmelder[s]|bewegingsensor[en|s]"
                        "|activiteit", "", "rustig"),
        "moving": Thing("", "in beweging|beweegt|bewegen|aan het bewegen", "stil|stil staan"),
        "occupancy": Thing("aanwezigheid|aanwezigheidssensor[en|s]|aanwezigheidsensor[en|s]"
                           "|personen|bezetting|mensen", "bezet|in gebruik", "leeg|vrij|onbezet"),
        "opening": Thing("opening[en]"),
        "plug": Thing("stekker[s]|stopcontact[en]",
                      "ingeplugd|ingestoken|in het stopcontact|aangesloten|ingestopt",
                      "uitgeplugd|losgekoppeld|uit het stopcontact|uitgetrokken"),
        "power": Thing("stroom|vermogen|spanning|elektriciteit", "gevoed|onder stroom|stroom"),
        "presence": Thing("telefoon[s]|aanwezigheid"),
        "problem": Thing("probleem|problemen|storing[en]|issue[s]|fout[en]|complicatie[s]",
        "stuk|defect|kapot",
                         "in orde|ok|goed|probleemloos"),
        "running": Thing("machine[s]|activiteit",
                         "draait|draaien|bezig|werken|te werken|aan het werk|in bedrijf"
                         "|aan het draaien|loopt|actief",
                         "gestopt|klaar|stil"),
        "safety": Thing("gevaar", "onveilig|gevaarlijk|op onveilig", "veilig|op veilig"),
        "smoke": Thing("rook|rookmelder[s]|rooksensor[en|s]|brand|vuur", "", "veilig"),
        "sound": Thing("geluid|geluiden|herrie|lawaai|geluidsensor[en|s]|geluidssensor[en|s]",
                       "luid", "stil"),
        "tamper": Thing("sabotage|geknoei|gerommel|manipulatie",
                        "gesaboteerd|gemanipuleerd|geknoeid|gerommeld|mee gerommeld"),
        "update": Thing("update[s]|bijwerking[en]", "beschikbaar|verouderd|achter",
                        "up to date|bijgewerkt|geupdatet|bij"),
        "vibration": Thing("trilling[en]|vibratie[s]",
                           "trilt|trillen|aan het trillen|vibreert|vibreren|aan het vibreren"),
        "window": Thing("raam|ramen|venster[s]"),
    },
    domains={
        "light": Thing("lamp|lampen|licht|lichten|verlichting|lampje[s]"),
        "switch": Thing("schakelaar[s]|switch|switches|stopcontact[en]"),
        "fan": Thing("ventilator[s|en]|fan[s]|waaier[s]"),
        "climate": Thing("verwarming|thermostaat|thermostaten|airco[s]", "verwarmt"),
        "media_player": Thing("tv|televisie|radio|muziek|speaker[s]|mediaspeler[s]",
                              "speelt|aan het spelen", "stil"),
        "vacuum": Thing("stofzuiger[s]|robotstofzuiger[s]", "stofzuigt|aan het stofzuigen",
                        "in het dock|op zijn plek"),
        "valve": Thing("klep|kleppen|kraan|kranen|water"),
        "lock": Thing("slot|sloten|deur[en]|deurslot|deursloten|vergrendeling[en]"),
    },
    covers={
        "awning": "zonnescherm[en]|zonwering[en]|luifel[s]",
        "blind": "jaloezie[en]|luxaflex|screen[s]|lamel|lamellen",
        "curtain": "gordijn[en]|vitrage[s]", "door": "deur[en]",
        "garage": "garagedeur[en]|garage[s]|garagepoort[en]", "gate": "poort[en]|hek|hekken",
        "shade": "rolgordijn[en]|zonnescherm[en]", "shutter": "rolluik[en]|luik[en]",
        "window": "raam|ramen",
    },
    detectable={
        "carbon_monoxide": "CO|koolmonoxide|koolstofmonoxide", "gas": "gas",
        "smoke": "rook|brand|vuur",
        "motion": "beweging[en]", "moisture": "water|vocht|nattigheid|lekkage[s]|vochtigheid",
        "problem": "probleem|problemen|storing[en]|issue[s]|fout[en]|complicatie[s]",
        "sound": "geluid|geluiden|herrie|lawaai", "light": "licht", "safety": "gevaar",
        "vibration": "trilling[en]|vibratie[s]",
        "occupancy": "aanwezigheid|personen|persoon|mensen",
        "tamper": "sabotage|geknoei|gerommel|manipulatie", "update": "update[s]",
        "power": "stroom|vermogen|spanning|power", "running": "activiteit",
        "cold": "kou|koude|koelte",
        "heat": "hitte", "connectivity": "verbinding",
    },
    measures={
        "temperature": "temperatuur|hoe warm|hoe koud|hoe heet|hoeveel graden|warmte",
        "humidity": "luchtvochtigheid|vochtigheid|vochtigheidsgraad|hoe vochtig",
        "battery": "batterij|batterijniveau|accu|acculading|batterijlading|batterij percentage"
        "|batterijpercentage|accuniveau",
        "power": "vermogen|stroomverbruik|verbruik|hoeveel (stroom|vermogen)",
        "energy": "energie|energieverbruik|verbruik|hoeveel energie|stroomverbruik",
        "illuminance": "lichtsterkte|helderheid|verlichtingssterkte|hoe licht|lichtniveau",
        "carbon_dioxide": "CO2|CO2 (gehalte|niveau|waarde|concentratie)|kooldioxide"
        "|koolstofdioxide",
        "carbon_monoxide": "CO|CO (gehalte|niveau|waarde|concentratie)|koolmonoxide",
        "pressure": "luchtdruk|druk", "aqi": "luchtkwaliteit", "voltage": "spanning|voltage",
        "current": "stroomsterkte|stroom|amperage", "wind_speed": "windsnelheid|windkracht",
        "precipitation": "neerslag|regenval", "pm25": "fijnstof|fijnstofgehalte|pm2 5|pm25",
        "pm10": "pm10|fijnstof", "pm1": "pm1|fijnstof",
        "apparent_power": "schijnbaar vermogen", "frequency": "frequentie",
        "distance": "afstand|hoe ver",
        "duration": "duur|tijdsduur|hoe lang", "gas": "gas|gasverbruik|hoeveel gas",
        "water": "water|waterverbruik|hoeveel water", "weight": "gewicht|hoe zwaar",
        "speed": "snelheid|hoe snel|hard", "signal_strength": "signaalsterkte|signaal",
        "moisture": "vochtgehalte|vochtigheid|vochtpercentage|vocht", "date": "datum|wanneer",
        "timestamp": "wanneer|tijd",
        "data_rate": "snelheid|datasnelheid|(download|upload) snelheid|downloadsnelheid"
        "|uploadsnelheid", "data_size": "grootte|bestandsgrootte|hoe groot",
        "monetary": "prijs|kosten|waarde|bedrag|hoeveel geld|hoe duur|saldo",
        "brightness": "helderheid|lichtsterkte", "volume": "volume|inhoud", "position": "positie",
        "power_factor": "arbeidsfactor|vermogensfactor",
        "irradiance": "zonnestraling|instraling|irradiantie",
        "reactive_power": "blindvermogen", "sound_pressure": "geluidsdruk|geluidsniveau",
        "ph": "ph|zuurgraad|ph waarde", "nitrogen_monoxide": "stikstofmonoxide|no",
        "nitrous_oxide": "lachgas|n2o",
        "nitrogen_dioxide": "stikstofdioxide|no2",
        "ozone": "o3|ozon|ozongehalte", "volatile_organic_compounds": "vos|voc",
    },
)  # fmt: skip
