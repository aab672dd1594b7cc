"""The short answers people give: yes, no, undo that, the second one, both."""

import re

from hub.language.names import plain

_YES_STARTS = ("", "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "alright", "fine", "right")
_YES_ENDS = (
    "go on", "go on then", "go ahead", "go for it", "do it", "do that", "please do", "keep it",
    "keep them", "that's fine", "that's right", "sounds good", "why not", "let's do it", "perfect",
)  # fmt: skip
_NO_STARTS = ("no", "nah", "nope")
_NO_ENDS = (
    "leave it", "don't", "don't bother", "never mind", "forget it", "skip it", "cancel it",
    "cancel that", "drop it", "not now", "scrap it", "scrap that",
)  # fmt: skip
YES = frozenset(map(plain, (
    "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "do it", "go ahead", "confirm", "confirmed",
    "correct", "that's right", "absolutely", "yes do it", "yes go ahead", "yes I'm sure",
    "I'm sure", "yes I am sure", "yes confirm", "of course", "go for it",
    "please do", "affirmative", "yes yes", "yeah yeah", "yep yep", "yeah sure", "yes of course",
    "yes that's right", "yes correct", "that's correct", "exactly", "definitely", "uh huh", "yea",
    "yeah go on", "yeah do it", "yes I do", "yes I would",
    "ja ja", "jo", "jep", "jepp", "ja klar", "ja genau", "ja gerne", "ja natürlich", "passt",
    "oui oui", "oui bien sûr", "oui d'accord", "ok d'accord", "ouais vas-y",
    "sí sí", "sí claro", "sí por supuesto", "sí vale", "claro que sí", "venga",
    "sì sì", "sì certo", "certo che sì", "sì va bene",
    "jazeker", "ja hoor", "zeker", "ja prima", "ja natuurlijk", "natuurlijk",
    "ja", "jawohl", "klar", "gerne", "mach es", "mach das", "ja mach das", "ja mach es",
    "bestätigen", "natürlich", "ja bitte", "in ordnung", "genau",
    "oui", "ouais", "d'accord", "vas-y", "fais-le", "confirmer", "bien sûr", "oui vas-y",
    "sí", "si", "claro", "vale", "hazlo", "confirmar", "por supuesto", "sí hazlo", "adelante",
    "sì", "certo", "va bene", "fallo", "conferma", "procedi", "sì fallo", "certamente",
    "doe het", "doe maar", "akkoord", "bevestig", "ja doe maar", "ja graag", "prima",
    *(f"{start} {end}".strip() for start in _YES_STARTS for end in _YES_ENDS),
)))  # fmt: skip
NO = frozenset(map(plain, (
    "no", "nope", "nah", "cancel", "cancel that", "cancel it", "stop", "don't", "do not",
    "never mind",
    "nevermind", "forget it", "forget that", "no don't", "don't do it", "no thanks",
    "no thank you", "no thank you very much", "no no", "nope nope", "no that's all", "that's all",
    "nothing", "no nothing", "never mind that", "forget about it", "no not now", "no I don't",
    "nah thanks", "please don't", "no please don't", "no cancel", "reject", "abort", "no stop",
    "leave it", "no never mind",
    "nein", "nein nein", "nö", "nee danke", "nein lass", "schon gut", "nichts", "lieber nicht",
    "nein lieber nicht", "nein nicht", "halt", "nein danke", "abbrechen", "nicht", "lass es",
    "lass das", "vergiss es", "stopp",
    "non", "non non", "rien", "c'est bon", "oublie", "oublie ça", "stop merci", "non merci",
    "annuler", "annule", "laisse tomber", "arrête",
    "no gracias", "nada", "mejor no", "para", "olvídalo ya", "no importa", "cancelar", "cancela",
    "déjalo", "olvídalo",
    "no grazie", "niente", "meglio di no", "basta", "non importa", "annulla", "lascia stare",
    "lascia perdere", "ferma",
    "nee", "nee nee", "nee dank je", "niets", "liever niet", "nee laat maar", "nee bedankt",
    "annuleer", "annuleren", "laat maar", "niet doen", "stop maar",
    *(f"{start} {end}" for start in _NO_STARTS for end in _NO_ENDS),
)))  # fmt: skip
UNDO = re.compile(
    r"(?:(?:no|oops|wait|sorry|please|and|nein|non|nee) )*(?:undo(?: (?:that|this|it|the last one"
    r"|the last (?:thing|command|action)))?|take (?:that|it) back|revert(?: (?:that|it))?"
    r"|put (?:it|that|them) back(?: (?:how|the way) (?:it|they) (?:was|were))?"
    r"|change (?:it|that) back"
    r"|mach das rückgängig|mach es rückgängig|rückgängig(?: machen)?|das rückgängig machen"
    r"|annule ça|annule cela|défais ça|reviens en arrière|deshaz(?: eso|lo)?|deshacer"
    r"|annulla (?:questo|quello)|ripristina|maak dat ongedaan|ongedaan maken|maak ongedaan"
    r"|draai dat terug)(?: please| bitte| por favor| per favore| alsjeblieft)?"
)
# What people begin with, and speech to text writes down.
_BEGIN = (
    r"(?:^(?:(?:um|uh|er|erm|hm|mm|well|oh|ah|äh|ähm|ehm|euh|eh|also|nou|bueno|beh|bah)"
    r" )*(?:(?:hey |ok |okay )?lares )?(?:(?:um|uh|er|erm|hm|well|oh|ah|äh|ähm|ehm|euh|eh) )*)"
)
COURTESY = re.compile(
    _BEGIN + r"|(?: (?:please|thanks|thank you|lares|bitte|danke|merci|gracias"
    r"|grazie|por favor|per favore|alsjeblieft|sil te plaît|sil vous plaît))+$"
)
# A yes moves things: thanks are no part of it, for "ok, thanks" may answer anything.
PLEASE = re.compile(
    _BEGIN + r"|(?: (?:please|lares|bitte|por favor|per favore|alsjeblieft"
    r"|sil te plaît|sil vous plaît))+$"
)
ORDINALS = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "one": 0, "two": 1, "three": 2,
    "1": 0, "2": 1, "3": 2, "4": 3,
}  # fmt: skip
ALL = frozenset(map(plain, (
    "both", "both of them", "all", "all of them", "all three", "all four", "every one",
    "everything", "each of them", "the two of them", "them all", "beide", "alle", "les deux",
    "tous", "toutes", "ambos", "todos", "todas", "entrambi", "tutti", "tutte", "allebei",
    "allemaal",
)))  # fmt: skip
NEITHER = frozenset(map(plain, (
    "neither", "neither of them", "none", "none of them", "none of those", "neither one",
    "no one", "not any", "keine", "keines", "keiner", "aucun", "aucune", "ni l'un ni l'autre",
    "ninguno", "ninguna", "nessuno", "nessuna", "geen", "geen van beide",
)))  # fmt: skip
# Words of a choice that say nothing of which one: "the one in the bedroom, please".
FILLERS = frozenset(
    {
        "the",
        "one",
        "in",
        "please",
        "number",
        "i",
        "on",
        "at",
        "of",
        "my",
        "a",
        "mean",
        "meant",
        "that",
        "just",
        "only",
        "s",
        "is",
        "it",
        "lets",
        "take",
        "use",
        "with",
        "option",
        "want",
        "der",
        "die",
        "das",
        "im",
        "le",
        "la",
        "dans",
        "el",
        "en",
        "il",
        "nel",
        "nella",
        "de",
        "het",
    }
)
