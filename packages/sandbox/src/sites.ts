/**
 * The sites that an account of the sandbox provider belongs to: `GET /api/sites`. A token reaches all of
 * them, and each call names one, as with providers whose accounts work in several organizations.
 */
import type { ServerResponse } from "node:http";
import type { SandboxAccountId } from "./accounts.ts";
import type { ApiCaller } from "./calendar.ts";
import { sendJson } from "./http.ts";

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly scopes?: readonly string[];
}

export interface Sites {
  /** The sites of an account from now on; whatever it is given is answered. */
  set(accountId: SandboxAccountId, sites: readonly unknown[]): void;
}

export interface SitesApi extends Sites {
  /** Answers `GET /api/sites`. */
  serve(response: ServerResponse, caller: ApiCaller | undefined): void;
}

/** Each account begins with one site of its own. */
export function createSitesApi(): SitesApi {
  const changed = new Map<string, readonly unknown[]>();
  const sitesOf = (id: string): readonly unknown[] =>
    changed.get(id) ?? [{ id: `site-${id}`, name: "Home", url: `https://${id}.sandbox.example` }];
  return {
    set: (accountId, sites) => changed.set(accountId, sites),
    serve: (response, caller) => {
      if (caller !== undefined) return sendJson(response, 200, sitesOf(caller.account.id));
      response.setHeader("www-authenticate", 'Bearer error="invalid_token"');
      sendJson(response, 401, { error: "invalid_token" });
    },
  };
}
