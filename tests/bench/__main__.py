"""All benchmarks: `make bench`."""

from tests.bench import audit, events, language, recorder, rules, start

for part in (events, rules, start, recorder, audit, language):
    part.main()
