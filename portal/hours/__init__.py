"""The ledger: what each person has learnt, by which document, recognised and checked by whom."""
