import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0003_judged_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="adoptedletter",
            name="printed_on",
            # No letter was adopted before a release: the default fills no row.
            field=models.DateField(default=datetime.date.today, verbose_name="datum van de brief"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="actend",
            name="act",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ends",
                to="assessments.legalact",
                verbose_name="rechtshandeling",
            ),
        ),
        migrations.AlterField(
            model_name="legalact",
            name="follows",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followers",
                to="assessments.legalact",
                verbose_name="volgt op",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="state",
            field=models.CharField(
                choices=[
                    ("concept", "Concept"),
                    ("proposed", "Voorgesteld"),
                    ("returned", "Teruggegeven"),
                    ("adopted", "Vastgesteld"),
                    ("sent", "Verzonden"),
                    ("published", "Gepubliceerd"),
                    ("withdrawn", "Ingetrokken"),
                    ("superseded", "Vervangen"),
                    ("abandoned", "Afgebroken"),
                ],
                max_length=20,
                verbose_name="status",
            ),
        ),
        migrations.CreateModel(
            name="ActPublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checksum", models.CharField(editable=False, max_length=64, verbose_name="controlegetal")),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                ("published_on", models.DateField(verbose_name="bekendgemaakt op")),
                (
                    "publication_place",
                    models.CharField(max_length=200, verbose_name="plaats van bekendmaking"),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="assessments.legalact",
                        verbose_name="rechtshandeling",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
            ],
            options={
                "verbose_name": "bekendmaking van een rechtshandeling",
                "verbose_name_plural": "bekendmakingen van rechtshandelingen",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ActTakeBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checksum", models.CharField(editable=False, max_length=64, verbose_name="controlegetal")),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                ("reason", models.TextField(verbose_name="reden")),
                (
                    "act",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="assessments.legalact",
                        verbose_name="rechtshandeling",
                    ),
                ),
                (
                    "end",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="assessments.actend",
                        verbose_name="einde van een rechtshandeling",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
            ],
            options={
                "verbose_name": "terugname van een rechtshandeling",
                "verbose_name_plural": "terugnamen van rechtshandelingen",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", None), ("end__isnull", False)),
                            models.Q(("act__isnull", False), ("end", None)),
                            _connector="OR",
                        ),
                        name="act_take_back_of_one_thing",
                    )
                ],
            },
        ),
    ]
