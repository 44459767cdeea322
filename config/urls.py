"""Every door of the house, by its address."""

from django.urls import include, path, re_path

from config import views

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("accounts/", include("people.urls")),
    path("accounts/", include("allauth.urls")),
    path("_allauth/app/v1/account/phone", views.not_found),  # a feature of the library that this house does not use
    path("_allauth/", include("allauth.headless.urls")),
    path("api/v1/", include("api.v1.urls")),
    re_path("^api(/|$)", views.not_found),  # no redirect to a slash: a client would lose its body on the way
    path("clinic/", include("clinic.urls")),
    path("share/", include("clinic.shared_urls")),
    path("", include("phone.urls")),
]
handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler429 = "config.views.too_many"
handler500 = "config.views.server_error"
