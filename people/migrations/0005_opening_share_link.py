import django.db.models.deletion
from django.db import migrations, models

from people.append_only import guard, unguard


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_reminders'),
    ]

    operations = [
        # SQLite may make a table anew to change its columns, and would lose its guards on the way.
        migrations.RunPython(unguard("people_opening"), guard("people_opening"), elidable=False),
        migrations.AddField(
            model_name='opening',
            name='share_link',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.sharelink'),
        ),
        migrations.RunPython(guard("people_opening"), unguard("people_opening"), elidable=False),
    ]
