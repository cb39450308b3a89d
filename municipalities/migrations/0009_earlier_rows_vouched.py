from django.db import migrations
from django.utils import timezone

NOTES = ("Conversation", "Agreement", "ActionPlan", "SideFigure")


def vouch_for_earlier_rows(apps, schema_editor):
    """Let a line of the log vouch for the deliveries and notes of before their checksums stood in it."""
    # Only here: a model of the log can be imported once all apps are loaded.
    from audit.seals import checksum_of
    from audit.vouched import VOUCHED, vouch
    from municipalities.ledger.seal import delivery_checksums

    rows = {"municipalities.Delivery": dict(delivery_checksums(get_model=apps.get_model))}
    for name in NOTES:
        found = apps.get_model("municipalities", name)._default_manager.order_by("pk")
        rows[f"municipalities.{name}"] = {row.pk: checksum_of(row) for row in found}
    details = vouch(rows)
    if not details:
        return
    AuditEntry = apps.get_model("audit", "AuditEntry")
    last = AuditEntry.objects.order_by("pk").last()
    line = AuditEntry(
        recorded_at=timezone.now(), action=VOUCHED, previous=last.checksum if last else "", details=details
    )
    line.checksum = checksum_of(line)
    line.save()


class Migration(migrations.Migration):
    # Apart from the columns: PostgreSQL alters no table to which rows were added in the same transaction.
    dependencies = [
        ("municipalities", "0008_sealed_notes"),
        ("audit", "0006_names_and_words"),
    ]

    operations = [
        migrations.RunPython(vouch_for_earlier_rows, migrations.RunPython.noop),
    ]
