"""A folder of linked pages: gathered from policies and what lies beside them, made side by side, written where new."""

from kommunepolitik.site.build import Build
from kommunepolitik.site.pages import FORMATS
from kommunepolitik.site.settings import Settings
from kommunepolitik.site.site import Beside, Site, gather
from kommunepolitik.site.workers import processors, write_limited

__all__ = ["FORMATS", "Beside", "Build", "Settings", "Site", "gather", "processors", "write_limited"]
