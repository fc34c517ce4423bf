/** Pages of origins that their app has not declared: what they are told, and what the log is. */
import { GrantryError } from "../lib/error.ts";
import type { Log } from "../lib/log.ts";

/** What the log holds at most; further ones are refused all the same. */
const appsMax = 1_000;
const originsPerAppMax = 20;
const originCharactersMax = 300;

/** As it may be repeated; null for what no page can have as an origin. */
function shown(origin: string): string | null {
  const isOrigin = /^https?:\/\/[^\s/?#@"'<>\\]+$/i.test(origin);
  return isOrigin && origin.length <= originCharactersMax ? origin : null;
}

/** The answer: it says what to declare and where, and is the same for an app that there is not. */
export function originRefusal(origin: string): GrantryError {
  const named = shown(origin);
  return new GrantryError("origin_not_allowed", {
    detail:
      named === null
        ? "This page has no origin that could be declared: open it at an http or https address that is one of the app's origins."
        : `The origin ${named} is not one of this app's. An operator adds it: by "grantry apps change --app <app id> --add-origin ${named}", by the field "origins" of PATCH /v1/workspaces/{workspace id}/apps/{app id}, or in the bootstrap file.`,
  });
}

/** Tells the log of each origin once, so that a page that tries again and again does not fill it. */
export function createRefusedOrigins(log: Log) {
  const seen = new Map<string, Set<string>>();
  return {
    /** `appId`: of an app that there is. */
    note(appId: string, sent: string): void {
      const origin = sent.slice(0, originCharactersMax);
      const ofApp = seen.get(appId) ?? new Set<string>();
      if (ofApp.has(origin) || ofApp.size >= originsPerAppMax) return;
      if (!seen.has(appId) && seen.size >= appsMax) return;
      ofApp.add(origin);
      seen.set(appId, ofApp);
      log.warn(
        { appId, origin: shown(origin) ?? "not one of a page" },
        "a page of an origin that its app has not declared was refused",
      );
    },
  };
}
