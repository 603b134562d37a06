"""The docs pages of the rules, made from their docstrings: `python -m kommunepolitik.checks.docs docs/reference/rules`."""

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from kommunepolitik.checks.engine import rules
from kommunepolitik.checks.registry import Rule
from kommunepolitik.checks.wording import RULE_WORDING

_IGNORE = """\
**Ignore.** Name the rule under `ignored` in the policy, with a reason; without `element` for the whole policy:

```yaml
ignored:
  - {{code: {code}, element: et-id, reason: Hvorfor reglen ikke skal gælde her.}}
```

For one run: `kommunepolitik check PATH --ignore {code}`.
"""

_INDEX = """\
# Rules

What `kommunepolitik check` looks for in a policy. Severities: an **error** makes the command fail; a **warning** does
so with `--strict`; **information** never does. The severity given is the highest that a finding of the rule can have.

These pages are made from the rules themselves with `make docs-rules`.
"""


def page(rule: Rule, language: str = "en") -> str:
    """Return the docs page of a rule, in Markdown; `language` chooses between the titles of a rule of another package.

    That page names the package.
    """
    group = RULE_WORDING[rule.group] + (f" ({rule.package})" if rule.group == "own" else "")
    head = f"# {rule.code}: {rule.name(language=language)}\n\n{group}, {RULE_WORDING[rule.severity]}."
    return "\n\n".join(filter(None, [head, rule.docs, _IGNORE.format(code=rule.code)]))


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


def main(arguments: Sequence[str]) -> None:
    """Write the pages into a folder, and remove those of rules that no longer exist."""
    (folder,) = map(Path, arguments)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("KP*.md"):
        old.unlink()
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
