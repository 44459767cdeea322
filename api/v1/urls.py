"""Every address of version 1."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from api.v1.resources import COLLECTIONS, SINGLES
from api.v1.views import account, exports, facts, imports, people, reminders, reports, sync, words


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
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/export/", account.AccountExport.as_view(), name="account-export"),
    path("account/erase/", account.AccountErase.as_view(), name="account-erase"),
    path("care-links/", people.CareLinkList.as_view(), name="care-links"),
    path("care-links/<str:id>/", people.CareLinkView.as_view(), name="care-link"),
    path("devices/", people.DeviceList.as_view(), name="devices"),
    path("devices/<str:id>/", people.DeviceView.as_view(), name="device"),
    path("shares/", people.ShareList.as_view(), name="shares"),
    path("shares/<str:id>/", people.ShareView.as_view(), name="share"),
    path("shares/<str:id>/profile.pdf", people.SharePdf.as_view(), name="share-pdf"),
    path("push-subscriptions/", reminders.PushSubscriptionList.as_view(), name="push-subscriptions"),
    path("push-subscriptions/<str:id>/", reminders.PushSubscriptionView.as_view(), name="push-subscription"),
    path("calendar/", reminders.CalendarView.as_view(), name="calendar"),
    path("calendar/<str:token>.ics", reminders.CalendarFeed.as_view(), name="calendar-feed"),
    path("openings/", people.OpeningList.as_view(), name="openings"),
    path("reviews/", people.ReviewList.as_view(), name="reviews"),
    path("flags/", reports.FlagList.as_view(), name="flags"),
    path("reports/profile.pdf", reports.ProfilePdf.as_view(), name="profile-pdf"),
    path("reports/profile.txt", reports.ProfileText.as_view(), name="profile-txt"),
    path("reports/summary/", reports.SummaryView.as_view(), name="summary"),
    path("reports/figures/<str:name>.svg", reports.FigureSvg.as_view(), name="figure-svg"),
    path("reports/figures/<str:name>.png", reports.FigurePng.as_view(), name="figure-png"),
    path("exports/json/", exports.OwnExport.as_view(), name="exports-json"),
    path("exports/csv/", exports.CsvExport.as_view(), name="exports-csv"),
    path("exports/fhir/", exports.FhirExport.as_view(), name="exports-fhir"),
    path("imports/", imports.ImportList.as_view(), name="imports"),
    path("imports/<str:id>/", imports.ImportView.as_view(), name="import"),
    path("sync/push/", sync.PushView.as_view(), name="sync-push"),
    path("sync/changes/", sync.ChangesView.as_view(), name="sync-changes"),
    path("conflicts/", sync.ConflictList.as_view(), name="conflicts"),
    path("conflicts/<str:id>/resolve/", sync.ConflictResolve.as_view(), name="conflict-resolve"),
    path("schema/", words.SchemaView.as_view(), name="schema"),
    path("docs/", words.DocsView.as_view(), name="docs"),
    path("vocabulary/", words.VocabularyView.as_view(), name="vocabulary"),
]
