"""What tells sentences apart by what they would do."""

from hub.home.plan import Answer, Body, Chores, Question, Refusal, Steps

# What people say as they like: titles, what is to be bought, what is to be told.
_FREE = frozenset({"media_content_id", "item", "message"})


def effect_of(body: Body) -> str | None:
    """Return what tells one thing that a sentence does from another; None if it is none."""
    match body:
        case Steps() | Chores():
            return body.model_dump_json(exclude={"left_out"})
        case Answer(text=told) | Question(text=told):
            return told
        case _:
            return None


def kind_of(body: Body) -> str | None:
    """Return what a plan does, whatever its free words are; None if it has none."""
    if not isinstance(body, Steps) or body.chores:
        return None
    free = [_FREE & type(step.command).model_fields.keys() for step in body.steps]
    if not any(free):
        return None
    return " ".join(
        f"{step.targets} {step.command.model_dump_json(exclude=set(words))}"
        for step, words in zip(body.steps, free, strict=True)
    )


def is_not_here(body: Body) -> bool:
    """Tell whether a sentence was understood, and what it is about is not here."""
    return isinstance(body, Refusal) and body.code == "no_target"


def is_wide(body: Body, most: int) -> bool:
    """Tell whether a plan moves more entities than that."""
    steps = body.steps if isinstance(body, Steps) else ()
    return len({target for step in steps for target in step.targets}) > most
