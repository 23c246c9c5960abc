/** One customer and their orders: Relay refetches the fragment, and its further pages, by the customer's id. */
import { graphql } from "react-relay";

export const fragment = graphql`
  fragment CustomerCard_customer on Customer
  @refetchable(queryName: "CustomerCardPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "String" }) {
    name
    orders(first: $count, after: $cursor) @connection(key: "CustomerCard_orders") {
      edges {
        node {
          id
          placedAt
        }
      }
    }
  }
`;
