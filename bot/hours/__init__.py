"""Pure: days and times of the clinic."""
