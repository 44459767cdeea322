"""Checks that are taken away on purpose, one at a time: the suite has to notice (step `mutants` of `./test --long`)."""
