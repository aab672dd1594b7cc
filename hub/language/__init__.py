"""From words to plans: fast matcher, candidates, model, checks, dialogue and answers."""
