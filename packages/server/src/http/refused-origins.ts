/** Pages of origins that their app has not declared: what they are told, what the log is, and what is kept. */
import { LRUCache } from "lru-cache";
import { GrantryError } from "../lib/error.ts";
import { noteRefusedOrigin } from "../service/manage/index.ts";
import type { HttpContext } from "./context.ts";

/** What the log holds at most in a day; further ones are refused all the same. */
const appsMax = 1_000;
const originsPerAppMax = 20;
const originCharactersMax = 300;
/** A page that tries again and again is noted no more often. */
const noteSeconds = 600;
const forgottenSeconds = 86_400;

const unnamed = "not one of a page";

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

/** Tells the log of each origin once a day, and operators of those that they could allow. */
export function createRefusedOrigins(context: HttpContext) {
  const { log, clock } = context;
  /** By app, when each origin was noted last. */
  const seen = new LRUCache<string, Map<string, number>>({ max: appsMax });
  return {
    /** `appId`: of an app that there is. */
    note(appId: string, sent: string): void {
      const named = shown(sent);
      const origin = named ?? unnamed;
      const now = clock.nowSeconds();
      const ofApp = seen.get(appId) ?? new Map<string, number>();
      const last = ofApp.get(origin);
      if (last !== undefined && now - last < noteSeconds) return;
      if (last === undefined && !makeRoom(ofApp, now)) return;
      ofApp.set(origin, now);
      seen.set(appId, ofApp);
      if (named !== null) noteRefusedOrigin(context, { appId, origin });
      if (last !== undefined) return;
      log.warn({ appId, origin }, "a page of an origin that its app has not declared was refused");
    },
  };
}

/** False where there is none; all that no page can have as an origin takes no room. */
function makeRoom(ofApp: Map<string, number>, now: number): boolean {
  for (const [origin, at] of ofApp) {
    if (now - at >= forgottenSeconds) ofApp.delete(origin);
  }
  return ofApp.size - Number(ofApp.has(unnamed)) < originsPerAppMax;
}
