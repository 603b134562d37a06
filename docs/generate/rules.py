"""The pages of the check rules: one that lists them, and one for each."""

from itertools import groupby

from kommunepolitik.checks.docs import page
from kommunepolitik.checks.engine import rules
from kommunepolitik.checks.wording import RULE_WORDING

_INDEX = """\
# Rules

What `kommunepolitik check` looks for in a policy. Severities: an **error** makes the command fail; a **warning** does
so with `--strict`; **information** never does. The severity given is the highest that a finding of the rule can have.

```{toctree}
:glob:
:hidden:
KP*
```
"""


def pages() -> dict[str, str]:
    """Return the text of every page by its name: one that lists the rules, and one for each."""
    index = _INDEX
    for group, listed in groupby(rules(), key=lambda rule: rule.group):
        index += f"\n## {RULE_WORDING[group]}\n\n| Rule | Severity | Finds |\n|---|---|---|\n"
        rows = (
            f"| [{each.code}]({each.code}.md) | {RULE_WORDING[each.severity]} | {each.name()} |\n" for each in listed
        )
        index += "".join(rows)
    return {"README.md": index, **{f"{rule.code}.md": page(rule) for rule in rules()}}
