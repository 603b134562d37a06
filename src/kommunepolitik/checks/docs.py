"""The docs pages of the rules, made from their docstrings: `python -m kommunepolitik.checks.docs docs/rules`."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kommunepolitik.checks.registry import Rule, rules
from kommunepolitik.checks.wording import WORDING

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


def page(rule: Rule) -> str:
    """Return the docs page of a rule, in Markdown."""
    head = f"# {rule.code}: {rule.title}\n\n{WORDING[rule.group]}, {WORDING[rule.severity]}."
    return "\n\n".join([head, rule.docs, _IGNORE.format(code=rule.code)])


def index() -> str:
    """Return the page that lists all rules, in Markdown."""
    lines = [_INDEX.rstrip()]
    group = None
    for rule in rules():
        if rule.group != group:
            group = rule.group
            lines.append(f"\n## {WORDING[group]}\n\n| Rule | Severity | Finds |\n|---|---|---|")
        lines.append(f"| [{rule.code}]({rule.code}.md) | {WORDING[rule.severity]} | {rule.title} |")
    return "\n".join(lines) + "\n"


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and text of every page."""
    yield "README.md", index()
    for rule in rules():
        yield f"{rule.code}.md", page(rule)


def main(arguments: Sequence[str]) -> None:
    """Write the pages into a folder, and remove those of rules that no longer exist."""
    (folder,) = map(Path, arguments)
    folder.mkdir(parents=True, exist_ok=True)
    written = dict(pages())
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")
    for old in folder.glob("KP*.md"):
        if old.name not in written:
            old.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
