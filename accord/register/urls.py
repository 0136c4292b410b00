"""The addresses of this app: schools, and keeping groups and their members."""

from __future__ import annotations

from django.urls import include, path

from accord.register.views.bringing_people import bring_people
from accord.register.views.changes import changes, changes_file, changes_of_extract
from accord.register.views.confirming import confirm_rights
from accord.register.views.corrections import correct_school, take_back_correction
from accord.register.views.giving import change_an_end, end_a_right, give_right
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
from accord.register.views.one_person import person
from accord.register.views.own_rights import own_rights, why_page
from accord.register.views.people import find_people, people, people_file
from accord.register.views.place_people import hand_post_over, people_over, people_places
from accord.register.views.record import record_file, record_page, who_looked, who_looked_file
from accord.register.views.resetting import reset_sign_in
from accord.register.views.retention import end_hold, new_hold, retention, retention_file
from accord.register.views.school_map import school_map, school_map_picture
from accord.register.views.school_years import school_year
from accord.register.views.schools import (
    coverage_by_phase_file,
    coverage_file,
    school_by_number,
    school_coverage,
    schools,
    schools_file,
)
from accord.register.views.viewing_as import stop_viewing_as, view_as

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

every_school = [
    path("", schools, name="schools"),
    path("schools.<slug:form>", schools_file, name="schools_file"),
    path("coverage/", school_coverage, name="coverage"),
    path("coverage/by-phase.<slug:form>", coverage_by_phase_file, name="coverage_by_phase_file"),
    path("coverage.<slug:form>", coverage_file, name="coverage_file"),
    path("map/", school_map, name="school_map"),
    path("map.svg", school_map_picture, name="school_map_picture"),
    path("<slug:address>/correct/", correct_school, name="correct"),
    path("<slug:address>/looked/", who_looked, name="who_looked"),
    path("<slug:address>/looked.<slug:form>", who_looked_file, name="who_looked_file"),
    path("corrections/<uuid:public_id>/take-back/", take_back_correction, name="take_back"),
    path("number/<slug:number>/", school_by_number, name="school_by_number"),
]

one_person = [
    path("", person, name="person"),
    path("give/", give_right, name="give_to"),
    path("view-as/", view_as, name="view_as"),
    path("reset-sign-in/", reset_sign_in, name="reset_sign_in"),
    path("rights/<uuid:grant_id>/end/", end_a_right, name="end_right"),
    path("rights/<uuid:grant_id>/change/", change_an_end, name="change_end"),
]
all_people = [
    path("", people, name="people"),
    path("people.<slug:form>", people_file, name="people_file"),
    path("find/", find_people, name="find_people"),
    path("give/", give_right, name="give"),
    path("list/", bring_people, name="bring_people"),
    path("confirm/", confirm_rights, name="confirm_rights"),
    path("me/", own_rights, name="own_rights"),
    path("view-as/stop/", stop_viewing_as, name="stop_viewing_as"),
    path("over/", people_places, name="people_places"),
    path("over/<slug:kind>/<slug:key>/", people_over, name="people_over"),
    path("over/<slug:kind>/<slug:key>/hand-over/<uuid:grant_id>/", hand_post_over, name="hand_over"),
    path("<uuid:public_id>/", include(one_person)),
]

the_record = [
    path("", record_page, name="record"),
    path("reads/", record_page, {"which": "reads"}, name="reads"),
    path("retention/", retention, name="retention"),
    path("retention/schedule.<slug:form>", retention_file, name="retention_file"),
    path("retention/hold/", new_hold, name="new_hold"),
    path("retention/holds/<uuid:public_id>/lift/", end_hold, name="lift_hold"),
    path("<slug:code>.<slug:form>", record_file, name="record_file"),
]

app_name = "register"
urlpatterns = [
    path("record/", include(the_record)),
    path("people/", include(all_people)),
    path("why/", why_page, name="why"),
    path("schools/", include(every_school)),
    path("register/changes/", include(register_changes)),
    path("register/groups/", include(all_groups)),
    path("register/lists/", include(brought_lists)),
    path("register/school-year/", school_year, name="school_year"),
]
