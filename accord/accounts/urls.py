"""The addresses of this app: one's own account."""

from django.urls import path

from accord.accounts.views.accepting import (
    accept_invitation,
    accept_with_passkey,
    accept_with_password,
    open_invitation,
)
from accord.accounts.views.inviting import invitations, invite_again, invite_somebody, withdraw_invitation
from accord.accounts.views.second_factors import recovery_codes, recovery_codes_file
from accord.accounts.views.sessions import end_other_sessions, end_session, sessions
from accord.accounts.views.tokens import revoke, tokens
from accord.ui.openness import for_anyone_signed_in, open_to_all

app_name = "accounts"
urlpatterns = [
    path("invitation/", open_to_all(accept_invitation), name="accept_invitation"),
    path("invitation/passkey/", open_to_all(accept_with_passkey), name="accept_with_passkey"),
    path("invitation/password/", open_to_all(accept_with_password), name="accept_with_password"),
    path("invitations/", invitations, name="invitations"),
    path("invitations/new/", invite_somebody, name="invite_somebody"),
    path("invitations/<uuid:public_id>/again/", invite_again, name="invite_again"),
    path("invitations/<uuid:public_id>/withdraw/", withdraw_invitation, name="withdraw_invitation"),
    path("invitation/<slug:token>/", open_to_all(open_invitation), name="open_invitation"),
    path("sessions/", for_anyone_signed_in(sessions), name="sessions"),
    path("sessions/others/end/", for_anyone_signed_in(end_other_sessions), name="end_other_sessions"),
    path("sessions/<slug:key>/end/", for_anyone_signed_in(end_session), name="end_session"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<uuid:public_id>/revoke/", revoke, name="revoke_token"),
    path("second-factor/recovery-codes/", for_anyone_signed_in(recovery_codes), name="recovery_codes"),
    path(
        "second-factor/recovery-codes/recovery-codes.txt",
        for_anyone_signed_in(recovery_codes_file),
        name="recovery_codes_file",
    ),
]
