"""All benchmarks: `make bench`."""

from tests.bench import audit, burst, events, language, recorder, rules, start

for part in (events, rules, burst, start, recorder, audit, language):
    part.main()
