"""Plans for people who see a part of the house only: the rest is not there for their words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.keeping import Kept, KeptRule, NothingKept, Timer
from hub.home.past import NoPast, Past
from hub.home.plan import Plan, Request
from hub.home.sight import PerView, Sight
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.completion import Completer
from hub.language.matcher import FastMatcher
from hub.language.model_settings import ModelSettings
from hub.language.pipeline import LanguagePlanner, Matcher


class PlannerInSight:
    """Plans each request with what its speaker sees: candidates, names, answers, timers."""

    def __init__(  # noqa: PLR0913 -- what planning needs, and who sees what
        self,
        home: Home,
        sight: Sight,
        *,
        worker: Completer | None,
        settings: ModelSettings,
        kept: Kept,
        past: Past,
    ) -> None:
        self._home = home
        self._sight = sight
        self._worker = worker
        self._settings = settings
        self._kept = kept
        self._matcher = FastMatcher(home, kept)
        self._whole = self._planner(home, self._matcher, kept, past)
        self._matchers = PerView(lambda seen: FastMatcher(seen, _OnlyPhrases(kept)))

    async def warm(self, languages: Iterable[str]) -> None:
        """Load the sentences of languages, off the event loop."""
        await self._matcher.warm(languages)

    async def plan(self, request: Request) -> Plan:
        """Return a plan of what the speaker sees; never raises for odd words."""
        request, planner = self._planner_of(request)
        return await planner.plan(request)

    async def plan_by_code(self, request: Request) -> Plan:
        """Return a plan as `plan` does; what only the model could plan is refused."""
        request, planner = self._planner_of(request)
        return await planner.plan_by_code(request)

    def _planner_of(self, request: Request) -> tuple[Request, LanguagePlanner]:
        """Return a request with who it is of, and what plans it."""
        person_id = self._sight.who(request.user_id).person_id
        request = replace(request, person_id=person_id)
        seen = self._sight.home_of(request)
        if seen is self._home:
            return request, self._whole
        kept = KeptBy(self._kept, request.user_id)
        return request, self._planner(seen, self._matchers.of(seen), kept, NoPast())

    def _planner(self, home: Home, matcher: Matcher, kept: Kept, past: Past) -> LanguagePlanner:
        return LanguagePlanner(
            home,
            matcher=matcher,
            select=select,
            answer=answer,
            worker=self._worker,
            settings=self._settings,
            past=past,
            kept=kept,
        )


class KeptBy:
    """What is kept, as somebody sees it who does not see everything: their timers, no rules."""

    rules: Sequence[KeptRule] = ()

    def __init__(self, kept: Kept, user_id: UserId | None) -> None:
        self._kept = kept
        self._user_id = user_id

    @property
    def timers(self) -> Sequence[Timer]:
        """The timers that are theirs."""
        return [timer for timer in self._kept.timers if timer.user_id == self._user_id]

    @property
    def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """The taught phrases; what they stand for is planned with what the speaker sees."""
        return self._kept.phrases


class _OnlyPhrases(NothingKept):
    def __init__(self, kept: Kept) -> None:
        self._of = kept

    @property
    def phrases(self) -> Mapping[str, tuple[str, ...]]:  # type: ignore[override]
        return self._of.phrases
