/** Dialogs and their addresses, in real Chromium at the real server. */
import { randomBytes } from "node:crypto";
import type { BootstrapInput } from "@grantry/server/service/bootstrap/bootstrap-schema";
import { insertIdentity } from "@grantry/server/store/operator-identities";
import { findOperatorByEmail } from "@grantry/server/store/operators";
import { insertPasskey } from "@grantry/server/store/passkeys";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { entryAt } from "@grantry/testing/custom-provider";
import { ids } from "@grantry/testing/harness";
import { jsonBody, signedIn } from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeAt } from "../../server/src/crypto/totp.ts";
import { type DialogPath, searchOf } from "../src/dialogs.ts";
import { all, issuer, type Made, ownProvider, type Row, spareClient, usual } from "./addressed.ts";
import { type Dashboard, type Seat, startDashboard, violationsOf } from "./dashboard.ts";

let dashboard: Dashboard;
let made: Readonly<Record<Made, string>>;
const seats = new Map<string, Seat>();
const second = "00112233445566778899aabb";

function declare({ workspaces: [workspace] }: BootstrapInput): void {
  const [client] = workspace?.oauth_clients ?? [];
  const [like] = workspace?.connectors ?? [];
  const [, app] = workspace?.apps ?? [];
  if (app !== undefined) app.identity_providers = [{ issuer, audience: "app" }];
  if (workspace === undefined || client === undefined || like === undefined) return;
  client.previous_client_secret = { env: "clientSecret" };
  const registered = { client_id: "some-client", client_secret: { env: "x" } };
  workspace.oauth_clients?.push(
    { id: spareClient, name: "Spare", provider: "slack", ...registered },
    { id: "ocl_notion", name: "Notion", provider: "notion", ...registered },
  );
  workspace.connectors?.push({ ...like, id: second, name: "Second" });
  workspace.providers = [entryAt("https://house.example", { id: ownProvider })];
}

async function ok<Body>(answer: Promise<{ readonly status: number; readonly body: Body }>) {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

/** What the workspace has that no declaration makes. */
async function makeOfWorkspace(): Promise<
  Pick<Record<Made, string>, "user" | "connection" | "freeze">
> {
  const { world } = dashboard;
  const operate = workspaceApiOf(world);
  for (const connector of [ids.userConnector, second]) {
    await connect(apiOf(world), "ada", connector);
  }
  const started = { type: "sandboxcalendar", scope_mode: "exact" };
  const asked = await ok(operate("POST", `apps/${ids.app}/authorizations`, started));
  await consent(createJar(), asked.connect_url);
  await ok(operate("POST", `apps/${ids.app}/authorizations`, { ...started, type: "notion" }));
  const users = await ok(operate("GET", `apps/${ids.app}/users`));
  const found = await ok(
    operate("GET", `connections?connector_id=${ids.userConnector}&owner=user`),
  );
  const frozen = await ok(
    operate("POST", "operations", { kind: "freeze", filter: { type: "slack" } }),
  );
  return { user: users.data[0].id, connection: found.data[0].id, freeze: frozen.id };
}

/** What people have, and what only a person may do. */
async function makeOfPeople(): Promise<
  Omit<Record<Made, string>, "user" | "connection" | "freeze">
> {
  const { world } = dashboard;
  const { store, clock } = world.app.context;
  const idOf = async (email: string) =>
    (await findOperatorByEmail(store, email))?.operatorId ?? "nobody";
  const passkey = await insertPasskey(store, {
    passkeyId: "psk_test",
    operatorId: await idOf("owner@example.com"),
    name: "Laptop",
    credentialId: randomBytes(16),
    publicKey: randomBytes(64),
    signCount: 0,
    transports: ["internal"],
  });
  const owner = await signedIn(world, "owner@example.com");
  const key = await ok(
    owner.api("/v1/me/keys", jsonBody("POST", { name: "mine", scopes: ["apps:read"] })),
  );
  await ok(
    owner.api(
      `/v1/workspaces/${ids.workspace}/sign-in-provider`,
      jsonBody("PUT", {
        issuer: world.sandbox.origin,
        client_id: "company",
        client_secret: "of the company",
        domains: ["daybook.example"],
      }),
    ),
  );
  const stream = await ok(
    owner.api(
      `/v1/workspaces/${ids.workspace}/signal-streams`,
      jsonBody("POST", { issuer, audience: "grantry", jwks_uri: `${issuer}/jwks` }),
    ),
  );
  const member = await idOf("member@example.com");
  const identity = { workspaceId: ids.workspace, issuer: world.sandbox.origin, subject: "moved" };
  await insertIdentity(store, identity, member);
  const admin = await signedIn(world, "admin@example.com");
  const { secret } = await ok(admin.api("/v1/me/totp/begin", jsonBody("POST", {})));
  const code = codeAt(secret, clock.nowSeconds());
  await ok(admin.api("/v1/me/totp/confirm", jsonBody("POST", { code })));
  return { member, passkey: passkey.passkeyId, personalKey: key.id, stream: stream.id };
}

beforeAll(async () => {
  dashboard = await startDashboard({ publicHost: "localhost", declare });
  // Before the admin has an authenticator app, which signing in then asks for.
  for (const role of ["owner", "admin"]) seats.set(role, await dashboard.signIn(role));
  made = { ...(await makeOfWorkspace()), ...(await makeOfPeople()) };
});
afterAll(() => dashboard.close());

const known = (value: string | { readonly made: Made } | undefined) =>
  typeof value === "object" ? made[value.made] : (value ?? "");

/** The address of a dialog, and that of its page. */
function addressOf({ path, name, row }: { path: string; name: string; row: Row }) {
  const page = path.replaceAll(/\$(\w+)/g, (_all, of: string) => row.of?.[of] ?? known(usual[of]));
  const search = searchOf(path as DialogPath, name, known(row.about));
  const query = new URLSearchParams(search as Record<string, string>);
  const root = `${dashboard.world.url}/dashboard${page}`;
  return { root, full: `${root}?${query}` };
}

const headingOf = (page: Page, { title }: Row) =>
  page.getByRole("dialog").getByRole("heading", { name: title, exact: true, level: 2 });
const focusIsLost = (page: Page) => page.evaluate("document.activeElement === document.body");

describe("opened by its address, a dialog is there; a reload keeps it; Escape closes it for good", () => {
  afterAll(async () => {
    for (const { context, said } of seats.values()) {
      await context.close();
      expect(said, "what the pages said in their consoles, and asked of others").toEqual([]);
    }
  });

  test.each(all.map((one) => [one.path, one.name, one] as const))(
    "%s: %s",
    async (_path, _name, one) => {
      const { page } = seats.get(one.row.who ?? "owner") as Seat;
      const { root, full } = addressOf(one);
      await page.goto(full);
      if (one.row.notBy !== undefined) {
        await page.getByRole("heading", { level: 1 }).waitFor();
        await expect.poll(() => page.url()).toBe(root);
        expect(await page.getByRole("dialog").count()).toBe(0);
        return;
      }
      await headingOf(page, one.row).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.reload();
      await headingOf(page, one.row).waitFor();
      expect(page.url()).toBe(full);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await expect.poll(() => page.url()).toBe(root);
      await expect.poll(() => focusIsLost(page)).toBe(false);
    },
  );
});
