from django.db import migrations

from people.append_only import guard, unguard


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(guard("people_opening"), unguard("people_opening"), elidable=False)]
