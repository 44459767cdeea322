"""A diary that has outgrown one machine, all of it on 127.0.0.1: started, driven, broken, and held to its promises."""
