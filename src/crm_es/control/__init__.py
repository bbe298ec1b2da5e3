"""What people see of the work of those below them: reviews of the day, the load ahead, how tasks and deals went."""
