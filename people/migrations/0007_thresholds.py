import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_clinic'),
    ]

    operations = [
        migrations.CreateModel(
            name='Threshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('value', models.FloatField()),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('until', models.DateField(null=True)),
                ('set_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('diary', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.diary')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thresholds', to='people.practice')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('diary__isnull', False), ('ended_at', None)), fields=('practice', 'diary', 'name'), name='threshold_of_a_diary_set_once'), models.UniqueConstraint(condition=models.Q(('diary', None), ('ended_at', None)), fields=('practice', 'name'), name='threshold_set_once')],
            },
        ),
        migrations.AddField(
            model_name='practice',
            name='digest_sent_on',
            field=models.DateField(null=True),
        ),
    ]
