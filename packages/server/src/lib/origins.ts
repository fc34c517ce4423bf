/**
 * Origins of an app's pages (RFC 6454): listed to the letter, or as `https://*.preview.example.com`, where the
 * asterisk stands for one whole label, as preview deployments have one each.
 */
import { getDomain } from "tldts";

const wildBeginning = "https://*.";
/** A label as browsers write it (RFC 1123 section 2.1), in ASCII. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether pages of `origin` are meant by one of these. It may be anything that a caller has sent. */
export function allowsOrigin(origins: readonly string[], origin: string): boolean {
  return origins.some((one) => (one.includes("*") ? isBelow(one, origin) : one === origin));
}

/** One label, the same host behind it, https, no port: nothing else is like it. */
function isBelow(wild: string, origin: string): boolean {
  const ending = wild.slice(wildBeginning.length - 1);
  if (!wild.startsWith(wildBeginning) || !origin.startsWith("https://")) return false;
  const host = origin.slice("https://".length);
  return host.endsWith(ending) && label.test(host.slice(0, -ending.length));
}

/**
 * Whose the names below a wild origin's host are: undefined where all are one owner's; else the host, below which
 * anybody may have a name (`vercel.app`, `co.uk`, by the Public Suffix List and what hosting companies have
 * entered in it). The list comes with the library and is asked for nowhere. Origins that are not wild have no such host.
 */
export function sharedHostOf(origin: string): string | undefined {
  if (!origin.startsWith(wildBeginning)) return undefined;
  const host = origin.slice(wildBeginning.length);
  const rules = { allowPrivateDomains: true };
  const owned = getDomain(host, rules);
  // Of `*.sch.uk` each name has an owner of its own, though sch.uk itself is nobody's suffix.
  return owned !== null && getDomain(`a.${host}`, rules) === owned ? undefined : host;
}

/** Why nobody may declare it. */
export const sharedHostProblem = (host: string): string =>
  `anybody may have a page below ${host}: write a wildcard below a host of your own, such as https://*.preview.example.com, or list each origin`;

/** Why a workspace for production cannot have this app. */
export function previewsProblem({
  name,
  origins,
}: {
  readonly name: string;
  readonly origins: readonly string[];
}): string {
  const wild = origins.filter((origin) => origin.startsWith(wildBeginning)).join(", ");
  return `the app "${name}" has previews among its origins (${wild}), and a workspace for production takes none: list each origin, or keep previews in a workspace for development or staging`;
}
