"""The addresses of this app."""

from django.urls import path

from accord.ui.views.brand import brand

app_name = "ui"
urlpatterns = [path("brand.css", brand, name="brand")]
