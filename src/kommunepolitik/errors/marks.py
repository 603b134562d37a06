"""How texts are marked for the catalogues."""


def N_(text: str) -> str:
    """Mark a text for the catalogues without translating it here."""
    return text


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Mark a word in singular and plural for the catalogues."""
    return singular, plural
