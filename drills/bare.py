"""A plain python-telegram-bot echo bot, which keeps nothing: what durability is measured against."""

import sys
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

TOKEN = "1:FAKE"  # noqa: S105 - the fake server takes any


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with the same words."""
    del context
    if update.effective_message is not None:
        await update.effective_message.reply_text(f"echo {update.effective_message.text}")


async def ready(application: Any) -> None:  # noqa: ANN401 - PTB's Application has six type parameters
    """Say that polling begins."""
    del application
    print("ready", flush=True)


if __name__ == "__main__":
    built = ApplicationBuilder().token(TOKEN).base_url(sys.argv[2]).post_init(ready).build()
    built.add_handler(MessageHandler(filters.TEXT, echo))
    built.run_polling()
