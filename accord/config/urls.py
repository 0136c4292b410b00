"""The addresses of the site. Each app owns its own; here they are hung up."""

from __future__ import annotations

from allauth.account import views as sign_in
from allauth.mfa.base import views as second_factors
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as elsewhere
from django.urls import include, path

from accord.accounts.views import second_factors as our_second_factors
from accord.accounts.views import signing_in as our_sign_in
from accord.accounts.views.elsewhere import come_back, go_there
from accord.ui.openness import for_anyone_signed_in, open_to_all

# Sign-up is closed, so of the sign-in package's pages only these exist.
account_patterns = [
    path("login/", open_to_all(our_sign_in.sign_in), name="account_login"),
    path("logout/", open_to_all(sign_in.logout), name="account_logout"),
    path("inactive/", open_to_all(sign_in.account_inactive), name="account_inactive"),
    path("reauthenticate/", for_anyone_signed_in(sign_in.reauthenticate), name="account_reauthenticate"),
    path("password/change/", for_anyone_signed_in(sign_in.password_change), name="account_change_password"),
    path("password/reset/", open_to_all(our_sign_in.forgotten_password), name="account_reset_password"),
    path("password/reset/sent/", open_to_all(sign_in.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/<slug:uidb36>/<str:key>/",
        open_to_all(sign_in.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        open_to_all(sign_in.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

# Passkeys, codes from an app and recovery codes.
second_factor_patterns = [
    path("", for_anyone_signed_in(our_second_factors.HowOneSignsIn.as_view()), name="mfa_index"),
    path("show/", open_to_all(second_factors.authenticate), name="mfa_authenticate"),
    path("show-again/", for_anyone_signed_in(second_factors.reauthenticate), name="mfa_reauthenticate"),
    path("app/", for_anyone_signed_in(our_second_factors.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("app/take-away/", for_anyone_signed_in(our_second_factors.TakeAppAway.as_view()), name="mfa_deactivate_totp"),
    path("passkeys/sign-in/", open_to_all(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "passkeys/show-again/",
        for_anyone_signed_in(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkeys/new/", for_anyone_signed_in(our_second_factors.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "passkeys/<slug:key>/take-away/",
        for_anyone_signed_in(our_second_factors.TakePasskeyAway.as_view()),
        name="mfa_remove_webauthn",
    ),
]

# Other organisations' sign-in, where the operator names any.
elsewhere_patterns = [
    path("stopped/", open_to_all(elsewhere.login_cancelled), name="socialaccount_login_cancelled"),
    path("<slug:provider_id>/", open_to_all(go_there), name="openid_connect_login"),
    path("<slug:provider_id>/back/", open_to_all(come_back), name="openid_connect_callback"),
]

handler400 = "accord.ui.views.wrong.not_understood"
handler500 = "accord.ui.views.wrong.broken"

urlpatterns = [
    path("", include("accord.register.urls")),
    path("", include("accord.dashboards.urls")),
    path("accounts/", include(account_patterns)),
    path("accounts/second-factor/", include(second_factor_patterns)),
    path("accounts/elsewhere/", include(elsewhere_patterns)),
    path("accounts/", include("accord.accounts.urls")),
    path("", include("accord.ui.urls")),
    path("data/", include("accord.intake.urls")),
    path("agreements/", include("accord.sharing.urls")),
    path("api/v1/", include("accord.api.urls")),
]
