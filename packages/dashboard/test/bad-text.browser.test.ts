/**
 * What others write is text, on every page: names, accounts, scopes and errors with markup in them, too long, from
 * right to left, in characters that few fonts have. No page runs it, is broken by it or is made unreadable by it.
 */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { connectorOf as connectorEntry, entryAt } from "@grantry/testing/custom-provider";
import { ids } from "@grantry/testing/harness";
import { jsonBody, signedIn } from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Dashboard, type Seat, startDashboard, violationsOf } from "./dashboard.ts";
import { leave } from "./seats.ts";

const texts = {
  markup: `<img src=x onerror="ran=1"><script>ran=1</script>`,
  attribute: `" onfocus="ran=1" autofocus x='javascript:ran=1'`,
  long: `${"W".repeat(40)}日本語🎉${"mm".repeat(8)}`,
  rtl: "مرحبا بالعالم \u{1F468}\u200D\u{1F469}\u200D\u{1F467} שלום",
} as const;
const names = Object.values(texts);
const badScope = "<img/src=x/onerror=ran=1>";

const tokenOf = (at: number) => `grantry_st_${String(at).repeat(40)}`;
const appOf = (at: number) => `app_bad${at}`;
const connectorOf = (at: number) => `${at}1b2c3d4e5f6a1b2c3d4e5f6`;

/** A provider of a workspace's own, whose name others may write. */
function badProvider(at: number, name: string) {
  const type = connectorEntry(`badtype${at}`, { display_name: name, description: name });
  return entryAt("https://house.example", { id: `bad${at}`, name, connectors: [type] });
}

let dashboard: Dashboard;
let connectionIds: readonly string[] = [];
let operationId = "";
/** The handle of each app's user. */
let handles: ReadonlyMap<string, string>;
const seats: Seat[] = [];

beforeAll(async () => {
  dashboard = await startDashboard({
    declare: ({ workspaces: [workspace] }) => {
      const [connector] = workspace?.connectors ?? [];
      const [client] = workspace?.oauth_clients ?? [];
      if (workspace === undefined || connector === undefined || client === undefined) return;
      workspace.name = texts.markup;
      workspace.providers = names.map((name, at) => badProvider(at, name));
      client.name = texts.attribute;
      for (const [at, member] of (workspace.members ?? []).entries()) {
        member.name = names[at % names.length] ?? "";
      }
      for (const [at, name] of names.entries()) {
        workspace.api_keys?.push({
          id: `key_bad${at}`,
          name,
          secret: { env: `grantry_wk_${String(at).repeat(40)}` },
        });
        workspace.connectors?.push({ ...connector, id: connectorOf(at), name });
        workspace.oauth_clients?.push({
          ...client,
          id: `ocl_bad${at}`,
          client_id: name,
          name: `${name} ${at}`,
        });
        workspace.apps?.push({
          id: appOf(at),
          name,
          origins: ["https://app.example.com"],
          service_tokens: [{ id: `stk_bad${at}`, name, secret: { env: tokenOf(at) } }],
        });
      }
    },
  });
  const { db } = dashboard.world.app.context.store;
  for (const [at, name] of names.entries()) {
    await connect(apiOf(dashboard.world, appOf(at), tokenOf(at)), name, ids.userConnector);
  }
  for (const name of names) {
    const set = {
      account_id: name,
      account_email: name,
      account_name: name,
      granted_scopes: JSON.stringify(["calendar.read", badScope]),
      requested_scopes: JSON.stringify(["calendar.read", badScope, name]),
      connection_config: JSON.stringify({ port: name }),
      failure_code: name,
    };
    await db.updateTable("connections").set(set).where("user_id", "=", name).execute();
  }
  const rows = await db.selectFrom("connections").select("connection_id").execute();
  connectionIds = rows.map(({ connection_id }) => connection_id);
  expect(connectionIds).toHaveLength(names.length);
  const users = await db.selectFrom("app_users").select(["app_id", "app_user_id"]).execute();
  handles = new Map(users.map(({ app_id, app_user_id }) => [app_id, app_user_id]));
});
beforeAll(async () => {
  const body = { kind: "refresh", filter: { ids: connectionIds } };
  const made = await workspaceApiOf(dashboard.world)("POST", "operations", body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  operationId = made.body.id;
});
beforeAll(async () => {
  const { world } = dashboard;
  const { db } = world.app.context.store;
  const owner = await signedIn(world, "owner@example.com");
  const path = `/v1/workspaces/${ids.workspace}`;
  for (const [at, name] of names.entries()) {
    const body = jsonBody("POST", { email: `guest${at}@example.com`, role: "member" });
    expect((await owner.api(`${path}/invitations`, body)).status).toBe(201);
    const set = { email: `${name}@example.com`, invited_by: name };
    await db
      .updateTable("entry_links")
      .set(set)
      .where("email", "=", `guest${at}@example.com`)
      .execute();
  }
  const provider = {
    issuer: world.sandbox.origin,
    client_id: texts.markup,
    client_secret: "no secret",
    domains: ["daybook.example"],
  };
  const put = await owner.api(`${path}/sign-in-provider`, jsonBody("PUT", provider));
  expect(put.status, JSON.stringify(put.body)).toBe(200);
  await db.updateTable("sign_in_providers").set({ issuer: texts.attribute }).execute();
  await db.updateTable("sign_in_domains").set({ domain: texts.long }).execute();
});
afterAll(() => dashboard.close());
afterEach(async ({ task }) => {
  const said = await leave(seats.splice(0), task.result?.state === "fail");
  // What a policy refuses is said in the console. Not its advice on forms, and
  // not that the page after a sign-in, which closes its window, is in one that it did not open.
  const bad = said.filter((one) => !/^\[DOM\]|^Scripts may close only/.test(one));
  expect(bad, "what the page said in its console, and asked of others").toEqual([]);
});

async function sit(): Promise<Seat> {
  const seat = await dashboard.signIn("owner", { viewport: { width: 390, height: 900 } });
  seats.push(seat);
  seat.page.on("dialog", (dialog) => {
    seat.said.push(dialog.message());
    void dialog.dismiss();
  });
  return seat;
}

interface Seen {
  readonly ran: unknown;
  readonly width: number;
  /** Elements that were made of text. */
  readonly made: readonly string[];
  /** The innermost elements that stick out. */
  readonly wide: readonly string[];
}

const look = `(() => {
  const width = document.documentElement.scrollWidth;
  const html = (one) => one.outerHTML.slice(0, 160);
  const sticksOut = (one) => one.getBoundingClientRect().right > innerWidth;
  const all = width > innerWidth ? [...document.querySelectorAll("body *")].filter(sticksOut) : [];
  return {
    ran: globalThis.ran,
    width,
    made: [...document.querySelectorAll("img[src=x], [onerror], [onfocus]")].map(html),
    wide: all.filter((one) => ![...one.children].some(sticksOut)).map(html),
  };
})()`;

/** What bad text has done to a page: it ran, became an element, or pushed it sideways; nothing is as it should be. */
async function harmOf(page: Page): Promise<string[]> {
  const { ran, width, made, wide } = await page.evaluate<Seen>(look);
  return [
    ...(ran === undefined ? [] : ["a script ran"]),
    ...(width === 390 ? [] : [`it is ${width} wide by ${wide.join()}`]),
    ...made,
  ];
}

/** What stands for each parameter of an address: all that it can be, and the one that is looked at closely. */
const values: Readonly<Record<string, (address: string) => readonly string[]>> = {
  workspaceId: () => [ids.workspace],
  connectorId: () => names.map((_, at) => connectorOf(at)),
  appId: () => names.map((_, at) => appOf(at)),
  connectionId: () => connectionIds,
  type: () => ["sandboxcalendar"],
  operationId: () => [operationId],
  oauthClientId: () => [ids.oauthClient, ...names.map((_, at) => `ocl_bad${at}`)],
  providerId: () => names.map((_, at) => `bad${at}`),
  userId: (address) => [handles.get(/app_bad\d/.exec(address)?.[0] ?? "") ?? ""],
};

/** The addresses of a route. Throws where a parameter is new: say above what stands for it. */
function addressesOf(path: string): string[] {
  const names = [...path.matchAll(/\$(\w+)/g)].map(([, name = ""]) => name);
  let all = [path];
  for (const name of names) {
    const known = values[name];
    if (known === undefined) throw new Error(`What stands for $${name} of ${path}?`);
    all = all.flatMap((one) => known(one).map((value) => one.replace(`$${name}`, value)));
  }
  return all;
}

test("on every page of the dashboard, as its router has them", async () => {
  const { page } = await sit();
  const routes = await page.evaluate<string[]>("Object.keys(__TSR_ROUTER__.routesByPath)");
  expect(routes).toContain("/workspaces/$workspaceId/connectors");
  expect(routes.length).toBeGreaterThan(20);
  const found: string[] = [];
  for (const addresses of routes.map(addressesOf)) {
    for (const [at, address] of addresses.entries()) {
      await page.goto(`${dashboard.world.url}/dashboard${address}`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await expect.poll(() => page.locator("[aria-busy=true]").count()).toBe(0);
      const harm = [...(await harmOf(page)), ...(at === 0 ? await violationsOf(page) : [])];
      found.push(...harm.map((one) => `${address}: ${one}`));
    }
  }
  expect(found).toEqual([]);
}, 600_000);

test.each(["shared", "providers", "oauth-clients"])(
  "on the tab %s of the connectors",
  async (tab) => {
    const { page, go } = await sit();
    await go(`connectors?tab=${tab}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expect.poll(() => page.locator("[aria-busy=true]").count()).toBe(0);
    expect(await harmOf(page)).toEqual([]);
    expect(await violationsOf(page)).toEqual([]);
  },
);

test.each([
  ["people", texts.markup],
  ["company-sign-in", texts.long],
])("of invitations and of the company's sign-in, on the page %s", async (path, text) => {
  const { page, go } = await sit();
  await go(path);
  await page.getByRole("main").getByText(text).first().waitFor();
  expect(await harmOf(page)).toEqual([]);
  expect(await violationsOf(page)).toEqual([]);
});

test("in the search of the dashboard, and on a page that there is not", async () => {
  const { page, go } = await sit();
  await go("connectors");
  await page.getByRole("button", { name: "Search or jump to" }).click();
  const field = page.getByRole("combobox");
  for (const name of names) {
    await field.fill(name);
    await page.getByRole("option").first().waitFor();
    expect(await harmOf(page)).toEqual([]);
    expect(await violationsOf(page)).toEqual([]);
  }
  const nowhere = encodeURIComponent(texts.markup);
  for (const path of [`dashboard/${nowhere}`, `dashboard/workspaces/${nowhere}/apps`, nowhere]) {
    await page.goto(`${dashboard.world.url}/${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    expect(await harmOf(page)).toEqual([]);
  }
});

test.each(["account", "account/password", "account/second-factor", "account/keys", "device"])(
  "on the server's own page /%s",
  async (path) => {
    const { page } = await sit();
    await page.goto(`${dashboard.world.url}/${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    expect(await harmOf(page)).toEqual([]);
    expect(await violationsOf(page)).toEqual([]);
  },
);

describe("on the pages of a consent", () => {
  test.each(names.map((name, at) => [name, at] as const))("%s", async (name, at) => {
    const { page, said } = await sit();
    const api = apiOf(dashboard.world, appOf(at), tokenOf(at));
    const user = await api.signIn(`other ${name}`, { name, email: `${at}@example.com` });
    const started = await user.initiate(connectorOf(at));
    await page.goto(started.body.redirect_url);
    const next = page.getByRole("button", { name: /Continue to/ });
    await next.waitFor();
    expect(await harmOf(page)).toEqual([]);
    expect(await violationsOf(page)).toEqual([]);
    // The provider is not asked: it is played, with an answer that it may give.
    let asked = "";
    await page.route(`${dashboard.world.sandbox.origin}/**`, (route) => {
      asked = route.request().url();
      return route.fulfill({ contentType: "text/html", body: "<title>The provider</title>" });
    });
    await next.click();
    await page.waitForURL(`${dashboard.world.sandbox.origin}/**`);
    const sent = new URL(asked).searchParams;
    const back = new URL(sent.get("redirect_uri") ?? "");
    back.search = String(
      new URLSearchParams({
        state: sent.get("state") ?? "",
        iss: dashboard.world.sandbox.origin,
        error: "server_error",
        error_description: name.replaceAll(/[^\x20-\x7e]|["\\]/g, "'"),
      }),
    );
    await page.goto(back.href);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByText("Details for support").click();
    expect(await harmOf(page)).toEqual([]);
    expect(await violationsOf(page)).toEqual([]);
    // Leaving for the provider is what it is for.
    const { origin } = dashboard.world.sandbox;
    said.splice(0, said.length, ...said.filter((one) => !one.startsWith(origin)));
  });
});
