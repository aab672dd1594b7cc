"""What French questions are made of."""

from hub.language.worded.tongue import Thing, Tongue

FRENCH = Tongue(
    filler=(
        "le|la|les|l|un|une|de|du|des|d|a|au|aux|en|dans|sur|chez|par|pour|avec|mon|ma|mes|notre"
        "|nos|ce|cet|cette|ces|il|elle|ils|elles|on|je|nous|vous|tu|c|y|t|que|qu|est ce que"
        "|est ce qu|est|sont|etait|a t il|a t elle|ont|ai|as|avons|avez|fait|se|s|trouve|trouvent"
        "|donne moi|dis moi|peux tu me dire|sais tu si|si|actuellement|maintenant|en ce moment"
        "|encore|toujours|vraiment|bien|s il te plait|detecte[e|s|es]|detectee|capte[e]|mesure"
        "|signale[e]|indique|affiche|actuel[le]|present[e]|ici|capteur|detecteur|reste|piece|niveau"
        "|restant|restante|il y a|y a|qui"
    ),
    any="des|certain[s|e|es]|certains des|certaines des|quelque|quelques|un des|une des|y a t il"
    "|y a t il des|y a t il un|y a t il une|y a il",
    all="tous|toutes|tout|toute|tous les|toutes les|chaque",
    which="quel[le|s|les]|lequel|laquelle|lesquels|lesquelles|qu est ce qui",
    count="combien|combien de|combien d|combien y a t il de|combien il y a de|combien y a t il d"
    "|nombre de",
    state="etat|statut|quel est|quelle est|comment est|comment va|que fait|comment|qu est",
    negation="pas|ne pas|aucun|aucune|non|n est pas|ne sont pas|n",
    anything="appareil[s]|capteur[s]|chose[s]|objet[s]|quelque chose|detecteur[s]|equipement[s]",
    on="allume[e|s|es]|allumees|actif|active[e|s|es]|actifs|actives|en marche|en route|enclenche[e]"
    "|declenche[e|s|es]|fonctionne|fonctionnent",
    off="eteint[e|s|es]|inactif|inactive[s]|desactive[e|s|es]|arrete[e|s|es]|inactifs",
    open="ouvert[e|s|es]|leve[e|s|es]|remonte[e|s|es]|entrouvert[e|s|es]",
    closed="ferme[e|s|es]|clos|close[s]|baisse[e|s|es]|descendu[e|s|es]",
    locked="verrouille[e|s|es]|ferme[e|s|es] a (cle|clef)|barre[e|s|es]",
    unlocked="deverrouille[e|s|es]|debarre[e|s|es]",
    opening="en train de s ouvrir|en ouverture|ouverture|s ouvre|s ouvrent|en cours d ouverture",
    closing="en train de se fermer|en fermeture|fermeture|se ferme|se ferment"
    "|en cours de fermeture",
    at_home="a la maison|chez (moi|nous|lui|elle)|a domicile|present[e|s|es]|la|rentre[e|s|es]",
    away="absent[e|s|es]|parti[e|s|es]|dehors|sorti[e|s|es]|a l exterieur",
    anyone="quelqu un|y a t il quelqu un|quelque personne|une personne|du monde",
    everyone="tout le monde|toutes les personnes|tous",
    who="qui|qui est ce qui",
    people="personne[s]|gens|habitants|monde",
    where="ou|ou est|ou se trouve|ou sont",
    binary={
        "battery": Thing("batterie[s]|pile[s]|accu[s]", "faible[s]|vide[s]|dechargee[s]|basse[s]",
                         "normale[s]|pleine[s]|chargee[s]|bonne[s]|ok"),
        "battery_charging": Thing("batterie[s]|pile[s]",
                                  "en charge|en train de charger|charge|se recharge|chargent",
                                  "debranchee"),
        "carbon_monoxide": Thing("monoxyde|monoxyde de carbone|co"),
        "cold": Thing("froid", "froid[e|s|es]|trop froid[e|s|es]|gele[e|s|es]",
                        "norma(l|le|les|ux)"),
        "connectivity": Thing("connexion[s]", "connecte[e|s|es]|en ligne|joignable",
                              "deconnecte[e|s|es]|hors ligne|injoignable"),
        "door": Thing("porte[s]"),
        "garage_door": Thing("porte[s] (de|du) garage[s]"),
        "gas": Thing("gaz|fuite[s] de gaz"),
        "heat": Thing("chaleur", "chaud[e|s|es]|trop chaud[e|s|es]|brulant[e|s|es]",
                      "norma(l|le|les|ux)"),
        "light": Thing("lumiere", "lumineux", "sombre"),
        "lock": Thing("serrure[s]|verrou[s]"),
        "moisture": Thing("eau|fuite[s]|fuite[s] d eau|humidite|sol|inondation[s]",
                          "humide[s]|mouille[e|s|es]|inonde[e|s|es]", "sec|seche[s]|secs"),
        "motion": Thing("mouvement[s]", "", "calme"),
        "moving": Thing("", "en mouvement|bouge|bougent", "immobile[s]"),
        "occupancy": Thing("presence|occupation|maison", "occupe[e|s|es]|habite[e]",
                           "vide[s]|libre[s]|inoccupe[e|s|es]|deserte"),
        "opening": Thing("ouverture[s]"),
        "plug": Thing("prise[s]", "branche[e|s|es]", "debranche[e|s|es]"),
        "power": Thing("courant|alimentation|electricite", "alimente[e|s|es]|sous tension",
                       "hors tension"),
        "presence": Thing("telephone[s]"),
        "problem": Thing("probleme[s]|panne[s]|defaut[s]|souci[s]", "en panne|en defaut",
                         "ok|en ordre"),
        "running": Thing("machine[s]", "en cours|tourne|tournent|en fonctionnement",
                         "fini[e]|termine[e|s|es]"),
        "safety": Thing("danger|securite", "dangereux|dangereuse[s]",
                        "sur[e|s|es]|securise[e|s|es]"),
        "smoke": Thing("fumee|feu|incendie"),
        "sound": Thing("bruit[s]|son[s]", "bruyant[e|s|es]", "silencieux|silencieuse[s]"),
        "tamper": Thing("sabotage|effraction[s]", "sabote[e|s|es]|force[e|s|es]"),
        "update": Thing("mise[s] a jour", "disponible[s]|a mettre a jour", "a jour"),
        "vibration": Thing("vibration[s]", "vibre|vibrent|en train de vibrer"),
        "window": Thing("fenetre[s]|velux"),
    },
    domains={
        "light": Thing("lumiere[s]|lampe[s]|ampoule[s]|eclairage[s]"),
        "switch": Thing("interrupteur[s]|prise[s]"),
        "fan": Thing("ventilateur[s]|ventilo[s]"),
        "climate": Thing("chauffage[s]|thermostat[s]|climatisation|clim", "chauffe"),
        "media_player": Thing("tele|television|enceinte[s]|radio|musique", "joue|en lecture",
                              "en pause"),
        "vacuum": Thing("aspirateur[s]|robot[s]", "nettoie|aspire|en nettoyage", "sur sa base"),
        "valve": Thing("vanne[s]|robinet[s]|eau"),
        "lock": Thing("serrure[s]|verrou[s]|loquet[s]|porte[s]"),
    },
    covers={
        "awning": "store[s] banne[s]|banne[s]|auvent[s]", "blind": "store[s]|store[s] venitien[s]",
        "curtain": "rideau[x]|voilage[s]", "door": "porte[s]",
        "garage": "porte[s] (de|du) garage[s]|garage", "gate": "portail[s]|portails|portillon",
        "shade": "store[s]", "shutter": "volet[s]|volet[s] roulant[s]",
        "window": "fenetre[s]|velux",
    },
    detectable={
        "carbon_monoxide": "monoxyde de carbone|monoxyde", "gas": "gaz|fuite[s] de gaz",
        "smoke": "fumee|feu|incendie", "motion": "mouvement[s]", "moisture": "fuite[s]|eau",
        "problem": "probleme[s]|panne[s]", "sound": "bruit[s]", "vibration": "vibration[s]",
        "occupancy": "presence", "update": "mise[s] a jour", "light": "lumiere", "power": "courant",
    },
    measures={
        "temperature": "temperature|combien de degres|combien fait il|chaleur",
        "humidity": "humidite|taux d humidite|hygrometrie", "battery": "batterie|charge|autonomie",
        "power": "puissance|consommation|combien consomme|consomme",
        "energy": "energie|consommation|combien d energie|electricite",
        "illuminance": "luminosite|luminance|eclairement", "brightness": "luminosite",
        "carbon_dioxide": "co2|taux de co2|dioxyde de carbone", "pressure": "pression"
        "|pression (atmospherique|de l air)", "aqi": "qualite de l air", "voltage": "tension",
        "current": "intensite", "wind_speed": "vitesse du vent", "precipitation": "pluie"
        "|precipitations", "pm25": "particules fines", "volume": "volume", "position": "position",
        "speed": "vitesse", "duration": "duree|combien de temps", "distance": "distance",
        "weight": "poids", "frequency": "frequence", "water": "consommation d eau",
    },
)  # fmt: skip
