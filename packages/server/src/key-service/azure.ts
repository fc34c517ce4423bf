/**
 * Keys of Azure Key Vault and Managed HSM: RSA keys, which wrap by RSA-OAEP with SHA-256. The two calls by REST,
 * credentials as `@azure/identity` finds them. The key's version is part of its name: the next version is another
 * root key. https://learn.microsoft.com/rest/api/keyvault/keys/wrap-key/wrap-key
 */
import { KeyServiceFailure, wordsOf } from "./failure.ts";
import type { KeyLocation } from "./location.ts";
import { loadOptional } from "./optional-package.ts";
import { bytesOfBase64, type ServiceKey } from "./service.ts";
import {
  bodyOf,
  credentialCalls,
  jsonOf,
  methodOf,
  objectOf,
  retryAfterOf,
  type Transport,
} from "./transport.ts";

/** A request of the package's pipeline, and the answer that it wants. */
interface PipelineRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: { toJSON(options?: { preserveCase?: boolean }): Record<string, string> };
  readonly body?: unknown;
}
interface PipelineResponse {
  readonly request: PipelineRequest;
  readonly status: number;
  readonly headers: Headers;
  readonly bodyAsText: string;
}

/** Headers as the pipeline reads and logs them. */
class PipelineHeaders extends Headers {
  toJSON(): Record<string, string> {
    return Object.fromEntries(this);
  }
}

/** What is used of the package. */
interface Identity {
  readonly DefaultAzureCredential: new (options: {
    readonly disableInstanceDiscovery: boolean;
    readonly retryOptions: { readonly maxRetries: number };
    readonly httpClient: { sendRequest(request: PipelineRequest): Promise<PipelineResponse> };
  }) => { getToken(scope: string): Promise<{ readonly token: string } | null> };
}

const apiVersion = "7.4";
const algorithm = "RSA-OAEP-256";

export async function azureKey(
  { origin, path }: Extract<KeyLocation, { service: "azurekv" }>,
  transport: Transport,
): Promise<ServiceKey> {
  const title = `${origin}${path}`;
  const token = await tokens(transport, title);

  async function call(verb: "wrapkey" | "unwrapkey", value: Uint8Array): Promise<Uint8Array> {
    const answer = await transport.call({
      method: "POST",
      url: `${origin}${path}/${verb}?api-version=${apiVersion}`,
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await token(scopeOf(origin))}`,
      },
      body: JSON.stringify({ alg: algorithm, value: Buffer.from(value).toString("base64url") }),
    });
    const json = await jsonOf(answer);
    if (answer.status !== 200) throw failureOf(title, verb, answer, objectOf(json?.["error"]));
    const bytes = bytesOfBase64(json?.["value"]);
    if (bytes !== null) return bytes;
    throw new KeyServiceFailure("away", `${title} answers what cannot be read.`);
  }

  return {
    service: "azurekv",
    title,
    // There is nothing here that a context could be bound to: it is inside of what is wrapped.
    encrypt: (plain) => call("wrapkey", plain),
    decrypt: (sealed) => call("unwrapkey", sealed),
  };
}

/** `https://vault.azure.net/.default` for `https://name.vault.azure.net`, and so in every cloud. */
function scopeOf(origin: string): string {
  const { hostname } = new URL(origin);
  const [, domain] = /^[^.]+\.((?:vault|managedhsm)\..+)$/.exec(hostname) ?? [];
  return `https://${domain ?? "vault.azure.net"}/.default`;
}

async function tokens(transport: Transport, title: string) {
  const { DefaultAzureCredential } = await loadOptional<Identity>("@azure/identity", "4");
  const credentials = credentialCalls(transport);
  const credential = new DefaultAzureCredential({
    // It would ask the public cloud about every other one.
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    httpClient: {
      sendRequest: async (request) => {
        const answer = await credentials.call({
          method: methodOf(request.method),
          url: request.url,
          headers: request.headers.toJSON(),
          ...bodyOf(request.body),
        });
        const headers = new PipelineHeaders(answer.headers);
        return { request, status: answer.status, headers, bodyAsText: await answer.text() };
      },
    },
  });
  return (scope: string) =>
    credentials.token(title, async () => (await credential.getToken(scope))?.token);
}

function failureOf(
  title: string,
  verb: "wrapkey" | "unwrapkey",
  answer: Response,
  error: Readonly<Record<string, unknown>> | null,
): KeyServiceFailure {
  const { status } = answer;
  const words = wordsOf(error?.["message"]) || "nothing that can be read";
  const message = `${title} answers ${status}: ${words}`;
  if (status === 429) {
    return new KeyServiceFailure("busy", message, { retryAfterSeconds: retryAfterOf(answer) });
  }
  if (status >= 500) return new KeyServiceFailure("away", message);
  const isUnknown = verb === "unwrapkey" && status === 400;
  return new KeyServiceFailure(isUnknown ? "not_its_own" : "refused", message);
}
