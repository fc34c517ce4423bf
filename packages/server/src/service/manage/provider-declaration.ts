/**
 * Custom providers as they are declared: entries of the catalogue's schema, written out or found out
 * from an issuer. Each belongs to one workspace, and no other can see or use it.
 */
import { GrantryError, isGrantryError, type RequestFault } from "../../lib/error.ts";
import type { Outbound } from "../../lib/outbound.ts";
import { pointerOf } from "../../lib/value-name.ts";
import { discoverEntry } from "../../provider/discovery.ts";
import { discoverySchema } from "../../provider/discovery-input.ts";
import { checkEntry, type EntryRules, noSuchField, schemaProblems } from "./provider-entry.ts";
import type { Problem } from "./provider-problem.ts";
import { urlProblem } from "./provider-urls.ts";

/** Where a declaration comes from: how its fields are named, and the code of what is wrong with it. */
export interface DeclarationSource {
  readonly code: "provider_invalid" | "config_invalid";
  /** The name of a field, with file and line where there is a file. */
  readonly locate: (path: readonly PropertyKey[]) => string;
  /** The declaration's place in the body of a request; left out where it came in none. */
  readonly pointer?: string;
}

export interface ProviderRules extends EntryRules {
  readonly send: Outbound;
}

/** A declaration that was found right, by itself. */
export interface PreparedProvider {
  readonly providerId: string;
  readonly integrationTypes: readonly string[];
  readonly json: string;
  readonly source: DeclarationSource;
}

/**
 * Checks a declaration, after asking its issuer where it names one. Throws the source's code naming
 * every wrong field, and provider_unavailable where the issuer cannot be asked at the moment.
 */
export async function prepareProvider(
  rules: ProviderRules,
  declared: Readonly<Record<string, unknown>>,
  source: DeclarationSource,
): Promise<PreparedProvider> {
  const byIssuer = Object.hasOwn(declared, "issuer");
  const entry = byIssuer ? await discovered(rules, declared, source) : declared;
  const shown = byIssuer ? asDiscovered(source) : source;
  const checked = checkEntry(rules, entry);
  if ("problems" in checked) throw declarationError(shown, checked.problems);
  const { id: providerId, connectors } = checked.entry;
  const integrationTypes = connectors.map((connector) => connector.integration_type);
  return {
    providerId,
    integrationTypes,
    json: checked.json,
    source: shown,
  };
}

async function discovered(
  { send, allowedPrivateOrigins }: ProviderRules,
  declared: Readonly<Record<string, unknown>>,
  source: DeclarationSource,
) {
  const parsed = discoverySchema.safeParse(declared);
  if (!parsed.success) throw declarationError(source, schemaProblems(parsed.error));
  const problem = urlProblem(parsed.data.issuer, allowedPrivateOrigins);
  if (problem !== null) throw declarationError(source, [{ path: ["issuer"], message: problem }]);
  try {
    const allowInsecure = allowedPrivateOrigins.size > 0;
    return await discoverEntry(parsed.data, { send, allowInsecure });
  } catch (thrown) {
    if (!isGrantryError(thrown, "provider_invalid")) throw thrown;
    throw declarationError(source, [{ path: ["issuer"], message: thrown.detail }], thrown);
  }
}

/** Names the fields of a discovered entry as they stand in the declaration, where they do. */
function asDiscovered({ locate, ...source }: DeclarationSource): DeclarationSource & Declared {
  return { ...source, locate: (path) => locate(declaredPath(path)), declared: declaredPath };
}

/** How a field of an entry is named in its declaration. */
interface Declared {
  readonly declared?: (path: readonly PropertyKey[]) => readonly PropertyKey[];
}

function declaredPath([section, ...rest]: readonly PropertyKey[]): readonly PropertyKey[] {
  if (section === "authorization") return ["authorization_parameters", ...rest.slice(1)];
  if (section === "api") return ["api_hosts", ...rest.slice(1)];
  if (section !== "connectors") return [section ?? "issuer", ...rest];
  return rest.at(-1) === "integration_type" ? ["integration_type"] : ["scopes"];
}

const linesMax = 20;

/** One line for each problem, at most twenty: where, and what; to a request a pointer to each besides. */
export function declarationError(
  { code, locate, pointer, declared = (path) => path }: DeclarationSource & Declared,
  problems: readonly Problem[],
  cause?: unknown,
): GrantryError {
  const shown = problems.slice(0, linesMax);
  const lines = shown.map(({ path, message }) => `${locate(path)}: ${message}.`);
  const detail = lines.join("\n");
  if (pointer === undefined) return new GrantryError(code, { detail, cause });
  const errors = shown.map(
    ({ path, message }): RequestFault => ({
      in: "body",
      pointer: pointer + pointerOf(declared(path)),
      code: message === noSuchField ? "unknown" : "invalid",
      detail: sentenceOf(message),
    }),
  );
  return new GrantryError(code, { detail, cause, data: { errors } });
}

/** A predicate as a sentence of its own. */
function sentenceOf(message: string): string {
  const isPredicate = /^(?:is|does|has|holds|must|hands out|belongs)\b/.test(message);
  return isPredicate ? `It ${message}.` : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
