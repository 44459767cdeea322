"""Addresses of the clinic."""

from django.urls import path

from clinic.views import diaries, panel, practice, settings

app_name = "clinic"
urlpatterns = [
    path("", panel.panel, name="panel"),
    path("diaries/<uuid:reference>/", diaries.patient, name="patient"),
    path("diaries/<uuid:reference>/figures/<str:name>.svg", diaries.figure, name="figure"),
    path("diaries/<uuid:reference>/profile.png", diaries.profile_png, name="profile-png"),
    path("diaries/<uuid:reference>/profile.pdf", diaries.profile_pdf, name="profile-pdf"),
    path("diaries/<uuid:reference>/drawer/", diaries.drawer, name="drawer"),
    path("diaries/<uuid:reference>/reviews/", diaries.sign, name="sign"),
    path("diaries/<uuid:reference>/reviews/<int:number>/undo/", diaries.undo, name="undo"),
    path("diaries/<uuid:reference>/place/", diaries.place, name="place"),
    path("diaries/<uuid:reference>/limits/", settings.limits_of_one, name="limits-of-one"),
    path("diaries/<uuid:reference>/limits/change/", settings.change_limits_of_one, name="change-limits-of-one"),
    path("limits/", settings.limits, name="limits"),
    path("limits/change/", settings.change_limits, name="change-limits"),
    path("limits/mail/", settings.change_mail, name="change-mail"),
    path("practice/", practice.practice, name="practice"),
    path("practice/leave/", practice.leave, name="leave"),
    path("practice/invitations/", practice.invite, name="invite"),
    path("practice/invitations/<uuid:id>/take-back/", practice.take_back, name="take-back"),
    path("practice/members/<int:id>/role/", practice.change_role, name="change-role"),
    path("practice/members/<int:id>/remove/", practice.remove, name="remove"),
    path("join/", practice.join, name="join"),
    path("second-factor/", practice.needs_second_factor, name="second-factor"),
]
