"""The addresses of this app."""

from __future__ import annotations

from django.urls import path

from accord.sharing.views import keeping, reading, signing

app_name = "sharing"
urlpatterns = [
    path("", reading.agreements, name="agreements"),
    path("agreements.<slug:form>", reading.agreements_file, name="agreements_file"),
    path("new/", keeping.new, name="new"),
    path("<uuid:public_id>/", reading.agreement, name="agreement"),
    path("<uuid:public_id>/schools.<slug:form>", reading.parties_file, name="parties_file"),
    path("<uuid:public_id>/words/", reading.words, name="words"),
    path("<uuid:public_id>/change/", keeping.change_draft, name="change"),
    path("<uuid:public_id>/new-version/", keeping.new_version, name="new_version"),
    path("<uuid:public_id>/put-out/", keeping.put_out, name="put_out"),
    path("<uuid:public_id>/schools/<slug:urn>/sign/", signing.sign_here, name="sign"),
    path("<uuid:public_id>/schools/<slug:urn>/withdraw/", signing.leave, name="leave"),
    path("<uuid:public_id>/schools/<slug:urn>/paper/", keeping.paper, name="paper"),
    path("<uuid:public_id>/scans/<uuid:scan_id>.<slug:form>", reading.scan, name="scan"),
]
