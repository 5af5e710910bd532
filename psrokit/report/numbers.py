"""Numbers as people read them: a true minus sign, no more digits than are known, no 1e-05."""

from __future__ import annotations

import math

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_DECIMALS = 6


def number(value: float, digits: int = 3) -> str:
    """`value` with so many significant digits: 0.0833, 12.5, 1.2×10⁻¹³."""
    if value == 0 or not math.isfinite(value):
        return fixed(value, 0)
    if value == round(value) and abs(value) < 1e6:
        return fixed(value, 0)
    exponent = int(f"{value:.{digits - 1}e}".split("e")[1])  # once it is rounded: 9.9999 is 10.0
    if -4 <= exponent < 6:
        return fixed(value, max(digits - 1 - exponent, 0))
    mantissa, power = f"{value:.{digits - 2}e}".split("e")
    return f"{_minus(mantissa)}×10{str(int(power)).translate(_SUPERSCRIPTS)}"


def fixed(value: float, decimals: int) -> str:
    """`value` with so many decimals; a value that rounds to zero has no sign."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if math.isnan(value):
        return "–"
    text = f"{value:.{decimals}f}"
    return _minus(text) if float(text) else text.lstrip("-")


def signed(text: str) -> str:
    """A number's text with a plus sign if it is positive."""
    return text if text.startswith("−") or not any(digit in text for digit in "123456789∞") else f"+{text}"


def decimals(low: float, high: float) -> int:
    """How many decimals show an interval's width with two digits."""
    width = (high - low) / 2
    if not math.isfinite(width) or width <= 0:
        return 3
    return min(max(1 - math.floor(math.log10(width)), 0), _MOST_DECIMALS)


def percent(share: float) -> str:
    """A share in percent: 0 %, < 0.1 %, 4.2 %, 40.0 %, 100 %."""
    if 0 < share < 0.0005:
        return "< 0.1 %"
    if 0.9995 < share < 1:
        return "> 99.9 %"
    return f"{100 * share:.1f} %" if 0 < share < 1 else f"{100 * share:.0f} %"


def count(number_: int) -> str:
    """A whole number with its thousands apart."""
    return f"{number_:,}".replace(",", " ")


def duration(seconds: float) -> str:
    """Seconds, minutes or hours, in two units at most."""
    if seconds < 60:
        return f"{number(seconds, 2)} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def unbroken(text: str) -> str:
    """`text` whose numbers stay on one line with their percent signs and their names."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%").replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")


def _minus(text: str) -> str:
    return text.replace("-", "−")
