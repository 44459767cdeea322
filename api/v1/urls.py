"""Addresses of version 1."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from api.v1 import views

app_name = "api"
urlpatterns = [
    path("account/", views.AccountView.as_view(), name="account"),
    path("care-links/", views.CareLinkList.as_view(), name="care-links"),
    path("care-links/<str:id>/", views.CareLinkView.as_view(), name="care-link"),
    path("days/<str:date>/", views.DayView.as_view(), name="day"),
    path("episodes/", views.EpisodeList.as_view(), name="episodes"),
    path("episodes/<str:id>/", views.EpisodeView.as_view(), name="episode"),
    path("openings/", views.OpeningList.as_view(), name="openings"),
    path("reports/profile.pdf", views.ProfilePdf.as_view(), name="profile-pdf"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("vocabulary/", views.VocabularyView.as_view(), name="vocabulary"),
]
