"""The addresses of this app."""

from django.urls import include, path, register_converter

from accord.dashboards.views.authority_groups import authority_groups, authority_groups_file, freeze_groups
from accord.dashboards.views.compare import compare, compare_file, freeze_comparison
from accord.dashboards.views.findings import finding
from accord.dashboards.views.following import follow_page, stop_following_page
from accord.dashboards.views.governors import governors, governors_csv, governors_xlsx
from accord.dashboards.views.groups import groups
from accord.dashboards.views.held import held
from accord.dashboards.views.home import home
from accord.dashboards.views.measures import measure, measure_file, measures, measures_file
from accord.dashboards.views.one_school import one_school, workings
from accord.dashboards.views.packs import pack, packs
from accord.dashboards.views.parts import chart, csv_file, json_file, png_file, xlsx_file
from accord.dashboards.views.permanent import freeze_page, frozen_changes, frozen_page
from accord.dashboards.views.returns import (
    group_returns,
    group_returns_file,
    own_return,
    return_by_link,
    return_link,
    returns,
    returns_file,
)
from accord.dashboards.views.saved import delete, rename, saved
from accord.dashboards.views.subject import (
    coverage,
    data,
    every_measure,
    help_page,
    history,
    one_chart,
    pupils,
    schools,
    similar,
    trend,
)


class Room:
    """What is looked at as one school: a group in the register, a local authority, or a school itself."""

    regex = "groups|authorities|schools"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


register_converter(Room, "room")

app_name = "dashboards"
one_subject = [
    path("", one_school, name="one_school"),
    path("how/", workings, name="workings"),
    path("follow/", follow_page, name="follow"),
    path("stop-following/", stop_following_page, name="stop_following"),
    path("governors/", governors, name="governors"),
    path("governors/<slug:code>.csv", governors_csv, name="governors_csv"),
    path("governors/<slug:code>.xlsx", governors_xlsx, name="governors_xlsx"),
    path("freeze/", freeze_page, name="freeze"),
    path("measures/", every_measure, name="subject_measures"),
    path("trend/", trend, name="subject_trend"),
    path("pupils/", pupils, name="subject_pupils"),
    path("schools/", schools, name="subject_schools"),
    path("help/", help_page, name="subject_help"),
    path("similar/", similar, name="subject_similar"),
    path("coverage/", coverage, name="subject_coverage"),
    path("findings/<slug:finding>/", finding, name="finding"),
    path("history/", history, name="subject_history"),
    path("data/", data, name="subject_data"),
    path("packs/", packs, name="subject_packs"),
    path("packs/<slug:code>.<slug:form>", pack, name="pack"),
    path("chart/<slug:code>/", one_chart, name="subject_chart"),
    path("everything.json", json_file, name="json"),
    path("<slug:code>.svg", chart, name="chart"),
    path("<slug:code>.png", png_file, name="png"),
    path("<slug:code>.csv", csv_file, name="csv"),
    path("<slug:code>.xlsx", xlsx_file, name="xlsx"),
]
urlpatterns = [
    path("", home, name="home"),
    path("record/held/", held, name="held"),
    path("saved/", saved, name="saved"),
    path("saved/<int:view>/rename/", rename, name="rename_saved"),
    path("saved/<int:view>/delete/", delete, name="delete_saved"),
    path("groups/", groups, name="groups"),
    path("groups/<slug:key>/returns/", group_returns, name="group_returns"),
    path("groups/<slug:key>/returns/<slug:form>.<slug:ending>", group_returns_file, name="group_returns_file"),
    path("returns/", returns, name="returns"),
    path("returns/<slug:form>.<slug:ending>", returns_file, name="returns_file"),
    path("returns/by/<str:token>/", return_by_link, name="return_by_link"),
    path("returns/<slug:form>/<int:year>/<slug:urn>/", own_return, name="own_return"),
    path("returns/<slug:form>/<int:year>/<slug:urn>/link/", return_link, name="return_link"),
    path("frozen/<slug:link>/", frozen_page, name="frozen"),
    path("frozen/<slug:link>/changes.<slug:form>", frozen_changes, name="frozen_changes"),
    path("authorities/<slug:key>/groups/", authority_groups, name="authority_groups"),
    path("authorities/<slug:key>/groups/freeze/", freeze_groups, name="freeze_groups"),
    path("authorities/<slug:key>/groups/side-by-side.<slug:form>", authority_groups_file, name="authority_groups_file"),
    path("compare/", compare, name="compare"),
    path("compare/freeze/", freeze_comparison, name="freeze_comparison"),
    path("compare/<slug:code>.<slug:form>", compare_file, name="compare_file"),
    path("measures/", measures, name="measures"),
    path("measures.<slug:form>", measures_file, name="measures_file"),
    path("measures/<slug:code>/", measure, name="measure"),
    path("measures/<slug:code>.<slug:form>", measure_file, name="measure_file"),
    path("<room:room>/<slug:key>/", include(one_subject)),
]
