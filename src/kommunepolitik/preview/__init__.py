"""The pages of policies in a browser, made anew as the files are edited; needs the extra `preview`.

They are served to this computer alone, and nothing is written beside the policies.
"""

from kommunepolitik.preview.pages import PreviewOptions, PreviewState, make_pages

__all__ = ["PreviewOptions", "PreviewState", "make_pages"]
