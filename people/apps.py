"""Who you are and whose diary is open to whom."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The lowest room: it knows no other."""

    name = "people"
