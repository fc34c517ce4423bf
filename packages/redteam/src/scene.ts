/** Where an attack takes place: the server under attack, the red team's providers and pages, and people with browsers. */
import { randomBytes } from "node:crypto";
import { createJar, type Jar, type Page } from "@grantry/testing/browser";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import type { Browser, BrowserContext } from "playwright-core";
import type { Adapter, Connector, ProviderToRegister, Start, TenantName } from "./adapter.ts";
import { type AuthorizationServer, accountCookie, type Providers } from "./provider.ts";

/** The servers of the red team, which serve every attack. */
export interface Stage {
  readonly providers: Providers;
  /** Serves the pages of the honest tenant's app. */
  readonly app: ScriptedServer;
  /** Serves the attacker's pages, on an origin that no app has. */
  readonly attacker: ScriptedServer;
  /** Nobody has any business here; what arrives was brought by an attack. */
  readonly canary: ScriptedServer;
  /** Chromium, started when it is first needed. */
  chromium(): Promise<Browser>;
  close(): Promise<void>;
}

export interface Scene extends Stage {
  readonly adapter: Adapter;
}

export async function openStage(
  providers: Providers,
  launch: () => Promise<Browser>,
): Promise<Stage> {
  const pages = () => startScriptedServer({ answers: { "*": blank } });
  const [app, attacker, canary] = await Promise.all([pages(), pages(), startScriptedServer()]);
  let launched: Promise<Browser> | undefined;
  return {
    providers,
    app,
    attacker,
    canary,
    chromium: () => {
      launched ??= launch();
      return launched;
    },
    close: async () => {
      await (await launched)?.close();
      await Promise.all([app, attacker, canary, providers].map((one) => one.close()));
    },
  };
}

export const html = (body: string) => ({
  body: `<!doctype html><meta charset="utf-8"><title>Page</title>${body}`,
  headers: { "content-type": "text/html; charset=utf-8" },
});
const blank = html("");

/** A user id that no other attack has. */
export const someone = (name: string): string => `${name}-${randomBytes(4).toString("hex")}`;

/** A person without a browser that runs scripts, signed in at the providers. */
export function visitor(account: string | null): Jar {
  const jar = createJar();
  if (account !== null) jar.cookies.set(accountCookie, account);
  return jar;
}

/** A person with Chromium, signed in at the providers. */
export async function person(
  { chromium, providers }: Scene,
  account: string,
): Promise<BrowserContext> {
  const context = await (await chromium()).newContext();
  context.setDefaultTimeout(20_000);
  await context.addCookies([{ name: accountCookie, value: account, url: providers.origin }]);
  return context;
}

/** The connector of a provider, whose redirect URI the provider knows. */
export async function connectorFor(
  { adapter }: Scene,
  tenant: TenantName,
  provider: AuthorizationServer,
  more: Partial<ProviderToRegister> = {},
): Promise<Connector> {
  const connector = await adapter.register(tenant, provider.toRegister(more));
  provider.redirectUris.add(connector.redirectUri);
  return connector;
}

/** The address of a consent that must begin. */
export async function begin({ adapter }: Scene, start: Start): Promise<string> {
  const started = await adapter.start(start);
  if (!started.accepted) throw new Error(`a consent did not begin: ${started.why}`);
  return started.url;
}

/** The address that a provider sends a visitor back to. */
export async function sentBack(jar: Jar, authorizationUrl: string): Promise<string> {
  const { location, text } = await jar.get(authorizationUrl);
  if (location === null) throw new Error(`the provider sends nobody back: ${text}`);
  return location;
}

/** A whole consent of one person. */
export async function consent(scene: Scene, jar: Jar, url: string): Promise<Page> {
  return await jar.get(await sentBack(jar, await scene.adapter.leave(jar, url)));
}

/** The account at the red team's providers whose token the app's backend gets for a user; null: none. */
export async function accountBehind(
  { adapter, providers: { honest, hostile } }: Scene,
  { tenant, userId, connectorId }: Pick<Start, "tenant" | "userId" | "connectorId">,
): Promise<string | null> {
  const { accessToken } = await adapter.readToken(tenant, userId, connectorId);
  if (accessToken === null) return null;
  return honest.accounts.get(accessToken) ?? hostile.accounts.get(accessToken) ?? "of nobody known";
}

/**
 * An honest consent, from beginning to token. What an attack could not do says nothing of a server on which nothing
 * works: this has to work first.
 */
export async function requireHonestConsent(scene: Scene): Promise<void> {
  const connector = await connectorFor(scene, "honest", scene.providers.honest);
  const start = { tenant: "honest", userId: someone("honest"), connectorId: connector.id } as const;
  const jar = visitor("somebody");
  const last = await consent(
    scene,
    jar,
    await begin(scene, { ...start, returnUrl: `${scene.app.origin}/back` }),
  );
  const account = await accountBehind(scene, start);
  if (account === "somebody") return;
  throw new Error(
    `An honest consent does not work on ${scene.adapter.target}: its last page has the status ${last.status}, and the token is ${account === null ? "not there" : `that of ${account}`}. Nothing was attacked.`,
  );
}
