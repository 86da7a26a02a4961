"""Pure: normalise, tell the language, split sentences, words, fused words and clitics, and read dates."""

from marsad.arabic.document import Document, Sentence, Token
from marsad.arabic.language import identify
from marsad.arabic.normalize import Normalized, fold, normalize
from marsad.arabic.tokens import read

__all__ = ["Document", "Normalized", "Sentence", "Token", "fold", "identify", "normalize", "read"]
