"""How well the bot understands a file of messages: `clinic-bot evaluate`."""

from bot.evaluation.cases import Case, Prediction, read_cases, write_predictions
from bot.evaluation.judging import Outcome, Tally, outcome
from bot.evaluation.report import Report, evaluate

__all__ = [
    "Case",
    "Outcome",
    "Prediction",
    "Report",
    "Tally",
    "evaluate",
    "outcome",
    "read_cases",
    "write_predictions",
]
