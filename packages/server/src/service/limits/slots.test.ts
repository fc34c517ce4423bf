import { expect, test } from "vitest";
import { createSlots } from "./slots.ts";

test("calls that are under way are bounded, of an app and of its workspace (SEC-85)", () => {
  const refused: string[] = [];
  const slots = createSlots({ policy: "at_once", perApp: 2, perWorkspace: 3 }, (appId) =>
    refused.push(appId),
  );
  const take = (appId: string, workspaceId = "ws") => slots.take({ appId, workspaceId });
  const end = take("one");
  take("one");
  expect(() => take("one")).toThrow(
    expect.objectContaining({
      code: "rate_limited",
      data: { limit: expect.objectContaining({ policy: "at_once", of: "app", quota: 2 }) },
    }),
  );
  take("two");
  expect(() => take("two")).toThrow(
    expect.objectContaining({
      data: { limit: expect.objectContaining({ of: "workspace", quota: 3 }) },
    }),
  );
  // Another workspace's app is not held up, and one that has ended makes room once.
  take("other", "ws_other");
  end();
  end();
  take("two");
  expect(() => take("two")).toThrow();
  expect(refused).toEqual(["one", "two", "two"]);
});
