/** A stand-in for the transit engine of HashiCorp Vault and OpenBao, with tokens and a namespace. */
import { type Received, startScriptedServer } from "../scripted-server.ts";
import { garbageOfAll, type KeyServiceDouble, type KeyState } from "./key-service.ts";
import { newAesKey, openWith, sealWith } from "./sealing.ts";

const token = "hvs.a-vault-token-that-must-not-be-seen";
const namespace = "team-a";

function refusal(status: number, ...errors: string[]) {
  return { status, body: { errors } };
}

export async function startVaultTransit(): Promise<KeyServiceDouble> {
  const keys = new Map(["main", "other"].map((name) => [name, newAesKey()]));
  let state: KeyState = "enabled";
  let takes = true;

  function act({ method, path, headers, body }: Received) {
    const isKnown =
      headers["x-vault-token"] === token && headers["x-vault-namespace"] === namespace;
    if (!isKnown || !takes || state === "forbidden") {
      return refusal(403, "1 error occurred:\n\t* permission denied\n\n");
    }
    if (headers["x-vault-request"] !== "true") return refusal(412, "missing 'X-Vault-Request'");
    const [, verb, name = ""] = /^\/v1\/transit\/(encrypt|decrypt)\/(.+)$/.exec(path) ?? [];
    if (method !== "POST" || verb === undefined) return refusal(404, "no handler for route");
    const key = keys.get(name);
    if (key === undefined || state === "gone") return refusal(400, "encryption key not found");
    if (state === "disabled") {
      return refusal(400, "ciphertext or signature version is disallowed by policy (too old)");
    }
    const input = JSON.parse(body) as Record<string, string>;
    const additional = input["associated_data"] ?? "";
    if (verb === "encrypt") {
      const sealed = sealWith(key, Buffer.from(input["plaintext"] ?? "", "base64"), additional);
      return {
        body: { data: { ciphertext: `vault:v1:${sealed.toString("base64")}`, key_version: 1 } },
      };
    }
    const [, sealed] = /^vault:v1:([A-Za-z0-9+/]+={0,2})$/.exec(input["ciphertext"] ?? "") ?? [];
    if (sealed === undefined) return refusal(400, "invalid ciphertext: no prefix");
    if (sealed.length % 4 !== 0) return refusal(400, "invalid ciphertext: could not decode base64");
    const plain = openWith(key, Buffer.from(sealed, "base64"), additional);
    if (plain === null) return refusal(400, "cipher: message authentication failed");
    return { body: { data: { plaintext: plain.toString("base64") } } };
  }

  const server = await startScriptedServer({ answers: { "*": act } });
  return {
    service: "vault",
    location: `vault:${server.origin}/transit/keys/main`,
    otherLocation: `vault:${server.origin}/transit/keys/other`,
    environment: { VAULT_TOKEN: token, VAULT_NAMESPACE: namespace },
    stranger: { VAULT_TOKEN: "hvs.another" },
    sandbox: null,
    calls: () => server.requests,
    forget: () => {
      server.requests.length = 0;
    },
    every: (fault) => {
      server.faults.clear("*");
      if (fault !== null) server.faults.every("*", fault);
    },
    next: (fault, times) => server.faults.next("*", fault, times),
    everyCredential: null,
    set: (now) => {
      state = now;
    },
    throttled: { kind: "answer", ...refusal(429, "request path: rate limit quota exceeded") },
    garbage: [
      ...garbageOfAll,
      { kind: "answer", body: { data: { ciphertext: "vault:v1:AA==", plaintext: "AA==" } } },
    ],
    takeCredentials: (taken) => {
      takes = taken;
    },
    close: server.close,
  };
}
