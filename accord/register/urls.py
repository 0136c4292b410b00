"""The addresses of this app: schools, and keeping groups and their members."""

from __future__ import annotations

from django.urls import include, path

from accord.register.views.changes import changes, changes_file, changes_of_extract
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
from accord.register.views.list_rows import list_row
from accord.register.views.lists import (
    accept_list_close,
    apply_list,
    list_file,
    lists,
    lists_file,
    new_list,
    one_list,
    undo_list,
)
from accord.register.views.one_group import group, group_file, history
from accord.register.views.school_years import school_year

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

brought_lists = [
    path("", lists, name="lists"),
    path("lists.<slug:form>", lists_file, name="lists_file"),
    path("new/", new_list, name="new_list"),
    path("<uuid:public_id>/", one_list, name="list"),
    path("<uuid:public_id>/rows.<slug:form>", list_file, name="list_file"),
    path("<uuid:public_id>/accept/", accept_list_close, name="accept_close"),
    path("<uuid:public_id>/apply/", apply_list, name="apply_list"),
    path("<uuid:public_id>/undo/", undo_list, name="undo_list"),
    path("<uuid:public_id>/rows/<int:pk>/", list_row, name="list_row"),
]

register_changes = [
    path("", changes, name="changes"),
    path("<uuid:release>/", changes_of_extract, name="changes_of"),
    path("<uuid:release>/<slug:code>.<slug:form>", changes_file, name="changes_file"),
]

app_name = "register"
urlpatterns = [
    path("register/changes/", include(register_changes)),
    path("register/groups/", include(all_groups)),
    path("register/lists/", include(brought_lists)),
    path("register/school-year/", school_year, name="school_year"),
]
