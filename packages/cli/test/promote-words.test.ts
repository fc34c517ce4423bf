/** The plan never says of the connections that were counted that they are all, where they may not be. */
import { expect, test } from "vitest";
import type { Change } from "../src/promote/difference.ts";
import type { Place } from "../src/promote/places.ts";
import { planLines, planView } from "../src/promote/words.ts";

const place = {
  session: { server: "https://grantry.example" },
  workspace: { id: "wsp_1", name: "Acme", environment: "staging" },
} as Place;
const between = { from: place, to: place };

function differenceOf(connections: number, more: boolean, rest: Partial<Change["impact"]> = {}) {
  const impact = { must_reconnect: 0, ended: 0, last_token_ends_at: null, apps: [], warnings: [] };
  const change: Change = {
    kind: "connector",
    action: "change",
    name: "My calendar",
    type: "sandboxcalendar",
    targetId: "con_1",
    fields: [],
    body: {},
    client: null,
    impact: { ...impact, ...rest, connections, at_least: more },
  };
  return { changes: [change], needs: [], kept: [], extra: [] };
}
const says = (...of: Parameters<typeof differenceOf>) =>
  planLines(between, differenceOf(...of))
    .slice(3)
    .map((line) => line.trim());

test("numbers are exact, or the least that it touches", () => {
  expect(says(1, false)).toEqual(["touches 1 connection"]);
  expect(says(40, false, { must_reconnect: 12, ended: 1 })).toEqual([
    "touches 40 connections, 12 must reconnect for what is added, 1 ends",
  ]);
  expect(says(10_000, true, { must_reconnect: 9_000, ended: 1 })).toEqual([
    "touches at least 10000 connections, at least 9000 must reconnect for what is added, at least 1 ends",
  ]);
});

test("none of those that were looked at is not none", () => {
  expect(says(0, false)).toEqual([]);
  expect(says(0, true)).toEqual(["touches an unknown number of connections"]);
});

test("scripts are told, too, that there may be more", () => {
  expect(planView(between, differenceOf(10_000, true)).changes).toMatchObject([
    { impact: { connections: 10_000, at_least: true, must_reconnect: 0, ended: 0 } },
  ]);
});
