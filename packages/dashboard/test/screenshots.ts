/**
 * Writes a picture of every page: light and dark, 1440 and 390 pixels wide, to packages/dashboard/screenshots.
 * `npm run screenshots`, or with paths of a workspace: `npm run screenshots -- connectors apps`.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { entryAt } from "@grantry/testing/custom-provider";
import { ids, secrets } from "@grantry/testing/harness";
import { jsonBody, signedIn } from "@grantry/testing/operators";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import { png } from "@grantry/testing/pictures";
import { type Seat, startDashboard, violationsOf } from "./dashboard.ts";

const folder = fileURLToPath(new URL("../screenshots/", import.meta.url));
const states = ["empty", "failing"] as const;
const lists = [
  "connections",
  "operations",
  "events",
  "events?tab=revocations",
  "audit",
  "apps",
  `apps/${ids.app}/integrations`,
  `apps/${ids.app}/users`,
  `apps/${ids.app}/identity-providers`,
  `apps/${ids.app}/service-tokens`,
  "connectors",
  "connectors?tab=shared",
  "connectors?tab=providers",
  "connectors?tab=oauth-clients",
  "connectors/new",
  "allowed-access",
  "people",
  "keys",
  "company-sign-in",
  "/account/sessions",
  "/account/keys",
];
const all = [
  "",
  "?period=30d",
  "first-steps",
  "connectors",
  "connectors?tab=shared",
  "connectors?tab=providers",
  "connectors?tab=oauth-clients",
  "connectors/new",
  "connectors/own",
  "connectors/own?by=entry",
  "providers/house",
  "providers/house?dialog=delete",
  `oauth-clients/${ids.oauthClient}`,
  `oauth-clients/${ids.oauthClient}?dialog=secret`,
  `oauth-clients/${ids.oauthClient}?dialog=change`,
  "oauth-clients/ocl_spare?dialog=delete",
  `connectors/${ids.userConnector}/activity`,
  "connectors/new/googlecalendar",
  "connectors/new/sandboxcalendar",
  `connectors/${ids.userConnector}`,
  `connectors/${ids.userConnector}?test=failed`,
  `connectors/${ids.userConnector}?dialog=change`,
  `connectors/${ids.userConnector}?dialog=secret`,
  `connectors/${ids.userConnector}?dialog=delete`,
  `connectors/${ids.userConnector}?dialog=client`,
  "allowed-access",
  "allowed-access?dialog=stop_user&type=sandboxcalendar",
  "allowed-access?dialog=scopes&type=slack",
  "allowed-access?dialog=stop_shared&type=sandboxcalendar",
  "allowed-access?show=limited",
  "apps",
  "apps?dialog=create",
  `apps/${ids.app}/integrations`,
  `apps/${ids.otherApp}/integrations`,
  `apps/${ids.app}/integrations?dialog=choose`,
  `apps/${ids.otherApp}/integrations?dialog=connect&type=sandboxcalendar`,
  `apps/${ids.app}/integrations?dialog=scopes&type=sandboxcalendar`,
  `apps/${ids.app}/integrations?dialog=another&type=sandboxcalendar`,
  `apps/${ids.app}/integrations?dialog=disconnect&type=sandboxcalendar`,
  `apps/${ids.app}/integrations?dialog=remove&type=notion`,
  `apps/${ids.otherApp}/integrations?dialog=reconnect&type=sandboxcalendar`,
  `apps/${ids.app}/general`,
  `apps/${ids.app}/users`,
  `apps/${ids.app}/users?dialog=move`,
  `apps/${ids.app}/origins`,
  `apps/${ids.app}/functions`,
  `apps/${ids.app}/branding`,
  `apps/${ids.otherApp}/branding`,
  `apps/${ids.app}/identity-providers`,
  `apps/${ids.app}/identity-providers?dialog=add`,
  `apps/${ids.app}/service-tokens`,
  `apps/${ids.app}/service-tokens?dialog=create`,
  "connections",
  "connections?status=disconnected",
  "operations",
  "events",
  "events?type=connection.resumed",
  "events?tab=revocations",
  "events?tab=revocations&status=failed",
  "audit",
  "audit?actor=server&action=member.added",
  "audit?record=1&target=nothing",
  "keys",
  "keys?dialog=create",
  "general",
  "people",
  "people?dialog=invite",
  "company-sign-in",
  "company-sign-in?dialog=remove",
  "nothing/here",
  // Without anything in it, and where the server does not answer.
  ...states.flatMap((state) => lists.map((path) => `${path}#${state}`)),
  "#failing",
  // Of one's own account, and of no workspace.
  "/account",
  "/account/security",
  "/account/security?dialog=password",
  "/account/security?dialog=app",
  "/account/security?dialog=passkey",
  "/account/sessions",
  "/account/sessions?dialog=end-others",
  "/account/keys",
  "/account/keys?dialog=create",
];
const asked = process.argv.slice(2);

/** A test of which one step failed, on the connector's page. */
async function failTest({ page, go }: Seat): Promise<void> {
  await go(`connectors/${ids.userConnector}`);
  const path = `/v1/workspaces/${ids.workspace}/connectors/${ids.userConnector}/tests`;
  const headers = '{ "content-type": "application/json" }';
  const asked = `fetch("${path}", { method: "POST", headers: ${headers}, body: "{}" })`;
  const test = (await page.evaluate(`${asked}.then((answer) => answer.json())`)) as {
    readonly id: string;
    readonly connect_url: string;
  };
  await consent(createJar(), test.connect_url, { untick: ["calendar.read"] });
  await go(`connectors/${ids.userConnector}?test=${test.id}`);
}

/** Opens an address in a state: what it lists is empty, or nothing answers but who is signed in and its app. */
async function openIn(state: string | undefined, { page, go }: Seat, path: string): Promise<void> {
  await page.unrouteAll();
  const status = state === "failing" ? 503 : 200;
  const body = state === "failing" ? {} : { data: [], next_cursor: null };
  const lists = /\/v1\/(?:me\/\w+|workspaces\/[^/?]+\/(?:apps\/[^/?]+\/)?[\w-]+)(?:\?|$)/;
  if (state !== undefined) {
    await page.route(lists, (route) => route.fulfill({ status, json: body }));
  }
  if (path.startsWith("/")) await page.goto(`${dashboard.world.url}/dashboard${path}`);
  else await go(path);
}

await mkdir(folder, { recursive: true });
const dashboard = await startDashboard({
  declare: ({ workspaces: [workspace] }) => {
    const [connector] = workspace?.connectors ?? [];
    if (workspace === undefined || connector === undefined) return;
    const house = entryAt("https://house.example", { name: "House of the rising sun" });
    const metadata = { ...house.metadata, issuer: "https://house.example" };
    workspace.providers = [{ ...house, metadata }];
    workspace.oauth_clients?.push({
      id: "ocl_spare",
      name: "Of a service that nobody connects any more",
      provider: "slack",
      client_id: "spare-client",
      client_secret: { env: "x" },
    });
    for (const provider of ["google", "notion"]) {
      const client = { name: provider, provider, client_id: "some-client" };
      workspace?.oauth_clients?.push({
        id: `ocl_${provider}`,
        ...client,
        client_secret: { env: "x" },
      });
    }
    const names = [
      "Salesforce of the customers in Europe, production org, read-only",
      "日本語のカレンダー 🎉",
      "تقويم الفريق",
    ];
    for (const [at, name] of names.entries()) {
      workspace?.connectors?.push({ ...connector, id: `${at}1b2c3d4e5f6a1b2c3d4e5f6`, name });
    }
  },
});
try {
  const api = apiOf(dashboard.world);
  for (const user of [
    "ada",
    "日本語のユーザー",
    "a-user-of-a-name-of-sixty-characters-which-is-a-lot-of-them",
  ]) {
    await connect(api, user, ids.userConnector);
  }
  const { db } = dashboard.world.app.context.store;
  const operate = workspaceApiOf(dashboard.world);
  await ownApiOf(dashboard.world)("PUT", `/v1/workspaces/${ids.workspace}/apps/${ids.app}/logo`, {
    as: secrets.workspaceKey,
    body: png(96),
  });
  for (const appId of [ids.app, ids.otherApp]) {
    const path = `apps/${appId}/authorizations`;
    const asked = await operate("POST", path, {
      type: "sandboxcalendar",
      scope_mode: "exact",
      ...(appId === ids.app ? {} : { settings: { port: String(dashboard.world.sandbox.port) } }),
    });
    await consent(createJar(), asked.body.connect_url);
    for (const type of ["googlecalendar", "notion"]) {
      await operate("POST", path, { type, scope_mode: "exact" });
    }
  }
  await db
    .updateTable("connections")
    .set({ status: "needs_reauth", reason: "invalid_grant" })
    .where("app_id", "=", ids.otherApp)
    .where("status", "=", "active")
    .execute();
  const user = await db.selectFrom("app_users").select("app_user_id").executeTakeFirstOrThrow();
  const userPage = `apps/${ids.app}/users/${user.app_user_id}`;
  all.push(userPage, `${userPage}?dialog=all`);
  const rows = await db.selectFrom("connections").select("connection_id").execute();
  all.push(
    `connections/${rows[0]?.connection_id}`,
    `connections/${rows[0]?.connection_id}?dialog=disconnect`,
    ...rows.map(({ connection_id: id }) => `connections/${id}?dialog=reconnect`).slice(0, 3),
  );
  const refreshed = { kind: "refresh", filter: { ids: rows.map((row) => row.connection_id) } };
  all.push(`operations/${(await operate("POST", "operations", refreshed)).body.id}`);
  const owner = await signedIn(dashboard.world, "owner@example.com");
  const provider = `/v1/workspaces/${ids.workspace}/sign-in-provider`;
  await owner.api(
    provider,
    jsonBody("PUT", {
      issuer: dashboard.world.sandbox.origin,
      client_id: "company",
      client_secret: "no secret that it knows",
      domains: ["daybook.example", "a-long-name-of-a-domain.daybook-of-the-north.example"],
    }),
  );
  const tested = await owner.api(`${provider}/tests`, jsonBody("POST", {}));
  all.push(`company-sign-in?test=${tested.body.id}`);
  for (const name of [
    "laptop",
    "laptop",
    "The key of the nightly job that reads everything for the report",
  ]) {
    await owner.api("/v1/me/keys", jsonBody("POST", { name, scopes: ["apps:read", "audit:read"] }));
  }
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      const viewport = { width, height: 900 };
      const seat = await dashboard.signIn("owner", { colorScheme, viewport });
      for (const path of asked.length === 0 ? all : asked) {
        if (path.endsWith("?test=failed")) await failTest(seat);
        else {
          const [address = "", state] = path.split("#");
          await openIn(state, seat, address);
        }
        await seat.page.waitForLoadState("networkidle");
        const name = `${path.replaceAll(/\W+/g, "-")}-${width}-${colorScheme}.png`;
        await seat.page.screenshot({ path: folder + name, fullPage: true });
        const wide = await seat.page.evaluate("document.documentElement.scrollWidth");
        const wrong = [...(await violationsOf(seat.page)), ...seat.said.splice(0)];
        if (wide !== width) wrong.push(`it is ${wide} pixels wide`);
        process.stdout.write(`${name}\n${wrong.map((one) => `  ${one}\n`).join("")}`);
      }
      await seat.context.close();
    }
  }
} finally {
  await dashboard.close();
}
