"""`manage.py verify_openings`: does every line of every access log follow from the one before it?"""

from __future__ import annotations

from diary.management.commands import verify_history
from diary.services import verification


class Command(verify_history.Command):
    """Looks at who opened what only: quicker than the whole history, and fails like it."""

    help = (
        "Recompute the chain of hashes of every diary's access log. "
        "With -v 2 it prints the last hash of each: kept elsewhere, it shows later whether all was written anew."
    )
    chains = (verification.OPENINGS,)
    named = "access log"
