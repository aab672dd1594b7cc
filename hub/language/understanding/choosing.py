"""Orders to set something to one of its options that leave out to which: "set the house mode"."""

from hub.home.plan import Refusal
from hub.language.resolve import full_name, listed
from hub.language.understanding.frames import Clause
from hub.language.understanding.targets import Scope, meaning

_DOMAINS = frozenset({"select", "input_select"})


def unsaid_choice(clause: Clause, scope: Scope) -> Refusal | None:
    """Return what may be chosen, where one thing with options is named and no option."""
    is_bare = clause.verbs == ["do"] and len(clause.targets) == 1
    if not is_bare or clause.particles or clause.values or clause.excluded or clause.unknown:
        return None
    found = scope.entities(meaning(clause.targets[0], scope, _DOMAINS))
    if len(found) != 1 or found[0].domain not in _DOMAINS:
        return None
    options = scope.home.state(found[0].id).attributes.get("options")
    if not isinstance(options, list | tuple) or not options:
        return None
    offered = listed(map(str, options), "or")
    text = f"{full_name(scope.home, found[0])} can be {offered}; please say which."
    return Refusal(text=text, code="unsupported")
