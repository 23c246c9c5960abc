"""The migrations, and the operations that they are written in."""
