"""The addresses of this app: schools, and keeping groups and their members."""

from __future__ import annotations

from django.urls import include, path

from accord.register.views.groups import compare, compare_file, groups, groups_file, new_group
from accord.register.views.keeping import (
    change_membership,
    end_group,
    join_school,
    keep_several,
    place_group,
    rename_group,
    take_group_out,
)
from accord.register.views.one_group import group, group_file, history

one_group = [
    path("", group, name="group"),
    path("<slug:code>.<slug:form>", group_file, name="group_file"),
    path("history/", history, name="group_history"),
    path("add/", join_school, name="join"),
    path("several/", keep_several, name="several"),
    path("memberships/<int:pk>/", change_membership, name="membership"),
    path("rename/", rename_group, name="rename_group"),
    path("place/", place_group, name="place_group"),
    path("places/<int:pk>/", take_group_out, name="take_group_out"),
    path("end/", end_group, name="end_group"),
]
all_groups = [
    path("", groups, name="groups"),
    path("groups.<slug:form>", groups_file, name="groups_file"),
    path("compare/", compare, name="compare"),
    path("compare.<slug:form>", compare_file, name="compare_file"),
    path("new/", new_group, name="new_group"),
    path("<slug:slug>/", include(one_group)),
]

app_name = "register"
urlpatterns = [path("register/groups/", include(all_groups))]
