"""Pages of allauth that this house adds a line to; they stand before its own."""

from django.urls import path

from people.second_factor import SetUpApp, SetUpPasskey

urlpatterns = [
    path("2fa/totp/activate/", SetUpApp.as_view()),
    path("2fa/webauthn/add/", SetUpPasskey.as_view()),
]
