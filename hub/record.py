"""Frozen dataclasses that cost little: to make one, to have the class, and to load its module.

`@record(frozen=True, slots=True)` is a dataclass that mypy takes for frozen, so nothing in the hub
assigns to it; Python itself does not look, which makes a new one in a third of the time. Only
`__init__` is a class's own; a hub has hundreds of such classes, and six methods compiled for each
took megabytes and a third of its start.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass, fields
    from operator import attrgetter

    def record(*, frozen, slots, kw_only=False, eq=True):  # noqa: ANN001, ANN201 -- as dataclass
        """Make a dataclass of a class; it compares and hashes as a frozen one."""
        assert frozen and slots  # noqa: S101, PT018 -- else `dataclass` itself will do

        def made(cls):  # noqa: ANN001, ANN202
            cls = dataclass(slots=True, kw_only=kw_only, repr=False, eq=False)(cls)
            compared = [field.name for field in fields(cls) if field.compare]
            cls._facts = staticmethod(attrgetter(*compared) if compared else _nothing)
            for method in (_repr, *((_eq, _hash) if eq else ())):
                name = f"_{method.__name__}__"
                if name not in cls.__dict__ or cls.__dict__[name] is None:
                    setattr(cls, name, method)
            return cls

        return made

    def _nothing(_one):  # noqa: ANN001, ANN202
        return ()

    def _eq(self, other):  # noqa: ANN001, ANN202
        same = self.__class__ is other.__class__
        return self._facts(self) == self._facts(other) if same else NotImplemented

    def _hash(self):  # noqa: ANN001, ANN202
        return hash(self._facts(self))

    def _repr(self):  # noqa: ANN001, ANN202
        told = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
        return f"{type(self).__qualname__}({', '.join(told)})"


__all__ = ["record"]
