"""`make bench`: Tessera, a peer and the floor on the same database and data, side by side in one run."""
