from django.db import migrations

from people.append_only import guard, unguard


class Migration(migrations.Migration):
    dependencies = [("diary", "0001_initial"), ("people", "0002_append_only")]
    operations = [migrations.RunPython(guard("diary_version"), unguard("diary_version"), elidable=False)]
