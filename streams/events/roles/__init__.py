"""Who supplies and who receives: by the places of a pattern, by packages and carriers, and at last by guesses."""
