"""What `clinic-bot` can do, a file a command."""
