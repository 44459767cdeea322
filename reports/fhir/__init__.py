"""
A diary as a FHIR R4 document of plain dicts, for a clinic's own software. Pure; docs/fhir.md tells the mapping.

Nothing here concludes: no Condition but a palsy that the person told of, unconfirmed, and flags only as flags.
"""

from reports.fhir.document import Page, bundle
from reports.fhir.frame import Frame

__all__ = ["Frame", "Page", "bundle"]
