/** What every connector tells whoever sets it up and calls its API. */
import { describe, expect, test } from "vitest";
import { authorizationServers } from "./list.ts";
import { authorizationServerSchema } from "./schema.ts";

/** The provider is ours. */
const ours = "sandboxcalendar";

const connectors = authorizationServers
  .map((input) => authorizationServerSchema.parse(input))
  .flatMap((server) =>
    server.connectors.map((connector) => ({
      type: connector.integration_type,
      scopes: connector.scopes,
      firstCall: connector.first_call,
      api: connector.overrides.api ?? server.api,
      registration: connector.overrides.registration ?? server.registration,
    })),
  )
  .filter(({ type }) => type !== ours);

describe.each(connectors)("$type", ({ type, scopes, firstCall, api, registration }) => {
  test("names its base first, and says of each host what it is for", () => {
    expect(api.hosts[0]).toMatchObject({ name: "default", needs_token: true });
    expect(api.hosts[0]?.url).not.toContain("*");
    // Written out, not a text in place of a host.
    for (const host of api.hosts) expect(host.for).not.toBe("the API");
  });

  test("says how often its API may be called, and how lists are read to the end", () => {
    expect(api.rate_limit?.documented.length).toBeGreaterThan(10);
    expect(api.pagination.length).toBeGreaterThan(0);
  });

  test("has a first call, for which the scopes suffice that it asks for by default", () => {
    const asked = new Set([...scopes.default, ...scopes.always]);
    // A wider scope holds what it implies.
    for (const scope of asked) for (const held of scopes.implies[scope] ?? []) asked.add(held);
    for (const scope of firstCall?.scopes ?? [type]) expect([...asked]).toContain(scope);
  });

  test("says where each step is done, what is reviewed, with what to try it, and what goes wrong", () => {
    const lost = registration.steps.filter((step) => !step.url && !step.no_url_because);
    expect(lost).toEqual([]);
    for (const step of registration.steps) expect(step.do.length).toBeGreaterThan(2);
    expect(registration.review).toBeTruthy();
    expect(registration.test_accounts).toBeTruthy();
    expect(registration.troubleshooting.length).toBeGreaterThan(0);
  });
});

describe("the shorthand that stored entries use", () => {
  const [entry] = authorizationServers;
  const parsed = (api: object, steps: unknown[] = ["Do it."]) =>
    authorizationServerSchema.safeParse({
      ...entry,
      api,
      registration: { ...entry?.registration, steps },
    });

  test("stands for what it was written out as", () => {
    const { data } = parsed({
      hosts: ["https://a.example", "https://b.example"],
      rate_limit: "many",
    });
    expect(data?.api.hosts).toMatchObject([
      { name: "default", url: "https://a.example", needs_token: true },
      { name: "host_2", url: "https://b.example", needs_token: true },
    ]);
    expect(data?.api.rate_limit).toMatchObject({ documented: "many", status: 429 });
    expect(data?.registration.steps).toEqual([{ do: "Do it." }]);
  });

  test("is read as earlier versions took it, however little it says", () => {
    const stored = { hosts: ["https://*.a.example"], rate_limit: "" };
    expect(parsed(stored, ["", "Go"]).success).toBe(true);
    expect(parsed({ ...stored, hosts: ["https://a.example", "https://a.example"] }).success).toBe(
      true,
    );
  });

  const host = { name: "default", url: "https://a.example", for: "everything" };
  test.each([
    ["no host", { hosts: [] }, ["hosts"]],
    ["a base of another name", { hosts: [{ ...host, name: "main" }] }, ["hosts", 0]],
    ["a name that stands twice", { hosts: [host, host] }, ["hosts", 1, "name"]],
    [
      "a host without a purpose",
      { hosts: [{ name: "default", url: host.url }] },
      ["hosts", 0, "for"],
    ],
    [
      "a reset in no unit",
      { hosts: [host], rate_limit: { documented: "many", headers: { reset: "X-Reset" } } },
      ["rate_limit", "headers"],
    ],
    [
      "a page that nobody can find",
      {
        hosts: [host],
        pagination: [{ kind: "cursor", where: "all", response: { items_path: "a b" } }],
      },
      ["pagination", 0, "response", "items_path"],
    ],
  ])("is refused with %s, at its place", (_what, api, path) => {
    expect(parsed(api).error?.issues[0]?.path).toEqual(["api", ...path]);
  });
});
