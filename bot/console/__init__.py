"""The staff's web pages: signed in, read-only for now; and the frame that every web page hangs in."""
