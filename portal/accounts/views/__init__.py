"""Pages of accounts: the door, one's own account, the users of an organisation."""

from portal.accounts.views import account, door, users

blueprints = (door.blueprint, account.blueprint, users.blueprint)
