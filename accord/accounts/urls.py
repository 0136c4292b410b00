"""The addresses of this app: one's own account."""

from django.urls import path

from accord.accounts.views.second_factors import recovery_codes, recovery_codes_file
from accord.accounts.views.sessions import end_other_sessions, end_session, sessions
from accord.ui.openness import for_anyone_signed_in

app_name = "accounts"
urlpatterns = [
    path("sessions/", for_anyone_signed_in(sessions), name="sessions"),
    path("sessions/others/end/", for_anyone_signed_in(end_other_sessions), name="end_other_sessions"),
    path("sessions/<slug:key>/end/", for_anyone_signed_in(end_session), name="end_session"),
    path("second-factor/recovery-codes/", for_anyone_signed_in(recovery_codes), name="recovery_codes"),
    path(
        "second-factor/recovery-codes/recovery-codes.txt",
        for_anyone_signed_in(recovery_codes_file),
        name="recovery_codes_file",
    ),
]
