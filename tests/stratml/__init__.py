"""StratML out and in."""
