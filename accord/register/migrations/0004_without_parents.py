from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("register", "0003_parents_become_nestings")]

    operations = [migrations.RemoveField(model_name="group", name="parent")]
