"""Pages of accounts: the door, one's own account, users, and the letters to them."""

from portal.accounts.views import account, door, letters, users

blueprints = (door.blueprint, account.blueprint, users.blueprint, letters.blueprint)
