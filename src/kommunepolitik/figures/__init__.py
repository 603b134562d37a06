"""Which row counts for an indicator, group and period."""
