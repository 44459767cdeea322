"""Numbers from records: pure functions, each with its equation, its source and its units."""
