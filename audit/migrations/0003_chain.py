from django.db import migrations, models

import audit.models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_origin"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="checksum",
            field=models.CharField(default="", editable=False, max_length=64, verbose_name="controlegetal"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditentry",
            name="previous",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Van de eerste regel leeg. Regels van voor de keten hebben er geen.",
                max_length=64,
                null=True,
                unique=True,
                verbose_name="controlegetal van de regel ervoor",
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="details",
            field=models.JSONField(
                blank=True,
                default=dict,
                encoder=audit.models.ReadableJSON,
                verbose_name="bijzonderheden",
            ),
        ),
    ]
