/** Hosts as settings list them: names, names below others, addresses, ranges, each with a port where it is for that alone. */
import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";

export interface HostPort {
  /** As a URL has it, without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface HostPatterns {
  /** As they were written. */
  readonly written: readonly string[];
  has(target: HostPort): boolean;
}

export interface PatternRules {
  /** Whether a name also means those below it. */
  readonly namesMeanBelow: boolean;
  /** Whether `*` alone means every host. */
  readonly mayMeanAll: boolean;
}

export const noHosts: HostPatterns = { written: [], has: () => false };

const defaultPorts: Readonly<Record<string, number>> = { "https:": 443, "http:": 80 };

export function hostPortOf({ hostname, port, protocol }: URL): HostPort {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return { host, port: port === "" ? (defaultPorts[protocol] ?? 0) : Number(port) };
}

/** The patterns of a list, separated by commas or white space; or the first that is none. */
export function hostPatterns(
  text: string,
  rules: PatternRules,
): HostPatterns | { readonly wrong: string } {
  const written = text.split(/[\s,]+/).filter((part) => part !== "");
  if (written.length === 0) return noHosts;
  const tests: ((target: HostPort) => boolean)[] = [];
  for (const one of written) {
    const found = patternOf(one.toLowerCase(), rules);
    if (found === null) return { wrong: one };
    tests.push(found);
  }
  return { written, has: (target) => tests.some((isMeant) => isMeant(target)) };
}

function patternOf(text: string, rules: PatternRules): ((target: HostPort) => boolean) | null {
  if (text === "*") return rules.mayMeanAll ? () => true : null;
  const isMeant = hostTest(text, rules);
  if (isMeant !== null) return ({ host }) => isMeant(host);
  const [, before = "", digits = ""] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const ofPort = port < 1 || port > 65_535 ? null : hostTest(before, rules);
  return ofPort === null ? null : (target) => target.port === port && ofPort(target.host);
}

/** Null where it is neither name nor address nor range. */
function hostTest(text: string, rules: PatternRules): ((host: string) => boolean) | null {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (ipaddr.isValidCIDR(bare)) return inRange(bare);
  if (ipaddr.isValid(bare)) {
    // As URLs have it: `127.1` is another spelling that an address may have.
    const address = ipaddr.process(bare).toString();
    return (host) => ipaddr.isValid(host) && ipaddr.process(host).toString() === address;
  }
  const [, wild = "", rest = ""] = /^(\*?\.)?(.*?)\.?$/s.exec(text) ?? [];
  const name = /[/\\?#@:%]/.test(rest) ? "" : domainToASCII(rest);
  if (!/^(?!\d+$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/.test(name) || name.includes(".."))
    return null;
  const isBelow = (host: string) => host.endsWith(`.${name}`);
  if (wild !== "") return isBelow;
  return (host) => host === name || (rules.namesMeanBelow && isBelow(host));
}

/** Names are not looked up: only an address that stands in a URL itself can lie in a range. */
function inRange(text: string): (host: string) => boolean {
  const [network, bits] = ipaddr.parseCIDR(text);
  return (host) => {
    if (!ipaddr.isValid(host)) return false;
    const address = ipaddr.process(host);
    return address.kind() === network.kind() && address.match(network, bits);
  };
}
