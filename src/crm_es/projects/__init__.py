"""Projects as reports show them: plan and fact, budgets, earned value, estimates."""
