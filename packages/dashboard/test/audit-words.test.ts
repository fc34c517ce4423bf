/** Every change that the server records has words on the page of the audit log. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sentenceOf } from "@grantry/dashboard/audit-words";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../../server/src/", import.meta.url));
/** Of the server itself: they stand in no workspace's log. */
const elsewhere = /^server_operator\./;
/** What is recorded under a name that is put together: by a bootstrap file, by a decision. */
const puttogether = [
  ...[
    "workspace",
    "provider",
    "app",
    "oauth_client",
    "connector",
    "workspace_key",
    "service_token",
    "sign_in_provider",
  ].flatMap((kind) => ["created", "changed", "deleted"].map((verb) => `${kind}.${verb}`)),
  "command_line.approved",
  "command_line.denied",
  "shared_connection.declared",
  "shared_connection.disconnected",
  "shared_connection.removed",
  "invitation.used",
];

test("no action of a workspace is shown by its code", () => {
  const actions = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) => [
      ...readFileSync(source + name, "utf8").matchAll(/\baction: "([a-z_]+\.[a-z_]+)"/g),
    ])
    .map(([, action]) => action ?? "");
  expect(actions.length).toBeGreaterThan(40);
  const missing = [...actions, ...puttogether].filter(
    (one) => !elsewhere.test(one) && sentenceOf(one) === undefined,
  );
  expect(missing).toEqual([]);
});
