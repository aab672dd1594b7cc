"""All benchmarks: `make bench`."""

from tests.bench import audit, burst, events, language, page, recorder, rules, start
from tests.bench.ending import end_cleanly

end_cleanly()
for part in (events, rules, burst, start, recorder, audit, language, page):
    part.main()
