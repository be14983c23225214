"""`python -m bot` is `clinic-bot`."""

import sys

from bot.cli import main

sys.exit(main())
