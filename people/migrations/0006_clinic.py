import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


def first_members_own(apps, schema_editor):
    """Let who joined a practice first decide who works there."""
    members = apps.get_model("people", "Member").objects.filter(left_at=None).order_by("-joined_at", "-pk")
    firsts = dict(members.values_list("practice_id", "pk"))
    apps.get_model("people", "Member").objects.filter(pk__in=firsts.values()).update(role="owner")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_opening_share_link'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('clinician', 'Clinician'), ('assistant', 'Assistant')], max_length=10)),
                ('label', models.CharField(max_length=100)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='carelink',
            name='assigned_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='carelink',
            name='tags',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='member',
            name='role',
            field=models.CharField(choices=[('owner', 'Owner'), ('clinician', 'Clinician'), ('assistant', 'Assistant')], default='clinician', max_length=10),
        ),
        migrations.AddField(
            model_name='practice',
            name='digest_hour',
            field=models.PositiveSmallIntegerField(default=7, null=True),
        ),
        migrations.AddField(
            model_name='practice',
            name='time_zone',
            field=models.CharField(default='UTC', max_length=64),
        ),
        migrations.AlterField(
            model_name='opening',
            name='what',
            field=models.CharField(choices=[('profile', 'Profile'), ('profile_pdf', 'Profile Pdf'), ('entries', 'Entries')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('owner', 'clinician', 'assistant'))), name='member_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('digest_hour', None), ('digest_hour__lte', 23), _connector='OR'), name='practice_digest_hour_is_one'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='accepted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='people.practice'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('owner', 'clinician', 'assistant'))), name='invitation_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='invitation_ends_after_it_began'),
        ),
        migrations.RunPython(first_members_own, migrations.RunPython.noop, elidable=True),
    ]
