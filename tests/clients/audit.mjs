/** The audits of the GraphQL-over-HTTP specification, as its reference implementation has them. */
import { auditServer } from "graphql-http";
import { key, report, url } from "./checks.mjs";

const fetchFn = (target, init) =>
  fetch(target, { ...init, headers: { ...init?.headers, authorization: `Bearer ${key}` } });

for (const { id, name, status, reason } of await auditServer({ url, fetchFn })) {
  report(id, { name, status, reason });
}
