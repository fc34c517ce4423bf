/**
 * Where a client's secret, users' codes and the tokens got with them are sent. Whoever changes that must
 * know the secret (SEC-33): a right to manage is no right to read what is sealed.
 */
import { isDeepStrictEqual } from "node:util";
import { type AuthorizationServer, authorizationServerSchema } from "@grantry/catalogue/schema";
import { equalHashes, hashSecret } from "../../crypto/hash.ts";
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import {
  type ClientSecrets,
  forgetReplacedSecret,
  listClientSecrets,
} from "../../store/client-secrets.ts";
import type { Store } from "../../store/store.ts";
import { parseStoredEntry } from "./stored-entry.ts";

/**
 * Whether the second entry of a custom provider may send anything elsewhere, or otherwise, than the
 * first. What only shows, what names scopes and what the words of answers mean is left out; all else counts,
 * also where the members of an answer stand, and what a later schema brings. An entry that cannot be read, or is not there, says nothing.
 */
export function isMoved(before: string | null, after: string): boolean {
  const old = before === null ? null : destinationsOf(before);
  const now = destinationsOf(after);
  if (old === null || now === null || !isDeepStrictEqual(old.server, now.server)) return true;
  // A nonce that is given up may be all that ties a code to its browser; one that is added ties it more.
  if (old.sendsNonce && !now.sendsNonce) return true;
  const nothing = { overrides: {}, settings: [], first_call: null };
  return [...now.connectors].some(
    ([type, own]) => !isDeepStrictEqual(old.connectors.get(type) ?? nothing, own),
  );
}

function destinationsOf(json: string) {
  const parsed = authorizationServerSchema.safeParse(parseStoredEntry(json));
  if (!parsed.success) return null;
  const { name: _name, documentation: _documentation, connectors, ...server } = parsed.data;
  const { nonce = false, ...authorization } = server.authorization;
  return {
    server: withoutWords({ ...server, authorization }),
    sendsNonce: nonce,
    connectors: new Map(connectors.map((one) => [one.integration_type, withoutOwnWords(one)])),
  };
}

/** Of a connector, without how it is shown and what it asks for. */
function withoutOwnWords(connector: AuthorizationServer["connectors"][number]): object {
  const { integration_type: _type, logo: _logo, display_name: _name, ...named } = connector;
  const {
    description: _text,
    category: _kind,
    documentation: _docs,
    scopes: _asked,
    ...own
  } = named;
  const { first_call: call, overrides } = own;
  const { proves: _proves, scopes: _needed, ...called } = call ?? {};
  return {
    ...own,
    overrides: withoutWords(overrides),
    first_call: call === undefined ? null : called,
  };
}

/** Without sections that decide nothing about where anything goes. */
function withoutWords<Sections extends object>(sections: Sections): object {
  const words = ["registration", "errors"];
  const without: Readonly<Record<string, (section: never) => object>> = {
    api: withoutApiWords,
    token_answer: withoutAnswerWords,
  };
  return Object.fromEntries(
    Object.entries(sections)
      .filter(([name, section]) => section !== undefined && !words.includes(name))
      .map(([name, section]) => [name, without[name]?.(section as never) ?? section]),
  );
}

/** Of a token answer, where its members stand: what is read as a scope or an error word is shown in clear. */
function withoutAnswerWords(answer: AuthorizationServer["token_answer"]): object {
  const { error, error_subtype, code, refresh } = answer;
  return { error, error_subtype, code, refresh };
}

/** Of an API, without what only tells a developer how it is used. */
function withoutApiWords(api: AuthorizationServer["api"]): object {
  const { rate_limit: _limits, pagination: _pages, hosts, ...rest } = api;
  return { ...rest, hosts: hosts.map(({ for: _for, ...host }) => host) };
}

/** Whether the secret is one of those. In constant time each. */
export function isShown(secret: Secret, shown: readonly Secret[]): boolean {
  const hash = hashSecret(secret.reveal());
  return shown.some((one) => equalHashes(hashSecret(one.reveal()), hash));
}

/** Of a provider that would be moved. */
export interface Move {
  readonly workspaceId: string;
  readonly providerId: string;
}

/**
 * Lets a provider be moved for who brings every secret that its OAuth clients have: those that are
 * kept, and the one of before where nothing shows yet that the provider knows the one of now. Throws
 * secret_required.
 */
export async function requireSecretsShown(
  store: Store,
  { workspaceId, providerId }: Move,
  shown: readonly Secret[],
): Promise<void> {
  const clients = await listClientSecrets(store, { workspaceId, serverId: providerId });
  const unknown = clients.find((one) => !areAllShown(one, shown));
  if (unknown !== undefined) throw secretMissing(unknown);
  for (const { client } of clients) await forgetReplacedSecret(store, client);
}

function areAllShown({ kept, replaced }: ClientSecrets, shown: readonly Secret[]): boolean {
  return [...kept, ...replaced].every((secret) => isShown(secret, shown));
}

function secretMissing({ client, name, kept, replaced }: ClientSecrets): GrantryError {
  const several =
    kept.length > 1 || replaced.length > 0
      ? " Its secret was replaced: the one of before is needed, too. Without it, delete the connector and make it anew."
      : "";
  return new GrantryError("secret_required", {
    detail: `client_secrets: must come along, as the change says where secrets and tokens are sent. Needed is the secret of the OAuth client "${name}" (client_id "${client.clientId}"), and it is missing or not the right one.${several} Nothing was changed.`,
  });
}
