"""Static files under names that carry a hash of their content, so that browsers may keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedNames(CompressedManifestStaticFilesStorage):
    """Also rewrites imports between JavaScript modules, which plain Django leaves at the old names."""

    support_js_module_import_aggregation = True
