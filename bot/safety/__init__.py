"""The first look at every message, pure: how alarming it is, and which fixed reply fits."""

from bot.safety.alarm import TOPICS, Alarm
from bot.safety.scores import Scores
from bot.safety.screen import Screen

__all__ = ["TOPICS", "Alarm", "Scores", "Screen"]
