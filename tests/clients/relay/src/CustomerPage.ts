/** One customer, by its id. */
import { graphql } from "react-relay";

export const query = graphql`
  query CustomerPageQuery($id: ID!) {
    node(id: $id) {
      __typename
      ...CustomerCard_customer @alias
    }
  }
`;
