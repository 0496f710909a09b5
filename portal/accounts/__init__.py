"""Who may come in: users, what they are granted to be, and their signing in."""
