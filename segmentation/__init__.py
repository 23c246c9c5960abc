"""Group customers into segments that a marketer can trust."""
