"""Every door of the house, by its address."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/v1/", include("api.v1.urls")),
    path("clinic/", include("clinic.urls")),
    path("", include("phone.urls")),
]
handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
