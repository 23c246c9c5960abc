/** What every script here needs: where the server is, the documents, and a way to tell the test what happened. */
import { readFileSync } from "node:fs";

export const url = process.env.TESSERA_URL;
export const key = process.env.TESSERA_KEY;

/** The GraphQL document of this name. */
export function read(name) {
  return readFileSync(new URL(`documents/${name}.graphql`, import.meta.url), "utf8");
}

/** Tell the test what came of a check. */
export function report(check, result) {
  console.log(JSON.stringify({ check, ...result }));
}
