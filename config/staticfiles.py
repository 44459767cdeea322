"""Static files under names that carry their content's hash, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also rewrites the imports between the phone's ES modules."""

    support_js_module_import_aggregation = True
