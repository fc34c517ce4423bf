/**
 * An adapter to copy: for a server with three calls. `npm run redteam -- --adapter <file>` loads the
 * file and calls `openAdapter` with the red team's servers. What the server does not have is left out of `can`.
 *
 * Its calls: POST /connectors makes a connector of a provider, POST /connect begins a consent, GET /token reads a token,
 * each with the key of a tenant.
 */
import { departureOf } from "@grantry/testing/browser";
import type { Adapter, TenantName } from "./adapter.ts";
import type { Stage } from "./scene.ts";

const target = process.env["VAULT_URL"] ?? "";
const keys: Readonly<Record<TenantName, string>> = {
  honest: process.env["VAULT_KEY"] ?? "",
  hostile: process.env["VAULT_OTHER_KEY"] ?? "",
};

/** `stage.app.origin` is where the pages of the honest app are: register it where the server wants to know. */
export async function openAdapter(_stage: Stage, url: string = target): Promise<Adapter> {
  const call = async (tenant: TenantName, path: string, body?: object) => {
    const answer = await fetch(url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${keys[tenant]}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  const registered = new Map<string, Awaited<ReturnType<Adapter["register"]>>>();
  return {
    target: url,
    register: async (tenant, provider) => {
      const name = `${tenant} ${JSON.stringify(provider)}`;
      const known = registered.get(name);
      if (known !== undefined) return known;
      const { body } = await call(tenant, "/connectors", {
        authorization_endpoint: provider.authorizationEndpoint,
        token_endpoint: provider.tokenEndpoint,
        client_id: provider.clientId,
        client_secret: provider.clientSecret,
        issuer: provider.namesItself ? provider.issuer : null,
      });
      const connector = { id: String(body["id"]), redirectUri: String(body["redirect_uri"]) };
      registered.set(name, connector);
      return connector;
    },
    start: async ({ tenant, userId, connectorId, returnUrl }) => {
      const asked = { connector: connectorId, user: userId, return_url: returnUrl ?? null };
      const { status, body } = await call(tenant, "/connect", asked);
      return status === 200
        ? { accepted: true, url: String(body["url"]) }
        : { accepted: false, why: String(status) };
    },
    readToken: async (tenant, userId, connectorId) => {
      const asked = new URLSearchParams({ user: userId, connector: connectorId });
      const { status, body } = await call(tenant, `/token?${asked}`);
      return { status, accessToken: status === 200 ? String(body["access_token"]) : null };
    },
    // Where the link leads to the provider at once; a server with pages of its own is walked through them here.
    leave: async (jar, link) => {
      const page = await jar.get(link);
      return page.location ?? departureOf(page);
    },
    confirm: async () => {},
    can: {},
    close: async () => {},
  };
}
