/** Writes down in the ledger what the authorization server does. */
import type Provider from "oidc-provider";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { Recorder } from "./ledger.ts";
import { reuseDetails } from "./store.ts";

/** Watches a provider. Must be called before the provider's callback is made. */
export function observe(provider: Provider, record: Recorder): void {
  // Koa would print connections that clients break off.
  provider.silent = true;
  provider.use(async (ctx, next) => {
    await next();
    if (ctx["oidc"] !== undefined) recordRequest(ctx as KoaContextWithOIDC, record);
  });
  provider.on("authorization.success", (ctx) => recordAuthorization(ctx, "ok", record));
  provider.on("authorization.error", (ctx, error) =>
    recordAuthorization(ctx, error.message, record),
  );
  provider.on("grant.error", (ctx, error) => recordReuse(ctx, error.error_detail, record));
  provider.on("server_error", (_ctx, error) => {
    record({ kind: "server_error", detail: `${error.name}: ${error.message}` });
  });
}

function recordAuthorization(ctx: KoaContextWithOIDC, outcome: string, record: Recorder): void {
  const { client, account, grant } = ctx.oidc;
  const granted = outcome === "ok" ? grant?.getOIDCScope() : undefined;
  record({
    kind: "authorization",
    clientId: client?.clientId,
    account: account?.accountId,
    scope: granted,
    outcome,
  });
}

function recordReuse(ctx: KoaContextWithOIDC, detail: string | undefined, record: Recorder): void {
  const clientId = ctx.oidc.client?.clientId;
  if (detail === reuseDetails.RefreshToken) {
    record({ kind: "reuse", clientId, used: "refresh_token" });
  }
  if (detail === reuseDetails.AuthorizationCode) {
    record({ kind: "reuse", clientId, used: "authorization_code" });
  }
}

function recordRequest(ctx: KoaContextWithOIDC, record: Recorder): void {
  const { route, client, entities, params } = ctx.oidc;
  const clientId = client?.clientId;
  const account = entities.Account?.accountId;
  const outcome = ctx.status === 200 ? "ok" : errorOf(ctx.body);
  if (route === "token") {
    const grantType = params?.["grant_type"];
    record({
      kind: "token",
      clientId,
      grantType: typeof grantType === "string" ? grantType : undefined,
      outcome,
    });
    if (outcome === "ok" && entities.RotatedRefreshToken !== undefined) {
      record({ kind: "refresh", clientId, account });
    }
  }
  if (route === "revocation") {
    record({ kind: "revocation", clientId, token: kindOfToken(entities), outcome });
  }
  if (route === "userinfo") record({ kind: "userinfo", account, status: ctx.status });
}

function kindOfToken(entities: KoaContextWithOIDC["oidc"]["entities"]) {
  if (entities.RefreshToken !== undefined) return "refresh_token";
  return entities.AccessToken === undefined ? "unknown" : "access_token";
}

function errorOf(body: unknown): string {
  const known = typeof body === "object" && body !== null && "error" in body;
  return known ? String(body.error) : "unknown_error";
}
