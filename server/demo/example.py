"""The query that the demo suggests; the README shows it with its real answer."""

EXAMPLE = """\
{
  customers(first: 1, where: {orders: {some: {total: {gt: {amount: "1000", currency: "GBP"}}}}}) {
    nodes {
      externalId
      country
      segments { name }
      orders(first: 2, orderBy: {field: PLACED_AT, direction: DESC}) {
        totalCount
        nodes {
          placedAt
          status
          total { amount currency }
          items(first: 2) { nodes { quantity product { name } } }
        }
      }
    }
  }
}"""
