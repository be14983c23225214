"""P10: every log record of the test run, formatted as operators read it, is looked at for what must not be there."""

import logging
import re

from bot.logs import PlainFormatter
from bot.redaction import SecretsFilter, calm_libraries

MARKERS = re.compile(
    r"555[ .)-]*01\d\d"  # every made-up number of the tests
    r"|\b(Ana Lopez|Guadalupe|Hernández|Dolores)\b"  # made-up patients
    r"|kill myself|heroin in the mornings|after 5, not|sp3cial-marker"  # made-up words of theirs
    r"|bot\d+:|\d{6,}:[\w-]{30,}",  # tokens
    re.IGNORECASE,
)


class LogNet(logging.Handler):
    """Collects the lines that hold a marker."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(PlainFormatter())
        self.caught: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one record as it would be printed."""
        copy = logging.makeLogRecord(record.__dict__)  # pytest's own handlers see the record as it came
        SecretsFilter().filter(copy)
        line = self.format(copy)
        if MARKERS.search(line):
            self.caught.append(line)

    def cast(self) -> None:
        """Hang the net over every logger, at every level."""
        calm_libraries()
        root = logging.getLogger()
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
