"""All benchmarks: `make bench`."""

from tests.bench import events, language, recorder, rules, start

for part in (events, rules, start, recorder, language):
    part.main()
