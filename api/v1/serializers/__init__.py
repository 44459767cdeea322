"""What goes over the wire, version 1: shape only. Bounds come from the vocabulary, rules live in the services."""
