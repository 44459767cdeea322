import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard, unguard


class Migration(migrations.Migration):

    dependencies = [
        ('diary', '0005_reminders'),
        ('people', '0007_thresholds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('diary', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='digest', serialize=False, to='people.diary')),
                ('epoch', models.PositiveIntegerField()),
                ('change_counter', models.PositiveBigIntegerField()),
                ('rules_version', models.CharField(max_length=40)),
                ('form', models.PositiveIntegerField()),
                ('as_of', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('stale_at', models.DateTimeField(db_index=True)),
                ('content', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('pk', models.CompositePrimaryKey('diary_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField()),
                ('kind', models.CharField(choices=[('reviewed', 'Reviewed'), ('note', 'Note'), ('check_asked', 'Check Asked'), ('snoozed', 'snoozed until new evidence'), ('not_actionable', 'Not Actionable'), ('visit_planned', 'Visit Planned'), ('undone', 'Undone')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('flags', models.JSONField(default=list)),
                ('conditions', models.JSONField(default=list)),
                ('epoch', models.PositiveIntegerField()),
                ('change_counter', models.PositiveBigIntegerField()),
                ('rules_version', models.CharField(blank=True, max_length=40)),
                ('undoes', models.PositiveBigIntegerField(null=True)),
                ('event_id', models.UUIDField(null=True)),
                ('on', models.DateField()),
                ('signed_at', models.DateTimeField()),
                ('entry_hash', models.CharField(max_length=64)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('diary', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.diary')),
                ('practice', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.practice')),
            ],
        ),
        migrations.CreateModel(
            name='PanelLine',
            fields=[
                ('care_link', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='panel_line', serialize=False, to='people.carelink')),
                ('lane', models.PositiveSmallIntegerField()),
                ('since', models.DateField()),
                ('reason', models.TextField()),
                ('days', models.PositiveSmallIntegerField()),
                ('answered', models.PositiveSmallIntegerField()),
                ('answered_percent', models.PositiveSmallIntegerField()),
                ('twitch_days', models.PositiveSmallIntegerField()),
                ('before_answered', models.PositiveSmallIntegerField()),
                ('before_twitch_days', models.PositiveSmallIntegerField()),
                ('areas', models.PositiveSmallIntegerField()),
                ('injected_on', models.DateField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('as_of', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('stale_at', models.DateTimeField()),
                ('diary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.diary')),
                ('practice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.practice')),
                ('reviewed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['practice', 'lane', 'since', 'care_link'], name='panel_in_order'), models.Index(fields=['practice', 'stale_at'], name='panel_stale')],
            },
        ),
        migrations.RunPython(guard("diary_review"), unguard("diary_review"), elidable=False),
    ]
