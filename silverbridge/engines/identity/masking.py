"""How much of a number or a name a page may show: enough for its owner, too little for anyone else."""

_STARS = "****"

# Family names of two characters; the first two characters of a longer name are shown together.
_COMPOUND = (
    "欧阳上官司马诸葛东方皇甫尉迟公孙慕容令狐司徒夏侯端木长孙宇文轩辕南宫独孤呼延钟离闻人"
    "澹台公冶宗政濮阳淳于单于太叔申屠仲孙鲜于闾丘司空亓官司寇拓跋赫连万俟第五西门东郭百里"
)
_COMPOUND_SURNAMES = frozenset(_COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2))


def mask_id_number(number: str) -> str:
    """First four and last four ("9901 **** 284X"); only stars for a text of fewer than fifteen characters."""
    kept = "".join(number.split())
    if not kept:
        return ""
    return f"{kept[:4]} {_STARS} {kept[-4:]}" if len(kept) >= 15 else _STARS


def mask_phone(number: str) -> str:
    """First three and last four of a national number ("138 **** 6027"), from E.164 or as people write it.

    A landline keeps its leading 0 ("010 **** 5678"). With fewer than eleven digits only stars show.
    """
    if not number.strip():
        return ""
    digits = "".join(sign for sign in number if sign.isdigit())
    if number.strip().startswith("+86"):
        digits = digits[2:]
        # Only a mobile number has eleven digits beginning with 1; any other is dialled with a 0 before it.
        digits = digits if len(digits) == 11 and digits.startswith("1") else f"0{digits}"
    return f"{digits[:3]} {_STARS} {digits[-4:]}" if len(digits) >= 11 else _STARS


def mask_name(name: str) -> str:
    """The family name, then at most two stars (李桂兰 becomes 李**); a single character becomes one star."""
    kept = name.strip()
    if not kept:
        return ""
    if len(kept) == 1:
        return "*"
    shown = 2 if len(kept) > 2 and kept[:2] in _COMPOUND_SURNAMES else 1
    return kept[:shown] + "*" * min(len(kept) - shown, 2)
