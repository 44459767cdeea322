"""The memory: what happened, and every version of it."""

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """Above people, below everything that reads or writes a diary."""

    name = "diary"
