"""Addresses of the clinic."""

from django.urls import path

from clinic import views

app_name = "clinic"
urlpatterns = [
    path("", views.panel, name="panel"),
    path("diaries/<uuid:reference>/", views.patient, name="patient"),
    path("diaries/<uuid:reference>/profile.svg", views.profile_svg, name="profile-svg"),
    path("diaries/<uuid:reference>/profile.pdf", views.profile_pdf, name="profile-pdf"),
]
