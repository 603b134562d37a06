"""A folder of linked pages: collected from policies and the files beside them, and built in parallel processes."""

from kommunepolitik.site.build import Build
from kommunepolitik.site.datapackage import Dataset, Licence, OpenDataTerms
from kommunepolitik.site.open_data import OpenData, open_data, open_data_terms, public_figures
from kommunepolitik.site.settings import Settings
from kommunepolitik.site.site import Beside, Site, gather

__all__ = [
    "Beside",
    "Build",
    "Dataset",
    "Licence",
    "OpenData",
    "OpenDataTerms",
    "Settings",
    "Site",
    "gather",
    "open_data",
    "open_data_terms",
    "public_figures",
]

__dir__ = __all__.copy  # what Tab offers
