/** Creating and deleting a customer; the lists on the screen follow. */
import { graphql } from "react-relay";

export const create = graphql`
  mutation CustomerFormCreateMutation($input: CustomerCreate!, $lists: [ID!]!) {
    createCustomer(input: $input) {
      customer @appendNode(connections: $lists, edgeTypeName: "CustomerEdge") {
        id
        ...CustomerCard_customer
      }
      errors {
        path
        code
        message
      }
    }
  }
`;

export const remove = graphql`
  mutation CustomerFormDeleteMutation($id: ID!, $lists: [ID!]!) {
    deleteCustomer(id: $id) {
      id @deleteRecord @deleteEdge(connections: $lists)
      errors {
        code
        message
      }
    }
  }
`;
