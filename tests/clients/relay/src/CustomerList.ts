/** The list of customers, page by page, as usePaginationFragment wants it. */
import { graphql } from "react-relay";

export const query = graphql`
  query CustomerListQuery($where: CustomerWhere) {
    ...CustomerList_query @arguments(where: $where)
  }
`;

export const fragment = graphql`
  fragment CustomerList_query on Query
  @refetchable(queryName: "CustomerListPaginationQuery")
  @argumentDefinitions(
    where: { type: "CustomerWhere" }
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
  ) {
    customers(where: $where, first: $count, after: $cursor, orderBy: [{ field: EXTERNAL_ID }])
      @connection(key: "CustomerList_customers", filters: ["where"]) {
      edges {
        node {
          id
          externalId
          ...CustomerCard_customer
        }
      }
    }
  }
`;
