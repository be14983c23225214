"""clinic-bot: a self-hosted patient-information bot for a clinic that gives ketamine infusions."""

__version__ = "0.1.0"
