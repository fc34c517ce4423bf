/**
 * Keys of the transit engine of HashiCorp Vault and OpenBao: plain HTTP, no library.
 * https://openbao.org/api-docs/secret/transit/
 */
import type { Secret } from "../lib/secret.ts";
import { KeyServiceFailure, wordsOf } from "./failure.ts";
import type { KeyLocation } from "./location.ts";
import { bytesOfBase64, type ServiceKey } from "./service.ts";
import { jsonOf, objectOf, retryAfterOf, type Transport } from "./transport.ts";

export interface VaultAccess {
  /** The token at this moment: an agent beside the server may replace it. Rejects with a KeyServiceFailure. */
  readonly token: () => Promise<Secret>;
  readonly namespace: string | null;
}

/** What `errors` says where it is the ciphertext that is wrong, and not the key or the rights. */
const notItsOwn = /message authentication failed|invalid ciphertext|decode ciphertext/i;

export function vaultKey(
  location: Extract<KeyLocation, { service: "vault" }>,
  { token, namespace }: VaultAccess,
  transport: Transport,
): ServiceKey {
  const { origin, mount, key } = location;
  const title = `${mount}/keys/${key} at ${origin}`;

  async function call(verb: "encrypt" | "decrypt", body: Record<string, string>) {
    const answer = await transport.call({
      method: "POST",
      url: `${origin}/v1/${mount}/${verb}/${key}`,
      headers: {
        "content-type": "application/json",
        "x-vault-request": "true",
        "x-vault-token": (await token()).reveal(),
        ...(namespace === null ? {} : { "x-vault-namespace": namespace }),
      },
      body: JSON.stringify(body),
    });
    const json = await jsonOf(answer);
    if (answer.status !== 200) throw failureOf(title, answer, json?.["errors"]);
    return objectOf(json?.["data"]);
  }

  return {
    service: "vault",
    title,
    encrypt: async (plain, context) => {
      const data = await call("encrypt", {
        plaintext: base64(plain),
        associated_data: base64(context),
      });
      const ciphertext = data?.["ciphertext"];
      if (typeof ciphertext !== "string" || ciphertext === "") throw unread(title);
      return new Uint8Array(Buffer.from(ciphertext));
    },
    decrypt: async (sealed, context) => {
      const data = await call("decrypt", {
        ciphertext: Buffer.from(sealed).toString("utf8"),
        associated_data: base64(context),
      });
      const plain = bytesOfBase64(data?.["plaintext"]);
      if (plain === null) throw unread(title);
      return plain;
    },
  };
}

function base64(value: Uint8Array | string): string {
  return Buffer.from(value).toString("base64");
}

function unread(title: string): KeyServiceFailure {
  return new KeyServiceFailure("away", `${title} answers what cannot be read.`);
}

function failureOf(title: string, answer: Response, errors: unknown): KeyServiceFailure {
  const { status } = answer;
  const words = wordsOf(Array.isArray(errors) ? errors.join("; ") : "");
  const message = `${title} answers ${status}: ${words || "nothing that can be read"}`;
  if (status === 429) {
    return new KeyServiceFailure("busy", message, { retryAfterSeconds: retryAfterOf(answer) });
  }
  // 412: a standby that has not caught up. 472 and 473: standbys that serve nothing. 503: sealed.
  if (status >= 500 || [412, 472, 473].includes(status)) {
    return new KeyServiceFailure("away", message);
  }
  return new KeyServiceFailure(notItsOwn.test(words) ? "not_its_own" : "refused", message);
}
