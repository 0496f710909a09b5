"""The furnished portal of `run --demo`: fictional organisations, people, logins and papers."""
