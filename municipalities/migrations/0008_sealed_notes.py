from django.db import migrations, models


def names_of(model):
    name = models.CharField(blank=True, editable=False, max_length=100, verbose_name="naam van toen")
    email = models.CharField(blank=True, editable=False, max_length=254, verbose_name="e-mailadres van toen")
    role = models.CharField(blank=True, editable=False, max_length=50, verbose_name="functie van toen")
    words = models.JSONField(
        editable=False, null=True, verbose_name="hoe persoonlijke woorden zijn verzegeld"
    )
    return [
        migrations.AddField(model, "by_name", name),
        migrations.AddField(model, "by_email", email),
        migrations.AddField(model, "by_role", role),
        migrations.AddField(model, "words", words),
    ]


def checksum_of(model):
    """Return the column of a checksum; rows of before have none, and are vouched for in the log."""
    checksum = models.CharField(default="", editable=False, max_length=80, verbose_name="controlegetal")
    return migrations.AddField(model, "checksum", checksum, preserve_default=False)


NOTES = ("actionplan", "agreement", "conversation", "sidefigure")


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0007_merger_moment"),
    ]

    operations = [
        *(operation for model in (*NOTES, "reply") for operation in names_of(model)),
        *(checksum_of(model) for model in NOTES),
    ]
