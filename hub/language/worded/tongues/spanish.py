"""What Spanish questions are made of."""

from hub.language.worded.tongue import Thing, Tongue

SPANISH = Tongue(
    filler=(
        "el|la|los|las|lo|un|una|unos|unas|de|del|a|al|en|con|por|para|mi|mis|su|sus|nuestro"
        "|nuestra|se|que|me|nos|esta|estan|este|es|son|hay|ha|han|tiene|tienen|tengo|queda|quedan"
        "|hace|hacen|encuentra|encuentran|dime|dinos|sabes|puedes decirme|si|ahora|ahora mismo"
        "|actualmente|en este momento|todavia|aun|realmente|por favor|detecta|detectan|detectado"
        "|detectada|detectando|detectar|midiendo|mide|marca|marcando|indica|indicado|indicada"
        "|indicando|indican|muestra|registra|ser|estar|actual|actuales|aqui|ahi|sensor|restante"
        "|nivel|valor|lectura|cantidad|concentracion|indice|porcentaje|proporcion|ratio|medido"
        "|medida"
        "|aire|atmosfera|particulas|acumulada|almacenada|menos|micras|micron|micrones|datos"
        "|estando|puede|pueden|y|o|cual|cuando|sera"
    ),
    any="algun|alguna|alguno|algunos|algunas|algo|algo de|alguno de|alguna de|algunos de"
    "|algunas de|cualquier",
    all="todos|todas|todo|toda|todos los|todas las|cada|ambos|ambas",
    which="que|que hay|cual|cuales|cuales de",
    count="cuantos|cuantas|cuanto|cuanta|numero de",
    state="estado|que estado|como esta|como estan|cual es el estado|en que estado|cual es|que hace",
    negation="no|sin|ningun|ninguna|ninguno",
    anything="dispositivo[s]|sensor[es]|cosa[s]|aparato[s]|algo|detector[es]|equipo[s]|elemento[s]",
    on="encendid(o|a|os|as)|prendid(o|a|os|as)|activ(o|a|os|as)|activad(o|a|os|as)"
    "|disparad(o|a|os|as)|funcionando",
    off="apagad(o|a|os|as)|inactiv(o|a|os|as)|desactivad(o|a|os|as)|despejad(o|a|os|as)",
    open="abiert(o|a|os|as)|subid(o|a|os|as)|levantad(o|a|os|as)",
    closed="cerrad(o|a|os|as)|bajad(o|a|os|as)",
    locked="bloquead(o|a|os|as)|cerrad(o|a|os|as) con (llave|pestillo|cerrojo)"
    "|echad(o|a|os|as)|cerrad(o|a|os|as)",
    unlocked="desbloquead(o|a|os|as)|sin (llave|pestillo|cerrojo)|abiert(o|a|os|as)",
    opening="abriendose|abriendo",
    closing="cerrandose|cerrando",
    at_home="en casa|en el hogar|presente[s]",
    away="fuera|fuera de casa|ausente[s]|lejos",
    anyone="alguien|hay alguien|alguna persona",
    everyone="todo el mundo|todos|todas las personas",
    who="quien|quienes",
    people="personas|gente",
    where="donde|donde esta|donde se encuentra|donde estan",
    binary={
        "battery": Thing("bateria[s]|pila[s]",
                         "baj(a|as|o|os)|agotad(a|as)|descargad(a|as)|vacia[s]|gastad(a|as)",
                         "normal[es]|cargad(a|as)|bien|llena[s]"),
        "battery_charging": Thing("bateria[s]|pila[s]", "cargando|cargandose|se esta[n] cargando"
                                  "|en carga", "descargandose"),
        "carbon_monoxide": Thing("monoxido de carbono|[sensor[es]|detector[es]] de"
                                 " monoxido de carbono|co|monoxido"),
        "cold": Thing("frio", "fri(o|a|os|as)|helad(o|a|os|as)", "normal[es]"),
        "connectivity": Thing("conexion|conexiones", "conectad(o|a|os|as)|en linea",
                              "desconectad(o|a|os|as)|sin conexion"),
        "door": Thing("puerta[s]"),
        "garage_door": Thing("puerta[s] (de|del) (garaje|garage|cochera)[s]|cochera[s]"),
        "gas": Thing("gas|[sensor[es]|detector[es]] de gas"),
        "heat": Thing("calor", "caliente[s]|ardiendo|calid(o|a|os|as)", "normal[es]"),
        "light": Thing("luz|[sensor[es]|detector[es]] de luz", "ilumin(ado|ada)", "oscur(o|a)"),
        "lock": Thing("pestillo[s]|cerrojo[s]|cerradura[s]"),
        "moisture": Thing("agua|fuga[s]|fuga[s] de agua|humedad|suelo|piso"
                          "|[sensor[es]|detector[es]] de (agua|humedad)",
                          "humed(o|a|os|as)|mojad(o|a|os|as)|inundad(o|a|os|as)",
                          "sec(o|a|os|as)"),
        "motion": Thing("movimiento|[sensor[es]|detector[es]] de movimiento", "", "tranquil(o|a)"),
        "moving": Thing("", "en movimiento|moviendose|moviendo",
                        "quiet(o|a|os|as)|parad(o|a|os|as)"),
        "occupancy": Thing("presencia|ocupacion|[sensor[es]|detector[es]] de presencia",
                           "ocupad(o|a|os|as)", "vaci(o|a|os|as)|libre[s]|desocupad(o|a|os|as)"),
        "opening": Thing("apertura[s]|abertura[s]"),
        "plug": Thing("enchufe[s]", "enchufad(o|a|os|as)", "desenchufad(o|a|os|as)"),
        "power": Thing("corriente|alimentacion|electricidad|energia",
                       "alimentad(o|a|os|as)|conectad(o|a|os|as)|con (corriente|energia)",
                       "sin (corriente|energia)|desconectad(o|a|os|as)"),
        "presence": Thing("telefono[s]"),
        "problem": Thing("problema[s]|fallo[s]|averia[s]", "averiad(o|a|os|as)|roto|rota",
                         "bien|ok"),
        "running": Thing("maquina[s]", "en marcha|funcionando|en funcionamiento|corriendo",
                         "parad(o|a|os|as)|detenid(o|a|os|as)|terminad(o|a)"),
        "safety": Thing("peligro|seguridad", "insegur(o|a|os|as)|peligros(o|a|os|as)",
                        "segur(o|a|os|as)|a salvo"),
        "smoke": Thing("humo|fuego|incendio|[sensor[es]|detector[es]] de humo[s]"),
        "sound": Thing("sonido[s]|ruido[s]|[sensor[es]|detector[es]] de (sonido|ruido)",
                        "ruidos(o|a)",
                       "silencios(o|a)|en silencio"),
        "tamper": Thing("manipulacion|sabotaje|[sensor[es]] de manipulacion",
                        "manipulad(o|a|os|as)|sabotead(o|a|os|as)|manipulando"),
        "update": Thing("actualizacion|actualizaciones",
                        "disponible[s]|desactualizad(o|a|os|as)|actualizar|por actualizar"
                        "|pendiente[s]", "actualizad(o|a|os|as)|al dia"),
        "vibration": Thing("vibracion|vibraciones|[sensor[es]] de vibracion",
                        "vibrando|vibra|vibran"),
        "window": Thing("ventana[s]"),
    },
    domains={
        "light": Thing("luz|luces|lampara[s]|bombilla[s]|iluminacion|foco[s]"),
        "switch": Thing("interruptor[es]|enchufe[s]"),
        "fan": Thing("ventilador[es]"),
        "climate": Thing("calefaccion|termostato[s]|aire acondicionado|clima", "calentando"),
        "media_player": Thing("tele|television|altavoz|altavoces|radio|musica", "reproduciendo"
                              "|sonando", "en pausa"),
        "vacuum": Thing("aspiradora[s]|robot[s]|aspirador", "limpiando|aspirando", "en su base"),
        "valve": Thing("valvula[s]|grifo[s]|llave[s]|agua"),
        "lock": Thing("cerradura[s]|cerrojo[s]|puerta[s]|candado[s]|pestillo[s]"),
    },
    covers={
        "awning": "toldo[s]", "blind": "persiana[s]|estor[es]", "curtain": "cortina[s]|visillo[s]",
        "door": "puerta[s]", "garage": "puerta[s] (de|del) (garaje|cochera)|garaje|cochera",
        "gate": "porton|portones|verja[s]|cancela[s]", "shade": "pantalla[s]|estor[es]|persiana[s]",
        "shutter": "persiana[s]|contraventana[s]|postigo[s]", "window": "ventana[s]",
    },
    detectable={
        "carbon_monoxide": "monoxido de carbono|monoxido", "gas": "gas",
        "smoke": "humo|fuego|incendio", "motion": "movimiento[s]",
        "moisture": "fuga[s]|inundacion|agua"
        "|fuga[s] de agua|humedad", "problem": "problema[s]|fallo[s]|averia[s]",
        "sound": "sonido[s]|ruido[s]", "light": "luz", "occupancy": "presencia", "heat": "calor",
        "cold": "frio", "vibration": "vibracion|vibraciones", "tamper": "manipulacion|sabotaje",
        "update": "actualizacion|actualizaciones|actualizar", "power": "corriente",
        "safety": "peligro",
    },
    measures={
        "temperature": "temperatura|cuantos grados|a cuantos grados|que calor|que frio",
        "humidity": "humedad|humedad relativa", "battery": "bateria|carga|nivel de (bateria|carga)",
        "power": "potencia|consumo|cuanta potencia|consume|consumiendo|cuanto consume",
        "energy": "energia|consumo|consumo de energia|cuanta energia|electricidad|consumida"
        "|consumido|ha consumido",
        "illuminance": "iluminancia|luminosidad|iluminacion|cuanta luz|nivel de (luz|iluminacion)"
        "|intensidad (luminosa|de la luz)",
        "carbon_dioxide": "co2|nivel de co2|dioxido de carbono|concentracion de (co2|dioxido de"
        " carbono)", "carbon_monoxide": "co|monoxido de carbono|concentracion de (co|monoxido de"
        " carbono)", "pressure": "presion|presion (atmosferica|del aire|de agua)",
        "atmospheric_pressure": "presion|presion (atmosferica|del aire)",
        "aqi": "calidad (de|del) aire|indice de calidad (de|del) aire|aqi",
        "voltage": "tension|voltaje", "current": "intensidad|corriente|amperaje|intensidad de"
        " corriente|cuantos amperios", "wind_speed": "velocidad (del|de) viento|viento",
        "precipitation": "nieve|lluvia|precipitacion|precipitaciones",
        "pm25": "pm2 5|pm25|2 5|particulas",
        "pm1": "pm1|pm 1|1|particulas", "pm10": "pm10|pm 10|10|particulas",
        "precipitation_intensity":
        "intensidad de (la lluvia|lluvia|precipitacion|las precipitaciones)",
        "apparent_power": "potencia aparente", "reactive_power": "potencia reactiva",
        "power_factor": "factor de potencia", "data_rate": "velocidad|velocidad de (descarga|subida"
        "|datos|bajada)|tasa de (datos|transferencia)", "data_size": "tamano|cuanto ocupa|ocupa"
        "|tamano (de|del) (datos|archivo|fichero)", "date": "fecha|que dia|cuando", "timestamp":
        "fecha|hora|cuando|a que hora", "distance": "distancia|que distancia|kilometraje",
        "duration": "duracion|cuanto tiempo|cuanto dura|tiempo", "frequency": "frecuencia",
        "gas": "gas|consumo de gas|cuanto gas|volumen de gas",
        "irradiance": "irradiancia|irradiacion"
        "|radiacion|radiacion solar", "moisture": "humedad|agua|porcentaje de agua",
        "monetary": "precio|coste|costo|saldo"
        "|dinero|efectivo|valor|cuanto cuesta|cuanto dinero|balance|importe", "nitrogen_dioxide":
        "dioxido de nitrogeno|concentracion de dioxido de nitrogeno|no2", "nitrogen_monoxide":
        "no|monoxido de nitrogeno|concentracion de monoxido de nitrogeno", "nitrous_oxide":
        "n2o|oxido nitroso|concentracion de oxido nitroso",
        "ozone": "o3|ozono|concentracion de ozono"
        "|nivel de ozono", "ph": "ph", "reactive": "reactiva", "signal_strength":
        "senal|intensidad de (la senal|senal)|cobertura|potencia de (la senal|senal)|fuerza de"
        " (la senal|senal)", "sound_pressure": "presion (sonora|acustica|de sonido|del sonido)"
        "|ruido|sonido|nivel de (ruido|sonido)|volumen", "speed": "velocidad|que velocidad",
        "sulphur_dioxide": "dioxido de azufre|concentracion de dioxido de azufre",
        "volatile_organic_compounds": "cov|compuestos organicos volatiles|voc|concentracion de"
        " compuestos organicos volatiles", "volume": "volumen|litros", "water":
        "agua|consumo de agua|cuanta agua|volumen de agua", "weight": "peso|cuanto pesa|pesa",
        "volume_storage": "volumen|volumen almacenado|cantidad", "energy_storage": "energia",
        "brightness": "brillo|luminosidad", "position": "posicion",
        "volume_flow_rate": "caudal|flujo",
    },
)  # fmt: skip
