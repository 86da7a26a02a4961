"""Texts as feeds garble them."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = (
    "تركيا", "وروسيا", "موسكووأنقرة", "والولاياتالمتحدة", "S-400", "إس_400", "#", "د.", ".,", "«", "»", '"',
    "٤٠٠", "۲۰۱۸", "3.5", "\u200f", "\u064b", "ـ", "\n", "…", "؟", "!", "أ.ف.ب", "https://x.org/", "ﷲ", "ﻻ",
    "ﷺ", "كﻻم", "تركياوﻻتفيا", "بـ", "و", "12/7/2018", "يوليو", "الخميس", "أمس", "منذ", "بين", "12", "محرم",
    "1440", "هـ", "عام", "الماضي", "من", "إلى", "-", "/", "(", ")",
)  # fmt: skip

NOISY = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.sampled_from([" ", "", "  ", "\t"]), st.text(max_size=6)), max_size=30
).map("".join)
