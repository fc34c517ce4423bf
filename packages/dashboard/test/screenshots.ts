/**
 * Writes a picture of every page: light and dark, 1440 and 390 pixels wide, to packages/dashboard/screenshots. Names are long and
 * of many scripts; lists are full, empty, failing, and very long (wide and light, narrow and dark).
 * `npm run screenshots`, or with some of the addresses of pictured.ts: `npm run screenshots -- connectors "apps#empty"`.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { BootstrapInput } from "@grantry/server/service/bootstrap/bootstrap-schema";
import { linkWaiting } from "@grantry/server/service/trail/index";
import { findOperatorByEmail } from "@grantry/server/store/operators";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { entryAt } from "@grantry/testing/custom-provider";
import { ids, secrets } from "@grantry/testing/harness";
import { jsonBody, password, signedIn } from "@grantry/testing/operators";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import { png } from "@grantry/testing/pictures";
import { type Seat, startDashboard, violationsOf } from "./dashboard.ts";
import { declareLong, fillLong, longWorkspace } from "./long-lists.ts";
import { pages } from "./pictured.ts";

const folder = fileURLToPath(new URL("../screenshots/", import.meta.url));
const all = [...pages];
const asked = process.argv.slice(2);

/** Names as people give them: of sixty characters, in other scripts, with pictures, of one word. */
const names = [
  "Salesforce of the customers in Europe, production org, read-only",
  "日本語のカレンダー 🎉",
  "تقويم فريق المبيعات في الشمال",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunternehmen",
] as const;

/** The workspace, its apps, its connector and its people have such names. */
function nameAwkwardly(workspace: BootstrapInput["workspaces"][number]): void {
  workspace.name = `Workspace of ${names[3]}`;
  const [app, other] = workspace.apps ?? [];
  if (app !== undefined) app.name = `${names[1]}と請求書と顧客管理システムのアプリケーション`;
  if (other !== undefined) other.name = names[3];
  for (const [at, name] of names.entries()) {
    workspace.members?.push({
      email: `${"a.long.address.".repeat(at)}${at}@example.com`,
      name,
      role: "member",
      password: { file: password },
    });
    workspace.apps?.push({ id: `app_${at}`, name: `${name} ${at}`, origins: [] });
    workspace.api_keys?.push({
      id: `key_${at}`,
      name,
      secret: { env: `grantry_wk_${String(at).repeat(40)}` },
    });
  }
}

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

/** Who has an authenticator app, and codes that nobody else has seen. */
const factors = {
  password: true,
  authenticator_app: true,
  recovery_codes_left: 2,
  passkeys_possible: false,
  company: false,
};
const codes = Array.from({ length: 10 }, (_, at) => `${at}bcde${at}ghjk`);

/** Opens an address in a state: what it lists is empty, or nothing answers but who is signed in and its app. */
async function openIn(state: string | undefined, { page, go }: Seat, path: string): Promise<void> {
  await page.unrouteAll();
  const lists = /\/v1\/(?:me\/\w+|workspaces\/[^/?]+\/(?:apps\/[^/?]+\/)?[\w-]+)(?:\?|$)/;
  if (state === "empty") {
    await page.route(lists, (route) => route.fulfill({ json: { data: [], next_cursor: null } }));
    // It is no list: there is one, or none.
    await page.route("**/sign-in-provider", (route) =>
      route.fulfill({ status: 404, json: { code: "sign_in_provider_not_found" } }),
    );
  }
  if (state === "failing") {
    await page.route(lists, (route) => route.fulfill({ status: 503, json: {} }));
  }
  if (state === "broken") {
    const broken = { kind: "changed", number: 31_007, record_id: "1" };
    await page.route("**/audit-records/verify", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), broken } });
    });
  }
  if (state === "factor") {
    await page.route("**/v1/me/sign-in-factors", (route) => route.fulfill({ json: factors }));
    await page.route("**/v1/me/totp/recovery-codes", (route) =>
      route.fulfill({ json: { recovery_codes: codes } }),
    );
  }
  const root = `${dashboard.world.url}/dashboard`;
  if (path.startsWith("/")) await page.goto(root + path);
  else if (state === "long") await page.goto(`${root}/workspaces/${longWorkspace}/${path}`);
  else await go(path);
}

/** What is pressed before the picture is taken. */
const presses: Readonly<Record<string, (page: Seat["page"]) => Promise<void>>> = {
  disconnect: (page) => pressBulk(page, "Disconnect…"),
  refresh: (page) => pressBulk(page, "Refresh now…"),
  app: async (page) => {
    await page.getByRole("button", { name: /^App: / }).click();
    await page.getByRole("dialog").getByRole("combobox").fill("invoices");
  },
  search: async (page) => {
    await page.getByRole("button", { name: "Search or jump to" }).click();
    await page.getByRole("dialog").getByRole("combobox").fill("user-5");
    await page
      .getByRole("option", { name: /^user-5/ })
      .first()
      .waitFor();
  },
  workspaces: async (page) => {
    const burger = page.getByRole("button", { name: "Menu" });
    if (await burger.isVisible()) await burger.click();
    await page.getByRole("button", { name: "Switch workspace" }).click();
  },
  verify: async (page) => {
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByRole("button", { name: "Close" }).waitFor();
  },
  fewer: async (page) => {
    await page.getByLabel("Days that records are kept").fill("90");
    await page.getByLabel("Records that are kept").fill("5000");
    await page.getByRole("button", { name: "Save" }).last().click();
    await page.getByRole("dialog").waitFor();
  },
  connectors: (page) => page.getByRole("dialog").getByLabel("Only these").check(),
  codes: async (page) => {
    await page.getByLabel("Your password").fill("no password of anybody");
    await page.getByLabel(/^Code from/).fill("123456");
    await page.getByRole("button", { name: "Make new codes" }).click();
    await page.getByText("Keep your recovery codes").waitFor();
  },
};

async function pressBulk(page: Seat["page"], does: string): Promise<void> {
  await page.getByRole("table").getByRole("checkbox").first().check();
  const everything = page.getByRole("button", { name: "Select all that match" });
  await everything.click();
  await page.getByRole("button", { name: does }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /connection/ })
    .waitFor();
}

/** What a picture's file is called; never as an option of a program is. */
const nameOf = (path: string): string =>
  (/^\w/.test(path) ? path : `overview${path}`)
    .replace(/^overview\//, "")
    .replaceAll(/\W+/g, "-")
    .replace(/-$/, "");

const isLong = asked.length === 0 || asked.some((path) => path.endsWith("#long"));
await mkdir(folder, { recursive: true });
const dashboard = await startDashboard({
  declare: (bootstrap) => {
    if (isLong) declareLong(bootstrap);
    const [workspace] = bootstrap.workspaces;
    const [connector] = workspace?.connectors ?? [];
    if (workspace === undefined || connector === undefined) return;
    nameAwkwardly(workspace);
    const [client] = workspace.oauth_clients ?? [];
    if (client !== undefined) client.previous_client_secret = { env: "clientSecret" };
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
  all.push(userPage, `${userPage}?dialog=disconnect-all`);
  const member = await findOperatorByEmail(dashboard.world.app.context.store, "0@example.com");
  for (const name of ["remove", "reset"]) {
    all.push(`people?dialog=${name}&member=${member?.operatorId}`);
  }
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
  if (isLong) await fillLong(dashboard.world.app.context.store);
  await linkWaiting({ store: dashboard.world.app.context.store });
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      const viewport = { width, height: 900 };
      const seat = await dashboard.signIn("owner", { colorScheme, viewport });
      for (const path of asked.length === 0 ? all : asked) {
        // As the mock-ups: it is long in both others, too.
        if (path.endsWith("#long") && (colorScheme === "light") !== (width === 1440)) continue;
        if (path.endsWith("?test=failed")) await failTest(seat);
        else {
          const [what = "", state] = path.split("#");
          const [address = "", press = ""] = what.split("~");
          await openIn(state, seat, address);
          await seat.page.waitForLoadState("networkidle");
          await presses[press]?.(seat.page);
        }
        await seat.page.waitForLoadState("networkidle");
        const name = `${nameOf(path)}-${width}-${colorScheme}.png`;
        await seat.page.screenshot({ path: folder + name, fullPage: true });
        const wide = await seat.page.evaluate("document.documentElement.scrollWidth");
        // Contrast differs by colour, what is hidden by width: two of the four show all that breaks the rules.
        const isChecked = (colorScheme === "light") === (width === 1440);
        const wrong = [...(isChecked ? await violationsOf(seat.page) : []), ...seat.said.splice(0)];
        if (wide !== width) wrong.push(`it is ${wide} pixels wide`);
        process.stdout.write(`${name}\n${wrong.map((one) => `  ${one}\n`).join("")}`);
      }
      await seat.context.close();
    }
  }
} finally {
  await dashboard.close();
}
