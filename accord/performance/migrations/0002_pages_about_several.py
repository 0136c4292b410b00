from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("performance", "0001_initial")]

    operations = [
        migrations.AddField(model_name="frozenpage", name="beside", field=models.JSONField(default=list)),
    ]
