"""An attacker who solves for withheld numbers, with all that is published; independent of kommunepolitik.disclosure."""
