/** Every kind of what needs somebody has its sentence on the overview. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { attentionKinds } from "@grantry/server/service/overview/attention-kinds";
import { expect, test } from "vitest";

const file = fileURLToPath(new URL("../src/words/attention.ts", import.meta.url));

test("every kind that the server tells has words", () => {
  const text = readFileSync(file, "utf8");
  const [, says = ""] = /const says: [^{]*\{([^}]*)\}/.exec(text) ?? [];
  const named = [...says.matchAll(/^ +(\w+):/gm)].map(([, kind]) => kind);
  expect(named.toSorted()).toEqual([...attentionKinds].sort());
});
