/** Apollo Client doing what an app does with it: a list page by page, errors of every kind, a change, and news of changes. */
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, ServerError, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { relayStylePagination } from "@apollo/client/utilities";
import { filter, firstValueFrom } from "rxjs";
import { key, read, report, url } from "./checks.mjs";
import { openSocket, settled } from "./socket.mjs";

const document = (name) => gql(read(name));

function connect(socket, headers) {
  const cache = new InMemoryCache({
    typePolicies: { Query: { fields: { customers: relayStylePagination(["where", "orderBy"]) } } },
  });
  const http = new HttpLink({ uri: url, headers });
  const ws = new GraphQLWsLink(socket);
  const link = ApolloLink.split(({ operationType }) => operationType === "subscription", ws, http);
  return new ApolloClient({ cache, link });
}

async function paging(client) {
  const list = client.watchQuery({ query: document("page"), variables: { first: 20 } });
  const longer = (length) => firstValueFrom(list.pipe(filter(({ data }) => data?.customers.edges.length > length)));
  const shown = list.subscribe();
  const lengths = [];
  let { customers } = (await longer(0)).data;
  lengths.push(customers.edges.length);
  while (customers.pageInfo.hasNextPage) {
    list.fetchMore({ variables: { after: customers.pageInfo.endCursor } });
    ({ customers } = (await longer(customers.edges.length)).data);
    lengths.push(customers.edges.length);
  }
  shown.unsubscribe();
  report("paging", { lengths, externalIds: customers.edges.map(({ node }) => node.externalId) });
}

/** Ask the server for something that it must refuse, and tell as what the client sees the refusal. */
async function refusal(check, client, name, variables) {
  const asked = client.query({ query: document(name), variables, fetchPolicy: "network-only" });
  report(check, seen(await asked.then(() => null, (error) => error)));
}

function seen(error) {
  return {
    combinedGraphQLErrors: CombinedGraphQLErrors.is(error),
    serverError: ServerError.is(error),
    codes: error?.errors?.map(({ extensions }) => extensions?.code),
  };
}

async function mutation(check, client, variables) {
  const { data } = await client.mutate({ mutation: document("create"), variables });
  const { customer, errors } = data.createCustomer;
  report(check, { id: customer && customer.id, errors });
}

/** Create two customers, of which the subscription asks for the second. */
async function subscription(client, socket) {
  const variables = { externalId: "new-2" };
  const change = firstValueFrom(client.subscribe({ query: document("changes"), variables }));
  await settled(socket);
  await mutation("another", client, { externalId: "new-1", name: "Anna" });
  await mutation("new", client, { externalId: "new-2", name: "Zoë" });
  report("subscription", (await change).data.customerChanged);
}

/** Subscribe to something that must be refused, and tell as what the client sees the refusal. */
async function refusedSubscription(check, client, name, variables) {
  const { error } = await firstValueFrom(client.subscribe({ query: document(name), variables }));
  report(check, { ...seen(error), message: error?.message });
}

const socket = openSocket(key);
const client = connect(socket, { authorization: `Bearer ${key}` });
const stranger = connect(openSocket("nobody's"), {});
await paging(client);
await refusal("unknown field", client, "unknown_field");
await refusal("wrong value", client, "page", { first: 1000 });
await refusal("no key", stranger, "page", { first: 20 });
await mutation("taken id", client, { externalId: "c-07", name: "Somebody else" });
await subscription(client, socket);
await refusedSubscription("unknown field of a change", client, "unknown_change");
await refusedSubscription("no key for a socket", stranger, "changes", { externalId: "new-2" });
client.stop();
stranger.stop();
