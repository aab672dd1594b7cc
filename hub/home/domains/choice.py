"""Choosing one of the options that a device lists: presets, modes, sources."""

from typing import ClassVar

from hub.home.commands import Command, Expectation, equals, one_of
from hub.home.model import State


class Choice(Command):
    """Set the attribute `attribute`, also the key in the data, to one of those in `options`.

    `words` says it in a reply; {} stands for the option.
    """

    attribute: ClassVar[str]
    options: ClassVar[str]
    words: ClassVar[str] = "{}"

    @property
    def chosen(self) -> str:
        """The option asked for."""
        return str(getattr(self, self.attribute))

    def problem(self, state: State) -> str | None:
        """Check that the device lists it."""
        return one_of(self.chosen, state, self.options)

    def expected(self, before: State) -> Expectation | None:
        """Expect the attribute to say so."""
        del before
        check = (self.attribute, equals(self.chosen))
        return Expectation(self.words.format(self.chosen), attributes=(check,))
