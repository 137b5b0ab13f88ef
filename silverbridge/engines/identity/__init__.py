"""Who someone says they are: identity numbers, ages, telephone numbers, and how much of them to show.

Pure functions over text and dates. Nothing here asks whether a person exists: no answer can tell a stranger.
"""

from .ages import AGE_BANDS, age_band, age_on
from .masking import mask_id_number, mask_name, mask_phone
from .numbers import IdNumber, InvalidIdNumber, make_id_number, parse_id_number
from .phones import InvalidPhone, parse_phone

__all__ = [
    "AGE_BANDS",
    "IdNumber",
    "InvalidIdNumber",
    "InvalidPhone",
    "age_band",
    "age_on",
    "make_id_number",
    "mask_id_number",
    "mask_name",
    "mask_phone",
    "parse_id_number",
    "parse_phone",
]
