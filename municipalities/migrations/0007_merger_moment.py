from django.db import migrations, models
from django.utils import timezone


def known_from_now(apps, schema_editor):
    """Leave what was known before as it was: decisions rest on it."""
    municipality = apps.get_model("municipalities", "Municipality")
    municipality.objects.exclude(successor=None).update(merged_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0006_signing_of_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="merged_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Vanaf dit moment is bekend dat de gemeente opgaat in haar opvolger; leeg: altijd al.",
                null=True,
                verbose_name="opvolger vastgelegd op",
            ),
        ),
        migrations.RunPython(known_from_now, migrations.RunPython.noop),
    ]
