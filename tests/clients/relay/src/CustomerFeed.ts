/** Customers as they are created; the lists on the screen follow. */
import { graphql } from "react-relay";

export const subscription = graphql`
  subscription CustomerFeedSubscription($where: CustomerWhere, $lists: [ID!]!) {
    customerChanged(where: $where, kinds: [CREATED]) {
      customer @prependNode(connections: $lists, edgeTypeName: "CustomerEdge") {
        id
        ...CustomerCard_customer
      }
    }
  }
`;
