"""Which region codes an identity number may begin with."""

# Province-level codes of GB/T 2260, with the residence permits of people from Hong Kong (81), Macao (82) and
# Taiwan (83).
_ENDS = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "123",
}
_PROVINCES = frozenset(area + end for area, ends in _ENDS.items() for end in ends)


def is_assigned_region(region: str) -> bool:
    """Whether a real number can begin with this six-digit code.

    Only the province is looked at: counties come and go, and an old person's number keeps its first county.
    A foreigner's permanent residence number is 9, then the province that issued it, then a nationality.
    """
    province = region[1:3] if region.startswith("9") else region[:2]
    return province in _PROVINCES
