"""Addresses of share links. No token stands in one: it follows the #, which is sent to nobody, or is posted."""

from django.urls import path, re_path

from clinic import shared_views

app_name = "shared"
urlpatterns = [
    path("", shared_views.start, name="start"),
    path("open/", shared_views.open_link, name="open"),
    path("profile/", shared_views.profile, name="profile"),
    path("profile.pdf", shared_views.profile_pdf, name="profile-pdf"),
    path("figures/<str:name>.svg", shared_views.figure, name="figure"),
    re_path("^", shared_views.nothing),  # an address that does not exist looks like a link that opens nothing
]
