/** Settings of how calls leave. The environment's variables are read by config.ts. */
import { z } from "zod";
import type { ConnectTo, Egress, HttpProxy } from "./lib/egress.ts";
import { GrantryError } from "./lib/error.ts";
import { type HostPatterns, hostPatterns } from "./lib/host-patterns.ts";
import { Secret } from "./lib/secret.ts";

/** Of config.ts's schema. */
export const egressVariables = {
  GRANTRY_OUTBOUND_HOSTS: z.string().min(1).optional(),
  GRANTRY_PROXY_CONNECT_TO: z.enum(["name", "address", "unresolved"]).default("name"),
};

type Variables = z.output<z.ZodObject<typeof egressVariables>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Throws config_invalid where a setting cannot be used; what it holds is not repeated. */
export function readEgress(values: Variables, environment: Environment): Egress {
  const https = readProxy("HTTPS_PROXY", environment);
  const http = readProxy("HTTP_PROXY", environment);
  const connectTo: ConnectTo = values.GRANTRY_PROXY_CONNECT_TO;
  const hosts = readHosts(values.GRANTRY_OUTBOUND_HOSTS);
  if (connectTo === "unresolved" && hosts === null) {
    throw problem(
      "GRANTRY_PROXY_CONNECT_TO=unresolved needs GRANTRY_OUTBOUND_HOSTS: no address is judged then, so the hosts that may be called must be listed.",
    );
  }
  return { https, http, bypass: readBypass(environment), connectTo, hosts };
}

/** Lower case counts first, as for curl and Node. */
function given(name: string, environment: Environment): string {
  return (environment[name.toLowerCase()] || environment[name] || "").trim();
}

function readProxy(setting: HttpProxy["setting"], environment: Environment): HttpProxy | null {
  const text = given(setting, environment);
  if (text === "") return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.parse(address);
  const isTls = url?.protocol === "https:";
  const isWhole = url !== null && url.hostname !== "" && url.search === "" && url.hash === "";
  if (!isWhole || !(isTls || url.protocol === "http:") || url.pathname !== "/") {
    throw problem(
      `${setting} must be the address of a proxy that speaks HTTP, such as http://proxy.example.com:3128, with user and password before the host where it demands some.`,
    );
  }
  return {
    setting,
    origin: url.origin,
    isTls,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (isTls ? 443 : 80)),
    authorization: credentialsOf(url, setting),
  };
}

/** RFC 7617. */
function credentialsOf({ username, password }: URL, setting: string): Secret | null {
  if (username === "" && password === "") return null;
  try {
    const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return new Secret(`Basic ${Buffer.from(text).toString("base64")}`);
  } catch (cause) {
    const what = "is not percent-encoded as it must be";
    throw problem(`The user or password of ${setting} ${what}.`, cause);
  }
}

function readBypass(environment: Environment): HostPatterns {
  const found = hostPatterns(given("NO_PROXY", environment), {
    namesMeanBelow: true,
    mayMeanAll: true,
  });
  if (!("wrong" in found)) return found;
  throw problem(
    `NO_PROXY must list hosts such as example.com, .example.com, 10.0.0.7 or 10.0.0.0/8, each with :port where it is for that alone, or be *; ${JSON.stringify(found.wrong)} is none.`,
  );
}

function readHosts(text: string | undefined): HostPatterns | null {
  if (text === undefined) return null;
  const found = hostPatterns(text, { namesMeanBelow: false, mayMeanAll: false });
  if (!("wrong" in found)) return found;
  throw problem(
    `GRANTRY_OUTBOUND_HOSTS must list hosts such as login.example.com, *.example.com, 10.0.0.7 or 10.0.0.0/8, each with :port where it is for that alone; ${JSON.stringify(found.wrong)} is none.`,
  );
}

function problem(detail: string, cause?: unknown): GrantryError {
  return new GrantryError("config_invalid", { detail, cause });
}
