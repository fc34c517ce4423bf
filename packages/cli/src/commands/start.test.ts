/** The server starts on the Node that it needs, and says which that is. */
import { expect, test } from "vitest";
import { requireNode } from "./start.ts";

test.each(["20.19.0", "22.21.1", "24.10.0"])("Node %s is told which one is needed", (version) => {
  expect(() => requireNode(version)).toThrow(
    `The server needs Node 24.11 or newer; this is ${version}.`,
  );
});

test.each(["24.11.0", "24.21.0", "25.0.0", "26.10.0"])("Node %s will do", (version) => {
  requireNode(version);
});
