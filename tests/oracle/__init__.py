"""An independent reference implementation of the rules of judging, and policies generated to compare it on."""
