/** Operators for tests: people with a browser who sign in. */

import { createSetupLink } from "@grantry/server/service/accounts/set-up";
import type { BootstrapInput } from "@grantry/server/service/bootstrap/bootstrap-schema";
import { roles } from "@grantry/server/store/schema-accounts";
import { type Answer, toAnswer } from "./api.ts";
import { createJar, type Jar, type Page } from "./browser.ts";
import type { World } from "./harness.ts";
import { password } from "./test-password.ts";

export { password };

/** A browser at the server: its forms come from the server's own pages, as a browser says. */
export interface OperatorBrowser {
  readonly jar: Jar;
  get(path: string): Promise<Page>;
  post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Page>;
  /** What a page of ours asks of the API. */
  api(path: string, init?: RequestInit): Promise<Answer>;
}

export function operatorBrowser(world: Pick<World, "url">, jar: Jar = createJar()) {
  const own = { "sec-fetch-site": "same-origin" };
  const browser: OperatorBrowser = {
    jar,
    get: (path) => jar.get(new URL(path, world.url).href),
    post: (path, form, headers = own) => jar.post(new URL(path, world.url).href, form, headers),
    api: (path, init = {}) => {
      const cookie = [...jar.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const headers = { ...own, cookie, ...(init.headers as Record<string, string> | undefined) };
      return toAnswer(fetch(new URL(path, world.url), { ...init, headers }));
    },
  };
  return browser;
}

/** Declares owner@, admin@, member@ and viewer@example.com, each with that role in the test workspace. */
export function declareMembers({ workspaces: [workspace] }: BootstrapInput): void {
  if (workspace === undefined) throw new Error("no workspace");
  workspace.members = roles.map((role) => ({
    email: `${role}@example.com`,
    name: role,
    role,
    // The test's reader of secrets answers with the name where it knows none.
    password: { file: password },
  }));
}

/** A JSON body for a call. */
export function jsonBody(method: string, body: unknown): RequestInit {
  return {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

/** The path of a new set-up link. */
export async function setupPath(world: World): Promise<string> {
  const link = await createSetupLink(world.app.context);
  if (link === null) throw new Error("there is an account already");
  return new URL(link.reveal()).pathname;
}

/** Makes the first account, and returns its signed-in browser. */
export async function setUp(world: World, email = "ada@example.com"): Promise<OperatorBrowser> {
  const browser = operatorBrowser(world);
  const page = await browser.post(await setupPath(world), { email, name: "Ada", password });
  if (page.status !== 303) throw new Error(`no first account: ${page.status} ${page.text}`);
  return browser;
}

/** Signs in, in a browser of its own. */
export async function signedIn(world: Pick<World, "url">, email: string): Promise<OperatorBrowser> {
  const browser = operatorBrowser(world);
  const page = await browser.post("/sign-in", { email, password });
  if (page.status !== 303) throw new Error(`not signed in: ${page.status} ${page.text}`);
  return browser;
}
