/** Every change that the server records has words on the page of the audit log. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { actionsWithWords } from "@grantry/dashboard/audit-words";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../../server/src/", import.meta.url));
/** Of accounts and of the server: they stand in no workspace's log. */
const elsewhere = /^(?:operator|server_operator|personal_key)\./;

test("no action of a workspace is shown by its code", () => {
  const actions = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) => [
      ...readFileSync(source + name, "utf8").matchAll(/\baction: "([a-z_]+\.[a-z_]+)"/g),
    ])
    .map(([, action]) => action ?? "");
  expect(actions.length).toBeGreaterThan(40);
  const missing = actions.filter((one) => !elsewhere.test(one) && !actionsWithWords.includes(one));
  expect(missing).toEqual([]);
});
