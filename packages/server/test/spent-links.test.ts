/** What the page of a link that cannot be used says: one remedy, and the right one for the kind of link. */
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { operatorBrowser } from "@grantry/testing/operators";
import { afterAll, beforeAll, expect, test } from "vitest";
import { offerDemoSignIn } from "../src/service/accounts/index.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test("a link that was used says one thing that helps, and it is the right one", async () => {
  const link = await offerDemoSignIn(world.app.context, ids.workspace);
  const { pathname } = new URL(link.reveal());
  expect((await operatorBrowser(world).get(pathname)).location).toBe("/dashboard");
  const again = await operatorBrowser(world).get(pathname);
  expect(again.status).toBe(400);
  expect(again.text).toContain("This link does not work");
  expect(again.text).toContain("start it again: it prints a new one");
  expect(again.text).not.toContain("Ask whoever gave it to you");
});

test("of a link that the server prints for the first account the page says where a new one comes from", async () => {
  const unknown = await operatorBrowser(world).get("/setup/unknown");
  expect(unknown.status).toBe(400);
  expect(unknown.text).toContain("the server prints a new one whenever it starts");
  expect(unknown.text).not.toContain("Ask whoever gave it to you");
});

test("of a link that a person gives the page says to ask them", async () => {
  const unknown = await operatorBrowser(world).get("/invitation/unknown");
  expect(unknown.status).toBe(400);
  expect(unknown.text).toContain("Ask whoever gave it to you for a new one.");
});
