"""The addresses of the site. Each app owns its own; here they are hung up."""

from __future__ import annotations

from allauth.account import views as sign_in
from django.urls import include, path

from accord.ui.openness import for_anyone_signed_in, open_to_all

# Sign-up is closed, so of the sign-in package's pages only these exist.
account_patterns = [
    path("login/", open_to_all(sign_in.login), name="account_login"),
    path("logout/", open_to_all(sign_in.logout), name="account_logout"),
    path("inactive/", open_to_all(sign_in.account_inactive), name="account_inactive"),
    path("reauthenticate/", for_anyone_signed_in(sign_in.reauthenticate), name="account_reauthenticate"),
    path("password/change/", for_anyone_signed_in(sign_in.password_change), name="account_change_password"),
]

handler400 = "accord.ui.views.wrong.not_understood"
handler500 = "accord.ui.views.wrong.broken"

urlpatterns = [
    path("", include("accord.register.urls")),
    path("", include("accord.dashboards.urls")),
    path("accounts/", include(account_patterns)),
    path("", include("accord.ui.urls")),
    path("data/", include("accord.intake.urls")),
]
