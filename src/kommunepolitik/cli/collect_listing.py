"""What `collect read` lists: forms, figures, accounts, and what is still missing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from kommunepolitik.errors.marks import N_

if TYPE_CHECKING:
    from kommunepolitik.collect import CollectedFigure, ReadForm, Returns, RowKey, WithdrawnFigure
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import MissingFigure, Policy

_BEGINNING: Final = 60
"""The most characters of a text that are shown."""


@attrs.frozen(kw_only=True)
class Listing:
    """Writes the results of reading returned forms."""

    found: "Returns"
    policies: "Mapping[str, Policy]"
    words: "Language"
    is_dry: bool

    def lines(self) -> Iterator[str]:
        """Yield the lines, those that require action last."""
        _, found = self.words.gettext, self.found
        yield _("Forms for {period}").format(period=self.words.period(found.period))
        yield from (f"  {self._form(each)}" for each in found.forms)
        for kind, title in _KINDS.items():
            figures = [each for each in found.figures if each.kind == kind]
            shown = [] if kind == "unchanged" else [self._figure(each) for each in figures]
            yield from self._list(_(title), shown, len(figures))
        withdrawn = [self._withdrawn(each) for each in found.withdrawn]
        yield from self._list(_("Figures of drafts, which the finished form does not have, removed"), withdrawn)
        yield from self._texts()
        returned = [each for each in found.forms if each.unit not in found.missing_units and not each.is_replaced]
        drafts = list(dict.fromkeys(self._unit(each.unit) for each in returned if each.signed.is_draft))
        yield from self._list(_("Drafts, not marked as finished"), drafts)
        empty = list(dict.fromkeys(self._row(key) for each in returned for key in each.empty))
        yield from self._list(_("Left empty"), empty)
        missing = [self._unit(unit) for unit in found.missing_units]
        yield from self._list(_("Not returned"), missing)
        yield from self._files()
        yield self._next(waits=bool(drafts or empty or missing))

    def _list(self, title: str, lines: Sequence[str], count: int | None = None) -> Iterator[str]:
        count = len(lines) if count is None else count
        if count:
            yield f"{title} ({count})"
        yield from (f"  {line}" for line in lines)

    def _unit(self, unit: str) -> str:
        from kommunepolitik.collect.words import unit_title

        return unit_title(unit, self.words)

    def _form(self, form: "ReadForm") -> str:
        _ = self.words.gettext
        if form.is_replaced:
            text = _("{unit}: a draft; the finished form replaces it ({file})")
            return text.format(unit=self._unit(form.unit), file=form.path.name)
        if form.signed.is_draft:
            signed = _("draft")
        else:
            from kommunepolitik.model import Period

            signed = _("marked as finished by {name}, {date}").format(
                name=form.signed.by, date=self.words.period(Period(form.signed.date))
            )
        counts = _("answers: {answered}, left empty: {empty}").format(answered=form.answered, empty=len(form.empty))
        return f"{self._unit(form.unit)}: {counts}; {signed} ({form.path.name})"

    def _figure(self, figure: "CollectedFigure") -> str:
        from kommunepolitik.collect.words import figure_words

        policy, _ = self.policies[figure.policy], self.words.gettext
        indicator = policy.indicator(figure.now.indicator)
        now = figure_words(figure.now, policy, indicator, self.words)
        before = "" if figure.before is None else f"{figure_words(figure.before, policy, indicator, self.words)} → "
        note = "" if figure.is_written else " – " + _("not written; give --accept-revisions and --published")
        return f"{self._named(policy, figure.now.indicator, figure.now.group)}: {before}{now}{note}"

    def _withdrawn(self, each: "WithdrawnFigure") -> str:
        from kommunepolitik.collect.words import figure_words

        policy, figure = self.policies[each.key.policy], each.figure
        now = figure_words(figure, policy, policy.indicator(figure.indicator), self.words)
        return f"{self._named(policy, figure.indicator, figure.group)}: {now}"

    def _named(self, policy: "Policy", element: str, group: str = "") -> str:
        title = str(getattr(policy.elements.get(element), "title", element))
        return f"{title}, {getattr(policy.elements.get(group), 'title', group)}" if group else title

    def _row(self, key: "RowKey") -> str:
        policy = self.policies[key.policy]
        if key.field:
            return self.words.gettext("the account of {title}").format(title=self._named(policy, key.element))
        return f"{self._named(policy, key.element, key.part)} ({self.words.period(key.period)})"

    def _texts(self) -> Iterator[str]:
        """Yield accounts and gaps: those added, those not written yet, and those that exist with other words."""
        _ = self.words.gettext
        titles = {"new": N_("Accounts added"), "draft": N_("Accounts not written until the form is marked as finished")}
        for kind, title in titles.items():
            listed = [each for each in self.found.accounts if each.kind == kind]
            yield from self._list(_(title), [self._named(self.policies[e.policy], e.now.element) for e in listed])
        kept = []
        for each in self.found.accounts:
            if each.kind == "kept" and each.before is not None:
                name = self._named(self.policies[each.policy], each.now.element)
                kept.append(f"{name}: »{_begin(each.before.text)}« / »{_begin(each.now.text)}«")
        yield from self._list(_("Accounts that exist with other words, and were kept: existing / in the form"), kept)
        if kept:
            yield _("To use the words of the form, delete the old account in accounts.yaml, and read again.")
        titles = {
            "new": N_("Figures that are unavailable, or come later"),
            "kept": N_("Figures with another earlier report, which was kept"),
        }
        for kind, title in titles.items():
            yield from self._list(_(title), [self._gap(e.policy, e.now) for e in self.found.gaps if e.kind == kind])
        if any(each.kind == "kept" for each in self.found.gaps):
            yield _("To use the answer of the form, delete the old entry in accounts.yaml, and read again.")

    def _gap(self, policy: str, gap: "MissingFigure") -> str:
        from kommunepolitik.collect.words import ANSWERS

        why = self.words.gettext(ANSWERS[gap.why])
        when = "" if gap.expected is None else f", {self.words.period(gap.expected)}"
        name = self._named(self.policies[policy], gap.indicator, gap.group or "")
        return f"{name} ({self.words.period(gap.period)}): {why}{when}"

    def _next(self, *, waits: bool) -> str:
        """Return what to do next."""
        _ = self.words.gettext
        if self.is_dry:
            return _("Next: read without --dry-run.")
        if waits:
            return _("Next: ask the units for what is missing, and read the folder again when it arrives.")
        text = _("Next: kommunepolitik report PATH --at {period} --paper --output DIR")
        return text.format(period=self.found.period)

    def _files(self) -> Iterator[str]:
        _ = self.words.gettext
        title = _("Files that would be written") if self.is_dry else _("Files written")
        paths = [str(path) for path in self.found.files]
        if not paths:
            yield _("Nothing is new; no file is written.")
        yield from self._list(title, paths)


_KINDS: Final = {
    "new": N_("New figures"),
    "confirmed": N_("Figures of drafts that are final now, or were replaced"),
    "revised": N_("Revised figures"),
    "unchanged": N_("Figures that are known already"),
}


def _begin(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _BEGINNING else plain[:_BEGINNING].rstrip() + "…"
