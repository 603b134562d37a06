"""Figures from Statistikbanken: fetched, kept with what was asked, and written beside the policy."""
