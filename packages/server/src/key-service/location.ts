/** Where a root key lies, by the name that the configuration has for it. */
import { GrantryError } from "../lib/error.ts";

export type KeyLocation =
  | { readonly service: "awskms"; readonly keyArn: string; readonly region: string }
  | { readonly service: "gcpkms"; readonly name: string; readonly origin: string }
  | { readonly service: "azurekv"; readonly origin: string; readonly path: string }
  | {
      readonly service: "vault";
      readonly origin: string;
      readonly mount: string;
      readonly key: string;
    };

const forms = {
  awskms: "awskms:arn:aws:kms:<region>:<account>:key/<id>",
  gcpkms: "gcpkms:projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>",
  azurekv: "azurekv:https://<name>.vault.azure.net/keys/<key>/<version>",
  vault: "vault:https://<host>:8200/<mount>/keys/<key>",
} as const;

type Service = keyof typeof forms;

/** Names that lie in a path as they stand. */
const segment = "[A-Za-z0-9][A-Za-z0-9._:-]{0,127}";
const arn =
  /^arn:aws[a-z-]{0,16}:kms:([a-z0-9-]{1,32}):\d{12}:(?:key|alias)\/[A-Za-z0-9][A-Za-z0-9/_-]{0,255}$/;
const googleName = new RegExp(
  `^projects/${segment}/locations/${segment}/keyRings/${segment}/cryptoKeys/${segment}$`,
);
const azurePath = /^\/keys\/[A-Za-z0-9-]{1,127}\/[A-Za-z0-9]{1,64}$/;
const vaultPath = new RegExp(`^/(${segment}(?:/${segment}){0,7})/keys/(${segment})$`);

/**
 * Reads the name of a key in a key service; null where the text begins with none of theirs. Throws
 * encryption_key_invalid, with the form that is right, where one is not whole.
 */
export function parseKeyLocation(text: string): KeyLocation | null {
  const colon = text.indexOf(":");
  const service = text.slice(0, colon);
  if (colon < 0 || !Object.hasOwn(forms, service)) return null;
  const location = read(service as Service, text.slice(colon + 1));
  if (location !== null) return location;
  throw new GrantryError("encryption_key_invalid", {
    detail: `A root key in a key service is written ${forms[service as Service]}; over http only on this machine.`,
  });
}

function read(service: Service, rest: string): KeyLocation | null {
  switch (service) {
    case "awskms":
      return readArn(rest);
    case "gcpkms":
      return readGoogle(rest);
    case "azurekv":
      return readAzure(rest);
    case "vault":
      return readVault(rest);
  }
}

function readArn(keyArn: string): KeyLocation | null {
  const [, region] = arn.exec(keyArn) ?? [];
  return region === undefined ? null : { service: "awskms", keyArn, region };
}

const googleOrigin = "https://cloudkms.googleapis.com";

function readGoogle(rest: string): KeyLocation | null {
  const [name = "", ...query] = rest.split("?endpoint=");
  const [endpoint = googleOrigin] = query;
  const url = addressOf(endpoint);
  if (!googleName.test(name) || query.length > 1 || url === null || url.pathname !== "/")
    return null;
  return { service: "gcpkms", name, origin: url.origin };
}

function readAzure(rest: string): KeyLocation | null {
  const url = addressOf(rest);
  if (url === null || !azurePath.test(url.pathname)) return null;
  return { service: "azurekv", origin: url.origin, path: url.pathname };
}

function readVault(rest: string): KeyLocation | null {
  const url = addressOf(rest);
  const [, mount, key] = vaultPath.exec(url?.pathname ?? "") ?? [];
  if (url === null || mount === undefined || key === undefined) return null;
  return { service: "vault", origin: url.origin, mount, key };
}

/** An address that may be called: keys go over https, and over http only on this machine. */
function addressOf(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return null;
  // A path that means another than it says is none that somebody wrote on purpose.
  if (/\/\.{1,2}(?:\/|$)|[%\\]/.test(text)) return null;
  return isSafeForKeys(url) ? url : null;
}

/** Whether keys may be sent there. */
export function isSafeForKeys({ protocol, hostname }: URL): boolean {
  if (protocol === "https:") return true;
  return protocol === "http:" && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** The hosts that are called for such a key, those of its service's credentials included; a library may have others. */
export function calledHosts(location: KeyLocation): string[] {
  switch (location.service) {
    case "awskms": {
      const zone = `${location.region}.amazonaws.com`;
      const whole = location.keyArn.startsWith("arn:aws-cn:") ? `${zone}.cn` : zone;
      return [`kms.${whole}`, `sts.${whole}`];
    }
    case "gcpkms":
      return [new URL(location.origin).host, "oauth2.googleapis.com"];
    case "azurekv":
      return [new URL(location.origin).host, "login.microsoftonline.com"];
    case "vault":
      return [new URL(location.origin).host];
  }
}
