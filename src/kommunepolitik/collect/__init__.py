"""Figures and accounts from the units of a municipality: workbooks out and in."""

from kommunepolitik.collect.template import Templates, WrittenForm, templates

__all__ = ["Templates", "WrittenForm", "templates"]
