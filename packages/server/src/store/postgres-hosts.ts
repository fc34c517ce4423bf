/**
 * The hosts that a PostgreSQL URL names, as libpq reads it: `postgres://user@one,two:5433/app`, or
 * `?host=one,two&port=5432,5433` (PostgreSQL documentation, section 34.1.1.3). Of several, the one that
 * can be written to is used.
 */
import { accessSync, constants } from "node:fs";
import { GrantryError } from "../lib/error.ts";

export interface Hosts {
  readonly count: number;
  /** The URL of the host to try, with this one host in it. */
  current(): string;
  /** Goes on to the next, unless somebody has already. */
  failed(url: string): void;
}

/** Throws config_invalid, without repeating the URL: a password stands in it. */
export function readHosts(url: string): Hosts {
  const urls = splitHosts(url);
  let at = 0;
  const current = () => urls[at % urls.length] as string;
  return {
    count: urls.length,
    current,
    failed: (failed) => {
      if (current() === failed) at += 1;
    },
  };
}

/** Scheme, credentials, hosts, database, parameters. */
const parts = /^(postgres(?:ql)?:\/\/)((?:[^/?#]*@)?)([^@/?#]*)((?:\/[^?#]*)?)(?:\?(.*))?$/;

function splitHosts(url: string): readonly string[] {
  const [, scheme, credentials, authority, path, query = ""] = parts.exec(url) ?? [];
  if (scheme === undefined || authority === undefined) throw invalid("cannot be read");
  const parameters = new URLSearchParams(query);
  requireWritable(parameters.get("target_session_attrs"));
  for (const name of ["sslrootcert", "sslcert", "sslkey"]) {
    requireFile(name, parameters.get(name));
  }
  if (parameters.has("hostaddr")) throw invalid('must name hosts by "host", not by "hostaddr"');
  const hosts = authority === "" ? hostsOfParameters(parameters) : authority.split(",");
  const order = parameters.get("load_balance_hosts") ?? "disable";
  if (order !== "disable" && order !== "random") {
    throw invalid("can have load_balance_hosts=disable or load_balance_hosts=random");
  }
  if (hosts.length <= 1) return [requireUrl(url)];
  for (const name of ["host", "port", "target_session_attrs", "load_balance_hosts"]) {
    parameters.delete(name);
  }
  const rest = parameters.size === 0 ? "" : `?${parameters}`;
  const ordered = order === "random" ? shuffled(hosts) : hosts;
  return ordered.map((host) => requireUrl(`${scheme}${credentials}${host}${path}${rest}`));
}

/** The server writes: whoever asks for a standby has made a mistake. */
function requireWritable(wanted: string | null): void {
  if (wanted === null || ["any", "read-write", "primary"].includes(wanted)) return;
  throw invalid(
    "must not ask for a standby: target_session_attrs can be read-write, primary or any. The server writes, so it uses the host that can be written to in any case",
  );
}

/** The driver reads it for every session, and what is missing would look like a database that is away. */
function requireFile(name: string, path: string | null): void {
  if (path === null || path === "") return;
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw new GrantryError("config_invalid", {
      detail: `The database URL names ${path} as its ${name}, which cannot be read: name a file that is there and that this user can read.`,
      cause,
    });
  }
}

function hostsOfParameters(parameters: URLSearchParams): readonly string[] {
  const names = (parameters.get("host") ?? "").split(",");
  if (names.length === 1) return names;
  const ports = (parameters.get("port") ?? "").split(",");
  if (ports.length !== 1 && ports.length !== names.length) {
    throw invalid("must give one port for all hosts, or one for each");
  }
  return names.map((name, index) => {
    if (name.startsWith("/")) throw invalid("cannot list sockets: name one host, or hosts by name");
    const port = ports[index] ?? ports[0] ?? "";
    const host = name.includes(":") && !name.startsWith("[") ? `[${name}]` : name;
    return port === "" ? host : `${host}:${port}`;
  });
}

/** Also one without a host, which stands for a socket. */
function requireUrl(url: string): string {
  if (URL.canParse(url) || URL.canParse(url.replace("@/", "@socket/"))) return url;
  throw invalid("cannot be read");
}

function shuffled(hosts: readonly string[]): string[] {
  return hosts
    .map((host) => ({ host, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ host }) => host);
}

function invalid(what: string): GrantryError {
  return new GrantryError("config_invalid", {
    detail: `The database URL ${what}. It looks like postgres://user:password@host:5432/database; several hosts are separated by commas, and what is no letter or digit in a password is written as %XX.`,
  });
}
