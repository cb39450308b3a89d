from django.db import migrations
from django.utils import timezone


def begin(apps, schema_editor):
    """Let the first line of the chain vouch for the lines that were there before it."""
    # Only here: a model of this app can be imported once all apps are loaded.
    from audit.chain import BEGIN, BEGUN_BY, fingerprint
    from audit.seals import checksum_of

    AuditEntry = apps.get_model("audit", "AuditEntry")
    older = list(AuditEntry.objects.order_by("pk"))
    if older:
        first = AuditEntry(recorded_at=timezone.now(), action=BEGIN, previous="", details=fingerprint(older))
        first.checksum = checksum_of(first, BEGUN_BY)
        first.save()


class Migration(migrations.Migration):
    # Apart from the columns: PostgreSQL alters no table to which rows were added in the same transaction.
    dependencies = [
        ("audit", "0003_chain"),
    ]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
