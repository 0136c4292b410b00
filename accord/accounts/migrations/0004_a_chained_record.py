import secrets

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accord.accounts.queries.record_entries import event_parts
from accord.accounts.rules.chain import GENESIS, written

ACTORS = [("operator", "The command line"), ("person", "A person signed in"), ("visitor", "Somebody not signed in")]
DIGEST = {"max_length": 64, "editable": False}


def chain(apps, schema_editor):
    """Number the events there are in the order in which they were written, and chain them."""
    events = apps.get_model("accounts", "Event").objects.using(schema_editor.connection.alias)
    before = GENESIS
    for sequence, event in enumerate(events.select_related("person").order_by("pk").iterator(2000), start=1):
        event.actor = "person" if event.person_id else "operator"
        person = str(event.person.public_id) if event.person_id else ""
        entry = written(before, sequence, secrets.token_hex(16), *event_parts(event, person))
        event.sequence, event.before, event.digest = sequence, entry.before, entry.digest
        event.sealed, event.salt = entry.sealed, entry.salt
        event.save(update_fields=["actor", "sequence", "before", "digest", "sealed", "salt"])
        before = entry.digest


def leave(apps, schema_editor):
    """Going back, the columns go."""


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_grants"),
    ]

    operations = [
        migrations.AddField("event", "actor", models.CharField(max_length=8, choices=ACTORS, default="operator"), preserve_default=False),
        migrations.AddField("event", "on_behalf_of", models.JSONField(default=list, blank=True)),
        migrations.AddField("event", "sequence", models.BigIntegerField(null=True, editable=False)),
        migrations.AddField("event", "before", models.CharField("Digest of the entry before", default="", **DIGEST), preserve_default=False),
        migrations.AddField("event", "digest", models.CharField(default="", **DIGEST), preserve_default=False),
        migrations.AddField("event", "sealed", models.CharField("Salted digest of what is personal", default="", **DIGEST), preserve_default=False),
        migrations.AddField("event", "salt", models.CharField(max_length=32, blank=True, editable=False, default=""), preserve_default=False),
        migrations.AlterField("event", "subject_id", models.CharField(max_length=200, blank=True)),
        migrations.RunPython(chain, leave),
        migrations.AlterField("event", "sequence", models.BigIntegerField(unique=True, editable=False)),
        migrations.AddIndex("event", models.Index(fields=["-at"], name="accounts_event_at")),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(editable=False, unique=True)),
                ("before", models.CharField("Digest of the entry before", **DIGEST)),
                ("digest", models.CharField(**DIGEST)),
                ("sealed", models.CharField("Salted digest of what is personal", **DIGEST)),
                ("salt", models.CharField(blank=True, editable=False, max_length=32)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(choices=ACTORS, max_length=8)),
                ("on_behalf_of", models.JSONField(blank=True, default=list)),
                ("grant", models.CharField(blank=True, max_length=36)),
                ("agreement", models.CharField(blank=True, max_length=36)),
                ("kind", models.CharField(max_length=60, verbose_name="Kind of subject")),
                ("subject_id", models.CharField(max_length=200)),
                ("release", models.CharField(blank=True, max_length=36)),
                ("rows", models.PositiveIntegerField()),
                ("page", models.CharField(blank=True, max_length=80)),
                ("person", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["sequence"],
                "indexes": [
                    models.Index(fields=["kind", "subject_id", "-at"], name="accounts_reading_subject"),
                    models.Index(fields=["-at"], name="accounts_reading_at"),
                ],
            },
        ),
    ]
