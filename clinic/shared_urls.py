"""Addresses of share links. No token stands in one: it follows the #, which is sent to nobody, or is posted."""

from django.urls import path, re_path

from clinic.views import shared

app_name = "shared"
urlpatterns = [
    path("", shared.start, name="start"),
    path("open/", shared.open_link, name="open"),
    path("profile/", shared.profile, name="profile"),
    path("profile.pdf", shared.profile_pdf, name="profile-pdf"),
    path("figures/<str:name>.svg", shared.figure, name="figure"),
    re_path("^", shared.nothing),  # an address that does not exist looks like a link that opens nothing
]
