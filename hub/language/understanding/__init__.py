"""Orders and wishes in people's own words, understood word by word, without a model.

A sentence is taken apart into words (`tokens`), misspelt ones repaired (`spelling`), the words
into parts (`tagging`: what each phrase does, from the tables of the language in `lexicon` and the
names of the home in `index`), the parts into clauses (`frames`). Each clause has a wish (`wish`)
and targets (`targets`); `deciding` says which command the wish comes to for each entity, and
`carrying_out` puts the steps together. A word that nothing accounts for leaves the sentence to
the next stage.
"""

from typing import TYPE_CHECKING

from hub.home.home import Home
from hub.home.plan import Body, Refusal, Request
from hub.language.sentence import Mood, Sentence
from hub.language.understanding.carrying_out import carry_out
from hub.language.understanding.frames import clauses
from hub.language.understanding.implicit import called, implied
from hub.language.understanding.index import HomeIndex, Ids, Words, index_of
from hub.language.understanding.lexicon import lexicon_for
from hub.language.understanding.lexicon.tables import Lexicon
from hub.language.understanding.listing import listed_items
from hub.language.understanding.playing import played
from hub.language.understanding.remarks import without_ramblings, without_remarks
from hub.language.understanding.spelling import repaired
from hub.language.understanding.tagging import Tagger
from hub.language.understanding.targets import Scope
from hub.language.understanding.tokens import Token, tokens, words_of
from hub.language.wording import base_language

if TYPE_CHECKING:
    from hub.home.ids import EntityId

# Longer texts are no orders.
MOST_WORDS = 60
_CHOICES = (
    "options", "preset_modes", "source_list", "fan_modes", "swing_modes", "hvac_modes",
    "available_modes", "operation_list", "effect_list", "fan_speed_list",
)  # fmt: skip


def understand(request: Request, home: Home) -> Body | None:
    """Return what a sentence comes to if every word of it is accounted for; else None."""
    lexicon = lexicon_for(base_language(request.language))
    if lexicon is None:
        return None
    index = index_of(home, lexicon)
    spoken = without_ramblings(request.text, index, lexicon)
    text = without_remarks(spoken, lexicon)
    said = repaired(tokens(text, lexicon), index, lexicon)
    if not said or len(said) > MOST_WORDS:
        return None
    if Sentence(spoken).mood is Mood.QUESTION:
        return None
    scope = Scope(home, index, lexicon, request)
    special = (
        listed_items(spoken, scope)
        or listed_items(text, scope)
        or played(request.text if text == spoken else text, scope)
        or implied(spoken, scope)
    )
    if special is not None:
        return special
    options = _options(home, index, lexicon)
    body: Body | None = None
    for protect_names in (True, False):
        found = _read(said, request, home, index, lexicon, options, protect_names=protect_names)
        if found is not None and not isinstance(found, Refusal):
            return found
        body = found or body
    return called(text, scope) or body


def _read(  # noqa: PLR0913, PLR0917
    said: list[Token],
    request: Request,
    home: Home,
    index: HomeIndex,
    lexicon: Lexicon,
    options: dict[Words, Ids],
    *,
    protect_names: bool,
) -> Body | None:
    parts = Tagger(said, index, lexicon, options, protect_names=protect_names).parts()
    return carry_out(clauses(parts, lexicon), Scope(home, index, lexicon, request))


def _options(home: Home, index: HomeIndex, lexicon: Lexicon) -> dict[Words, Ids]:
    """Return the choices that devices of the home offer now, by their words."""
    found: dict[Words, set[EntityId]] = {}
    for entity_id, item in index.items.items():
        if not item.entity.actions:
            continue
        attributes = home.state(entity_id).attributes
        for name in _CHOICES:
            choices = attributes.get(name)
            if isinstance(choices, list | tuple):
                for choice in choices:
                    found.setdefault(words_of(str(choice), lexicon), set()).add(entity_id)
    found.pop((), None)
    return {words: frozenset(ids) for words, ids in found.items()}
