"""The web preview of the patient chat: a page in the browser that stands for Telegram."""
