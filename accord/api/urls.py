"""The addresses of this app. Each view of the API stands behind the same door."""

from django.urls import URLPattern, path

from accord.api.door import for_programs
from accord.api.views.v1 import description, v1

app_name = "api"
_HOME = "api-root"
"""Django Ninja's own first page, which says nothing."""


def _behind_the_door() -> list[URLPattern]:
    found = [each for each in v1.urls[0] if isinstance(each, URLPattern) and each.name != _HOME]
    for each in found:
        each.callback = for_programs(each.callback)
    return found


urlpatterns = [path("openapi.json", description, name="description"), *_behind_the_door()]
