"""What is said when something is not done, and of who asks for it; reasons of built-in policies.

A reason that is not here, such as an owner's own, is said as it was written.
"""

# Reasons of the guard, as they are in English; tests hold them against it.
GUESTS_TIMERS = "reason.guests may set timers and change their own, but keep nothing else"
GUESTS_HOUSE = "reason.guests may move what is in the house, not the house itself"
WARM = "reason.children and guests set at most 24 degrees"
UNATTENDED = "reason.nobody attends, so nothing is kept or changed"
# Why what waited is over.
WRONG_PINS = "reason.3 wrong PINs were given"
EXPIRED = "reason.expired"
APPROVED = "reason.already approved"
REJECTED = "reason.already rejected"
# What undo refuses with.
NOTHING_TO_UNDO = "reason.there is nothing to undo"
UNDO_WAITS = "reason.what you asked for still waits for a yes, nothing was done yet"

ENGLISH: dict[str, str] = {
    "sorry": "Sorry: {why}.",
    "approval_gone": "Sorry: that is over ({why}); ask for the action again.",
    "plan_changed": (
        "By now this would come to something else than you were shown. Nothing was done."
    ),
    "somebody": "somebody",
    "asks": "{who} asks: {what}",
    "asks_aloud": "{who} asks aloud: {what}",
    "asks_aloud_in": "{who} asks aloud, in the area '{area}': {what}",
}

GERMAN: dict[str, str] = {
    "sorry": "Das ging nicht: {why}.",
    "approval_gone": "Das ist vorbei ({why}). Sag noch einmal, was du möchtest.",
    WRONG_PINS: "3 falsche PINs",
    EXPIRED: "abgelaufen",
    APPROVED: "schon freigegeben",
    REJECTED: "schon abgelehnt",
    "wrong_approver": "Das kannst du nicht freigeben; jemand anderes aus dem Haus muss es tun.",
    "plan_changed": "Inzwischen käme etwas anderes heraus als gezeigt. Es wurde nichts getan.",
    NOTHING_TO_UNDO: "Es gibt nichts rückgängig zu machen.",
    UNDO_WAITS: "Worum du gebeten hast, wartet noch auf ein Ja; es wurde noch nichts getan.",
    "somebody": "jemand",
    "asks": "{who} bittet: {what}",
    "asks_aloud": "{who} bittet laut: {what}",
    "asks_aloud_in": "{who} bittet laut, im Bereich „{area}“: {what}",
    GUESTS_TIMERS: "Gäste dürfen Timer stellen und eigene ändern, aber sonst nichts behalten",
    GUESTS_HOUSE: "Gäste dürfen bedienen, was im Haus ist, nicht das Haus selbst",
    WARM: "Kinder und Gäste stellen höchstens 24 Grad ein",
    UNATTENDED: "niemand ist dabei, also wird nichts behalten oder geändert",
}

FRENCH: dict[str, str] = {
    "sorry": "Cela n'a pas marché : {why}.",
    "approval_gone": "C'est terminé ({why}). Redites ce que vous voulez.",
    WRONG_PINS: "3 codes PIN faux",
    EXPIRED: "trop tard",
    APPROVED: "déjà approuvé",
    REJECTED: "déjà refusé",
    "wrong_approver": "Vous ne pouvez pas l'approuver ; quelqu'un d'autre de la maison le doit.",
    "plan_changed": "Entre-temps, le résultat serait autre que celui montré. Rien n'a été fait.",
    NOTHING_TO_UNDO: "Il n'y a rien à annuler.",
    UNDO_WAITS: "Ce que vous avez demandé attend encore un oui ; rien n'a été fait.",
    "somebody": "quelqu'un",
    "asks": "{who} demande : {what}",
    "asks_aloud": "{who} demande à voix haute : {what}",
    "asks_aloud_in": "{who} demande à voix haute, dans la zone « {area} » : {what}",
    GUESTS_TIMERS: "les invités règlent leurs minuteurs, mais ne gardent rien d'autre",
    GUESTS_HOUSE: "les invités utilisent ce qui est dans la maison, pas la maison elle-même",
    WARM: "les enfants et les invités règlent 24 degrés au plus",
    UNATTENDED: "personne n'est là, donc rien n'est gardé ni changé",
}

SPANISH: dict[str, str] = {
    "sorry": "No ha podido ser: {why}.",
    "approval_gone": "Eso ya pasó ({why}). Vuelve a decir lo que quieres.",
    WRONG_PINS: "3 PIN erróneos",
    EXPIRED: "caducado",
    APPROVED: "ya aprobado",
    REJECTED: "ya rechazado",
    "wrong_approver": "No puedes aprobarlo; tiene que hacerlo otra persona de la casa.",
    "plan_changed": "Ahora resultaría algo distinto de lo mostrado. No se ha hecho nada.",
    NOTHING_TO_UNDO: "No hay nada que deshacer.",
    UNDO_WAITS: "Lo que pediste aún espera un sí; todavía no se ha hecho nada.",
    "somebody": "alguien",
    "asks": "{who} pide: {what}",
    "asks_aloud": "{who} pide en voz alta: {what}",
    "asks_aloud_in": "{who} pide en voz alta, en la zona «{area}»: {what}",
    GUESTS_TIMERS: "los invitados ponen y cambian sus temporizadores, pero no guardan nada más",
    GUESTS_HOUSE: "los invitados usan lo que hay en la casa, no la casa misma",
    WARM: "los niños y los invitados ponen como mucho 24 grados",
    UNATTENDED: "no hay nadie, así que no se guarda ni se cambia nada",
}

ITALIAN: dict[str, str] = {
    "sorry": "Non è andata: {why}.",
    "approval_gone": "È finita ({why}). Di' di nuovo che cosa vuoi.",
    WRONG_PINS: "3 PIN sbagliati",
    EXPIRED: "scaduto",
    APPROVED: "già approvato",
    REJECTED: "già rifiutato",
    "wrong_approver": "Non puoi approvarlo tu; deve farlo un'altra persona della casa.",
    "plan_changed": "Ora ne verrebbe qualcosa di diverso da ciò che hai visto. Non ho fatto nulla.",
    NOTHING_TO_UNDO: "Non c'è niente da annullare.",
    UNDO_WAITS: "Ciò che hai chiesto aspetta ancora un sì; non è stato fatto niente.",
    "somebody": "qualcuno",
    "asks": "{who} chiede: {what}",
    "asks_aloud": "{who} chiede a voce: {what}",
    "asks_aloud_in": "{who} chiede a voce, nella zona «{area}»: {what}",
    GUESTS_TIMERS: "gli ospiti impostano e cambiano i propri timer, ma non tengono altro",
    GUESTS_HOUSE: "gli ospiti usano ciò che è in casa, non la casa stessa",
    WARM: "bambini e ospiti impostano al massimo 24 gradi",
    UNATTENDED: "non c'è nessuno, quindi non si tiene né si cambia niente",
}

DUTCH: dict[str, str] = {
    "sorry": "Dat ging niet: {why}.",
    "approval_gone": "Dat is voorbij ({why}). Zeg nog eens wat je wilt.",
    WRONG_PINS: "3 verkeerde pincodes",
    EXPIRED: "verlopen",
    APPROVED: "al goedgekeurd",
    REJECTED: "al afgewezen",
    "wrong_approver": "Jij kunt dit niet goedkeuren; iemand anders van het huis moet het doen.",
    "plan_changed": "Inmiddels zou er iets anders gebeuren dan getoond. Er is niets gedaan.",
    NOTHING_TO_UNDO: "Er is niets om ongedaan te maken.",
    UNDO_WAITS: "Wat je vroeg wacht nog op een ja; er is nog niets gedaan.",
    "somebody": "iemand",
    "asks": "{who} vraagt: {what}",
    "asks_aloud": "{who} vraagt hardop: {what}",
    "asks_aloud_in": "{who} vraagt hardop, in de ruimte “{area}”: {what}",
    GUESTS_TIMERS: "gasten mogen timers zetten en eigen wijzigen, maar verder niets bewaren",
    GUESTS_HOUSE: "gasten mogen bedienen wat in huis is, niet het huis zelf",
    WARM: "kinderen en gasten zetten hoogstens 24 graden",
    UNATTENDED: "er is niemand bij, dus er wordt niets bewaard of veranderd",
}
