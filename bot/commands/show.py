"""Replies in a terminal: buttons become numbered lines."""

from collections.abc import Sequence

from bot.messages import Button, Reply


def show_replies(replies: Sequence[Reply]) -> list[Button]:
    """Print replies; returns the buttons in the order of their numbers, from 1."""
    buttons: list[Button] = []
    for reply in replies:
        print()
        print(reply.plain)
        for row in reply.buttons:
            for button in row:
                buttons.append(button)
                print(f"  [{len(buttons)}] {button.label}")
        if reply.contact_button:
            print(f"  (type +1 310 555 0123 in place of “{reply.contact_button}”)")
    return buttons
