"""The addresses of this app."""

from __future__ import annotations

from django.urls import path

from accord.intake.views.releases import release, release_file, releases, releases_file, withdraw_release
from accord.intake.views.sending import accept_sent, sent, sent_file, upload
from accord.intake.views.terms import release_terms
from accord.intake.views.watching import watch

app_name = "intake"
urlpatterns = [
    path("", releases, name="releases"),
    path("<slug:code>.<slug:form>", releases_file, name="releases_file"),
    path("send/", upload, name="upload"),
    path("watch/", watch, name="watch"),
    path("sent/<uuid:public_id>/", sent, name="sent"),
    path("sent/<uuid:public_id>/<slug:code>.<slug:form>", sent_file, name="sent_file"),
    path("sent/<uuid:public_id>/accept/", accept_sent, name="accept"),
    path("releases/<uuid:public_id>/", release, name="release"),
    path("releases/<uuid:public_id>/markers.<slug:form>", release_file, name="release_file"),
    path("releases/<uuid:public_id>/terms/", release_terms, name="terms"),
    path("releases/<uuid:public_id>/withdraw/", withdraw_release, name="withdraw"),
]
