/** The hosts that are said to be needed are those that the providers' documented wire is called at. */
import { describe, expect, test } from "vitest";
import { hostPatterns, hostPortOf } from "../lib/host-patterns.ts";
import { neededHosts } from "./needed-hosts.ts";
import { catalogue, readFixtures } from "./test/fixture.ts";

function entryOf(type: string) {
  const entry = catalogue.find(type);
  if (entry === undefined) throw new Error(`no ${type}`);
  return entry;
}

/** The addresses of every call of a fixture. */
function calledIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  const { request } = part as { request?: { url?: unknown } };
  const own = typeof request?.url === "string" ? [request.url] : [];
  return [...own, ...Object.values(part).flatMap(calledIn)];
}

describe.each(readFixtures().map((one) => [one.integration_type, one] as const))(
  "%s",
  (type, fixture) => {
    test.each([
      ["as they are", fixture.settings],
      ["as people will enter them", {}],
    ])("is called at the hosts that it is said to need, its settings %s", (_name, settings) => {
      const { hosts, anyOf } = neededHosts(entryOf(type), settings);
      const listed = hostPatterns(hosts.join(), { namesMeanBelow: false, mayMeanAll: false });
      if ("wrong" in listed) throw new Error(`${listed.wrong} is no host`);
      const called = calledIn(fixture);
      expect(called.length).toBeGreaterThan(0);
      const others = called.filter((url) => !listed.has(hostPortOf(new URL(url))));
      expect(anyOf.length > 0 ? [] : others).toEqual([]);
    });
  },
);

test("a provider's own hosts are named, and none that only browsers go to", () => {
  const { hosts, anyOf } = neededHosts(entryOf("googlecalendar"), {});
  expect(anyOf).toEqual([]);
  expect(hosts).toContain("oauth2.googleapis.com");
  expect(hosts).not.toContain("accounts.google.com");
});
