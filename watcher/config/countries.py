"""Which countries' public holidays are known.

The codes are written down here, because importing the library that knows the holidays takes longer than the rest of a short command; a test compares the two. What is asked
beyond them is looked up in the library itself.
"""

from watcher.config.spelling import did_you_mean

_WRITTEN = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UK UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"""
CODES = frozenset(_WRITTEN.split())


def country(code: str) -> str:
    """The country's ISO code in upper case. Raises ValueError with what would be right."""
    if code.upper() in CODES:
        return code.upper()
    by_name = _code_of(code)
    hint = (
        f"{code.strip().title()} is {by_name}"
        if by_name
        else did_you_mean(code.upper(), CODES) or "such as SE, GB or US"
    )
    raise ValueError(f"must be the two-letter code of a country whose holidays are known; {hint}")


def subdivision_mistake(code: str, subdivision: str) -> str:
    """What is wrong with this part of the country, or nothing."""
    import holidays  # noqa: PLC0415 - takes long, and is seldom needed

    found = holidays.country_holidays(code, years=())
    known = sorted(found.subdivisions)
    if subdivision in known or subdivision in found.subdivisions_aliases:
        return ""
    if not known:
        return f"must be left out: no parts of {code} are known"
    hint = did_you_mean(subdivision, [*known, *found.subdivisions_aliases])
    return f"must be one of {code}'s parts: {', '.join(known)}" + (f"; {hint}" if hint else "")


def category_mistake(code: str, category: str) -> str:
    """What is wrong with this kind of holiday, or nothing."""
    import holidays  # noqa: PLC0415 - takes long, and is seldom needed

    known = sorted(holidays.country_holidays(code, years=()).supported_categories)
    return "" if category in known else f"must be one of {code}'s kinds of holiday: {', '.join(known)}"


def _code_of(name: str) -> str | None:
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - takes long, and is needed for a mistake alone

    return {module.replace("_", " "): codes[1] for module, codes in COUNTRIES.items()}.get(name.strip().casefold())
