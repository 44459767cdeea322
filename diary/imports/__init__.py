"""
A CSV file on its way into a diary: bytes in, a plan out. Nothing here stores, asks a database or reads the clock.

`planning.plan` is the one call that others need; `options.options` reads what a client says about its file,
`telling.document` tells a plan as JSON. A file, mapping or option that cannot be used raises `refusals.BadImport`.
"""
