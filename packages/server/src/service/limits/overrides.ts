/** Limits other than those that are built in, as whoever runs the server sets them. */
import type { Rate } from "../../lib/buckets.ts";
import { GrantryError } from "../../lib/error.ts";
import { type PolicyName, policies, policyNames } from "./policies.ts";

const setting = "GRANTRY_LIMITS";
/** Beyond these a limit is none: say `off`. */
const quotaMax = 1_000_000_000;
const secondsMax = 3_600;

export interface Override {
  /** Of this app alone; null: of all that have none of their own. */
  readonly appId: string | null;
  readonly policy: PolicyName;
  /** Null: it is not limited. */
  readonly rate: Rate | null;
}

/**
 * Reads `policy=quota/seconds` or `policy=off`, each with `app_id:` before it where it is for one app. Throws
 * config_invalid.
 */
export function parseLimit(text: string): Override {
  const [, appId = null, policy = "", quota, seconds] =
    /^(?:([\w-]{1,128}):)?([a-z_]+)=(?:off|(\d{1,10})\/(\d{1,4}))$/.exec(text) ?? [];
  if (!isPolicy(policy)) {
    throw invalid(`names no limit that there is: ${policyNames.join(", ")}`);
  }
  if (appId !== null && !ofApps.has(policies[policy].of)) {
    throw invalid(`sets ${policy} for an app: it is counted by address, whatever app is meant`);
  }
  if (quota === undefined) return { appId, policy, rate: null };
  const rate = { quota: Number(quota), seconds: Number(seconds) };
  const fits = rate.quota >= 1 && rate.quota <= quotaMax;
  if (fits && rate.seconds >= 1 && rate.seconds <= secondsMax) return { appId, policy, rate };
  throw invalid(`has a quota that is not 1 to ${quotaMax}, in 1 to ${secondsMax} seconds`);
}

/** Whose counts belong to an app. */
const ofApps: ReadonlySet<string> = new Set(["app", "user", "connection"]);

function isPolicy(name: string): name is PolicyName {
  return Object.hasOwn(policies, name);
}

function invalid(what: string): GrantryError {
  return new GrantryError("config_invalid", {
    detail: `${setting} ${what}. Write policy=quota/seconds (token_reads=60000/10) or policy=off, with app_id: before it for one app, separated by commas.`,
  });
}
