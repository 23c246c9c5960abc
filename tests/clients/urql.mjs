/** urql doing what an app does with it: a list page by page, errors of every kind, a change, and news of changes. */
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { pipe, take, toPromise } from "wonka";
import { key, read, report, url } from "./checks.mjs";
import { openSocket, settled } from "./socket.mjs";

function connect(socket, headers) {
  const forwardSubscription = (request) => ({
    subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query: request.query || "" }, sink) }),
  });
  const exchanges = [fetchExchange, subscriptionExchange({ forwardSubscription })];
  return new Client({ url, exchanges, fetchOptions: { headers } });
}

async function paging(client) {
  const lengths = [];
  const externalIds = [];
  let page = { hasNextPage: true, endCursor: null };
  while (page.hasNextPage) {
    const { data } = await client.query(read("page"), { first: 20, after: page.endCursor });
    lengths.push(data.customers.edges.length);
    externalIds.push(...data.customers.edges.map((edge) => edge.node.externalId));
    page = data.customers.pageInfo;
  }
  report("paging", { lengths, externalIds });
}

/** Ask the server for something that it must refuse, and tell as what the client sees the refusal. */
async function refusal(check, client, name, variables) {
  const { error } = await client.query(read(name), variables);
  report(check, { ...seen(error), status: error?.response?.status });
}

function seen(error) {
  return {
    name: error?.name,
    networkError: error?.networkError?.message,
    codes: error?.graphQLErrors.map(({ extensions }) => extensions?.code),
  };
}

async function mutation(check, client, variables) {
  const { data } = await client.mutation(read("create"), variables);
  const { customer, errors } = data.createCustomer;
  report(check, { id: customer && customer.id, errors });
}

const firstOf = (client, name, variables) => pipe(client.subscription(read(name), variables), take(1), toPromise);

/** Create two customers, of which the subscription asks for the second. */
async function subscription(client, socket) {
  const change = firstOf(client, "changes", { externalId: "new-2" });
  await settled(socket);
  await mutation("another", client, { externalId: "new-1", name: "Anna" });
  await mutation("new", client, { externalId: "new-2", name: "Zoë" });
  report("subscription", (await change).data.customerChanged);
}

/** Subscribe to something that must be refused, and tell as what the client sees the refusal. */
async function refusedSubscription(check, client, name, variables) {
  const { error } = await firstOf(client, name, variables);
  report(check, { ...seen(error), close: error?.networkError?.code });
}

const socket = openSocket(key);
const client = connect(socket, { authorization: `Bearer ${key}` });
const stranger = connect(openSocket("nobody's"), {});
await paging(client);
await refusal("unknown field", client, "unknown_field", {});
await refusal("wrong value", client, "page", { first: 1000 });
await refusal("no key", stranger, "page", { first: 20 });
await mutation("taken id", client, { externalId: "c-07", name: "Somebody else" });
await subscription(client, socket);
await refusedSubscription("unknown field of a change", client, "unknown_change", {});
await refusedSubscription("no key for a socket", stranger, "changes", { externalId: "new-2" });
