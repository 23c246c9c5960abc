"""How it is stored: tables derived from the entities, tenancy, migrations, and the embedded server. The only user of asyncpg."""
