"""The study: thinks, draws and prints. `prepare` is what other rooms may ask."""
