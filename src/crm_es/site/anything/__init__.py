"""What pages can do with any list, record or command, where no page of its own does it better."""
