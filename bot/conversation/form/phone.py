"""Third step: the number to call, shared by a tap or typed, and read back as it is written."""

from dataclasses import replace

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from bot.conversation.form.step import Again, Next, StepPart, Taken, foot
from bot.conversation.moment import Moment
from bot.conversation.state import Form
from bot.knowledge import Text
from bot.messages import Kind, Reply

LEAST_DIGITS = 5


def prompt(moment: Moment, form: Form) -> tuple[Reply, ...]:
    """Ask for the number, with the one-tap button where the channel has one."""
    del form
    share = moment.say(Text.BUTTON_SHARE)
    return (
        moment.reply(Text.ASK_PHONE, foot(moment)),
        Reply(moment.say(Text.ASK_PHONE_SHARE), contact_button=share),
    )


def take(moment: Moment, form: Form) -> Taken:
    """An own contact card, or the number found in what was typed."""
    contact = moment.incoming.contact
    if moment.incoming.kind is Kind.CONTACT and contact and not contact.own:
        return Again(moment.reply(Text.PHONE_NOT_YOURS))
    typed = contact.phone if contact else moment.text
    number = find(typed, moment.parts.country)
    if number is None and contact:
        number = find("+" + contact.phone.lstrip("+"), moment.parts.country)
    if number is not None:
        phone = stored(number)
        remark = replace(moment.reply(Text.PHONE_READ, phone=shown(phone, moment.parts.country)), clears_contact=True)
        return Next(replace(form, phone=phone), remark)
    if sum(c.isdigit() for c in typed) >= LEAST_DIGITS or not moment.reading.answered:
        return Again(moment.reply(Text.PHONE_UNCLEAR))
    return None


def find(text: str, country: str) -> PhoneNumber | None:
    """The first valid number in a text; `country` (ISO 3166) is assumed where none is typed."""
    return next((match.number for match in phonenumbers.PhoneNumberMatcher(text, country)), None)


def stored(number: PhoneNumber) -> str:
    """E.164, with `;ext=` and the extension where one was typed."""
    phone = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{phone};ext={number.extension}" if number.extension else phone


def shown(phone: str, country: str) -> str:
    """A stored number as people of `country` write it: national at home, international otherwise."""
    number = phonenumbers.parse(phone)
    home = phonenumbers.region_code_for_number(number) == country
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def tap(moment: Moment, form: Form, value: str) -> Taken:
    """This step has no buttons of its own."""
    del moment, form, value
    return None


STEP = StepPart(prompt, take, tap, Text.WHY_PHONE)
