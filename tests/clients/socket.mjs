/** The WebSocket under a client's subscriptions, by graphql-ws as its documentation has it. */
import { setImmediate } from "node:timers/promises";
import { createClient } from "graphql-ws";
import { url } from "./checks.mjs";

/** A socket of this API key; one that is refused is not opened again. */
export function openSocket(key) {
  const connectionParams = { Authorization: `Bearer ${key}` };
  return createClient({ url: url.replace("http", "ws"), connectionParams, retryAttempts: 0 });
}

/** Wait until what was subscribed to is in force: messages are dealt with in order, and a later one has its answer. */
export async function settled(socket) {
  await setImmediate();
  for await (const { data } of socket.iterate({ query: "{ __typename }" })) {
    if (data.__typename !== "Query") throw new Error(`not an answer: ${JSON.stringify(data)}`);
  }
}
