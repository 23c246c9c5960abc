"""The Tessera server: what exists (entities), how it is stored (database), how it is asked for (api)."""
