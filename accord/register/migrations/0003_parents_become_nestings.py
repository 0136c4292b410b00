from django.db import migrations
from django.utils import timezone


def carry_over(apps, schema_editor):
    Group = apps.get_model("register", "Group")
    Nesting = apps.get_model("register", "Nesting")
    now = timezone.now()
    Nesting.objects.bulk_create(
        Nesting(inner_id=inner, outer_id=outer, recorded_at=now)
        for inner, outer in Group.objects.exclude(parent=None).values_list("pk", "parent_id")
    )


def carry_back(apps, schema_editor):
    Group = apps.get_model("register", "Group")
    Nesting = apps.get_model("register", "Nesting")
    for inner, outer in Nesting.objects.filter(ends_before=None).order_by("pk").values_list("inner_id", "outer_id"):
        Group.objects.filter(pk=inner).update(parent_id=outer)


class Migration(migrations.Migration):

    dependencies = [("register", "0002_the_register")]

    operations = [migrations.RunPython(carry_over, carry_back)]
