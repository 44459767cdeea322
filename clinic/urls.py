"""Addresses of the clinic."""

from django.urls import path

from clinic import views

app_name = "clinic"
urlpatterns = [
    path("", views.panel, name="panel"),
    path("diaries/<uuid:reference>/", views.patient, name="patient"),
    path("diaries/<uuid:reference>/profile.png", views.profile_png, name="profile-png"),
    path("diaries/<uuid:reference>/profile.pdf", views.profile_pdf, name="profile-pdf"),
]
