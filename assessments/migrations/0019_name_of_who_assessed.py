from django.db import migrations, models

NAME = models.CharField(
    blank=True, default="", max_length=100, verbose_name="naam van toen van wie beoordeelde"
)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0018_letters_of_acts")]

    operations = [
        migrations.AddField(model_name=model, name="assessed_by_name", field=NAME)
        for model in ("assessment", "assessmentversion")
    ]
