"""All benchmarks: `make bench`."""

from tests.bench import events, language, start

for part in (events, start, language):
    part.main()
