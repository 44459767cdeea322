"""
The two commands, `./run` and `./test`, and what they need.

Only the standard library: these modules run before anything is installed.
"""
