"""How it is asked for: the GraphQL schema, and the way of a request from its text to one SQL statement.

``endpoint`` → ``documents`` (parse, limits, validate: cached) → ``selection`` (fragments, aliases, directives, variables) →
``plan`` (columns, relations, filters, cost) → ``compile`` (one statement) → ``database/tenancy`` → bytes.
"""
