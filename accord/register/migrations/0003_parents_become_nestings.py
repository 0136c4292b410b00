from django.db import migrations
from django.utils import timezone


def carry_over(apps, schema_editor):
    here = schema_editor.connection.alias
    groups = apps.get_model("register", "Group").objects.using(here)
    Nesting = apps.get_model("register", "Nesting")
    now = timezone.now()
    # Going back leaves the nestings where they are: who then comes here again finds them.
    there = set(Nesting.objects.using(here).filter(ends_before=None).values_list("inner_id", "outer_id"))
    Nesting.objects.using(here).bulk_create(
        Nesting(inner_id=inner, outer_id=outer, recorded_at=now)
        for inner, outer in groups.exclude(parent=None).values_list("pk", "parent_id")
        if (inner, outer) not in there
    )


def carry_back(apps, schema_editor):
    here = schema_editor.connection.alias
    groups = apps.get_model("register", "Group").objects.using(here)
    Nesting = apps.get_model("register", "Nesting")
    for inner, outer in Nesting.objects.using(here).filter(ends_before=None).order_by("pk").values_list("inner_id", "outer_id"):
        groups.filter(pk=inner).update(parent_id=outer)


class Migration(migrations.Migration):

    dependencies = [("register", "0002_the_register")]

    operations = [migrations.RunPython(carry_over, carry_back)]
