"""From a patient's words to ranked topics: pure, learned from the phrases, explained by them."""

from bot.matching.conditions import spoken
from bot.matching.detecting import learn_detector
from bot.matching.detector import Detector, Likelihood
from bot.matching.encoder import Encoder, Memory, sentence_encoder
from bot.matching.matcher import Matcher
from bot.matching.phrases import Phrase
from bot.matching.reader import Reader
from bot.matching.results import NONE, Correction, Decision, Doubt, Match, Understanding, Why, Witness
from bot.matching.understander import Understander

__all__ = [
    "NONE",
    "Correction",
    "Decision",
    "Detector",
    "Doubt",
    "Encoder",
    "Likelihood",
    "Match",
    "Matcher",
    "Memory",
    "Phrase",
    "Reader",
    "Understander",
    "Understanding",
    "Why",
    "Witness",
    "learn_detector",
    "sentence_encoder",
    "spoken",
]
