"""Every address of version 1."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularJSONAPIView

from api.v1.resources import COLLECTIONS, SINGLES
from api.v1.views import facts, people, reports, sync, words


def _facts() -> Iterator[URLPattern]:
    for one in COLLECTIONS:
        yield path(f"{one.name}/", facts.FactList.as_view(resource=one), name=one.name)
        yield path(f"{one.name}/<str:id>/", facts.FactView.as_view(resource=one), name=f"{one.name}-one")
        yield path(f"{one.name}/<str:id>/restore/", facts.FactRestore.as_view(resource=one))
        yield path(f"{one.name}/<str:id>/history/", facts.FactHistory.as_view(resource=one))
    for one in SINGLES:
        yield path(f"{one.name}/", facts.SingleView.as_view(resource=one))
        yield path(f"{one.name}/history/", facts.SingleHistory.as_view(resource=one))
    yield path("days/", facts.DayList.as_view())
    yield path("days/<str:id>/", facts.DayView.as_view(), name="days-one")
    yield path("days/<str:id>/restore/", facts.DayRestore.as_view())
    yield path("days/<str:id>/history/", facts.DayHistory.as_view())


app_name = "api"
urlpatterns = [
    *_facts(),
    path("account/", people.AccountView.as_view(), name="account"),
    path("care-links/", people.CareLinkList.as_view(), name="care-links"),
    path("care-links/<str:id>/", people.CareLinkView.as_view(), name="care-link"),
    path("openings/", people.OpeningList.as_view(), name="openings"),
    path("reports/profile.pdf", reports.ProfilePdf.as_view(), name="profile-pdf"),
    path("sync/push/", sync.PushView.as_view(), name="sync-push"),
    path("sync/changes/", sync.ChangesView.as_view(), name="sync-changes"),
    path("conflicts/", sync.ConflictList.as_view(), name="conflicts"),
    path("conflicts/<str:id>/resolve/", sync.ConflictResolve.as_view(), name="conflict-resolve"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("vocabulary/", words.VocabularyView.as_view(), name="vocabulary"),
]
