import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def chosen_by():
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name="gekozen of gemotiveerd door",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # A concept of before must be judged again before it can be proposed: by which rules is not known.
        migrations.AddField(
            model_name="assessment",
            name="engine",
            field=models.CharField(default="", max_length=64, verbose_name="versie van de rekenregel"),
            preserve_default=False,
        ),
        migrations.AddField(model_name="assessment", name="chosen_by", field=chosen_by()),
        migrations.AddField(model_name="assessmentversion", name="chosen_by", field=chosen_by()),
    ]
