"""safety.yaml: the wordings that alarm, those that only sound alarming, and the fixed replies."""

from typing import Literal

ReplyKey = Literal["crisis", "crisis-close", "overdose", "violence", "violence-harming", "illicit"]
"""The fixed replies: about oneself, about somebody close, being hurt, fearing to hurt somebody …"""
