"""The sites of the vocabulary in the groups that the rules speak of."""

from __future__ import annotations

from typing import Final

from diary.vocabulary import SITES
from reports.analysis.days import EYELIDS

FACIAL: Final = tuple(code for code, site in SITES.items() if site.nerve == "VII")
REST_OF_THE_FACE: Final = tuple(code for code in FACIAL if code not in EYELIDS)
CHEWING: Final = tuple(code for code, site in SITES.items() if site.nerve == "V")
BODY: Final = tuple(code for code, site in SITES.items() if site.part == "body")
BESIDE_EYELIDS: Final = tuple(code for code in SITES if code not in EYELIDS)

ZONES: Final = {
    zone: tuple(code for code, site in SITES.items() if site.zone == zone)
    for zone in ("BROW", "EYE", "MID", "MOUTH", "CHIN", "NECK")
}
UPPER: Final = ("BROW", "EYE")
LOWER: Final = ("MOUTH", "CHIN", "NECK")

REGIONS: Final = {
    region: tuple(code for code, site in SITES.items() if site.region == region)
    for region in ("bulbar", "cervical", "thoracic", "lumbosacral", "widespread")
}
LIMBS_AND_TRUNK: Final = tuple(code for region in REGIONS if region != "bulbar" for code in REGIONS[region])
