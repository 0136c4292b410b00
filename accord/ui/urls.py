"""The addresses of this app."""

from django.urls import path

from accord.ui.views.brand import brand
from accord.ui.views.components import components
from accord.ui.views.glossary import glossary_page

app_name = "ui"
urlpatterns = [
    path("ui/brand.css", brand, name="brand"),
    path("components/", components, name="components"),
    path("glossary/", glossary_page, name="glossary"),
]
