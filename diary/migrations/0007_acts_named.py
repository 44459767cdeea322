from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diary', '0006_reviews_panel'),
    ]

    operations = [
        migrations.AlterField(
            model_name='review',
            name='kind',
            field=models.CharField(choices=[('reviewed', 'Reviewed'), ('note', 'Note'), ('check_asked', 'Asked for a face check'), ('snoozed', 'Snoozed until new evidence'), ('not_actionable', 'Not actionable'), ('visit_planned', 'Planned a visit'), ('undone', 'Taken back')], max_length=20),
        ),
    ]
