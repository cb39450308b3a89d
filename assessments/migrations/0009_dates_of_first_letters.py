import re
from datetime import date

from django.db import connections, migrations

MONTHS = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
PRINTED = re.compile(r"<dt>Datum</dt><dd>(\d+) (\w+) (\d{4})\s")


def read_dates(apps, schema_editor):
    """Give the letters that were adopted before their date was kept apart the date that is printed on them.

    They had that of the upgrade that added the column. Their seal is older than it, and does not tell.
    """
    # Only here: a model of the log can be imported once all apps are loaded.
    from audit.append_only import drop_triggers
    from audit.formulas import every_column

    letters = apps.get_model("assessments", "AdoptedLetter").objects.filter(template="")
    printed = {
        row: PRINTED.search(row.html) for row in letters if row.checksum == sealed_first(row, every_column)
    }
    if any(printed.values()):
        # What recorded rows say stays: only a column that was added to them is filled. Migrating puts these back.
        drop_triggers(connections[schema_editor.connection.alias])
    for row, found in printed.items():
        if found:
            row.printed_on = date(int(found[3]), MONTHS.index(found[2][:3]) + 1, int(found[1]))
            row.save(update_fields=["printed_on"])


def sealed_first(row, every_column):
    try:
        return every_column(row)
    except ValueError:
        return None


class Migration(migrations.Migration):
    # Apart from the columns: PostgreSQL alters no table of which rows were changed in the same transaction.
    dependencies = [
        ("assessments", "0008_formula_named"),
        ("audit", "0005_formula_named"),
    ]

    operations = [
        migrations.RunPython(read_dates, migrations.RunPython.noop),
    ]
