/** The catalogue as the server uses it: parsed, merged, addressed by integration type. */
import {
  type AuthorizationServer,
  type AuthorizationServerInput,
  authorizationServerSchema,
  type CatalogueConnector,
} from "@grantry/catalogue/schema";
import { hostPlaceholders, placeholdersOf } from "./template.ts";
import { urlTemplates } from "./url-templates.ts";

/** The sections of an authorization server, as they hold for one connector. */
export type ServerSections = Omit<AuthorizationServer, "connectors">;

/** A connector with everything its authorization server says for it. Plain data. */
export interface ProviderConnector {
  readonly server: ServerSections;
  readonly connector: CatalogueConnector;
}

export interface Catalogue {
  /** The connector of an integration type; undefined where there is none. */
  find(integrationType: string): ProviderConnector | undefined;
  /** Every connector, in the order of the catalogue. */
  list(): readonly ProviderConnector[];
}

/**
 * Parses entries and merges what connectors override. Throws an Error that names the entry and the
 * field where an entry is wrong, or where an id or an integration type stands twice.
 */
export function buildCatalogue(servers: readonly AuthorizationServerInput[]): Catalogue {
  const ids = new Set<string>();
  const connectors = new Map<string, ProviderConnector>();
  for (const input of servers) {
    const server = parseServer(input);
    requireUnique(ids, server.id, "authorization server");
    for (const connector of server.connectors) {
      const type = connector.integration_type;
      if (connectors.has(type))
        throw new Error(`Catalogue: integration type ${type} stands twice.`);
      const merged = mergeConnector(server, connector);
      requireSoundHosts(merged);
      requireSignedInstallation(merged);
      requireAccountSource(merged);
      requireChoosable(merged);
      connectors.set(type, merged);
    }
  }
  const list = [...connectors.values()];
  return { find: (integrationType) => connectors.get(integrationType), list: () => list };
}

function parseServer(input: AuthorizationServerInput): AuthorizationServer {
  const parsed = authorizationServerSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "entry"}: ${issue.message}`,
  );
  throw new Error(`Catalogue: entry ${input.id}: ${problems.join("; ")}`);
}

function mergeConnector(
  whole: AuthorizationServer,
  connector: CatalogueConnector,
): ProviderConnector {
  const { connectors: _, ...server } = whole;
  const settings = [...server.settings, ...connector.settings];
  const names = new Set<string>();
  for (const { name } of settings) {
    requireUnique(names, name, `setting of ${connector.integration_type}`);
  }
  return { server: { ...server, ...definedMembers(connector.overrides), settings }, connector };
}

type Defined<Value> = { [Name in keyof Value]?: Exclude<Value[Name], undefined> };

/** A copy without members that are undefined: they would hide what they should leave alone. */
function definedMembers<Value extends object>(value: Value): Defined<Value> {
  const defined = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(defined) as Defined<Value>;
}

/** A setting that ends a host could name any host: it must say which, or why any. */
function requireSoundHosts({ server, connector }: ProviderConnector): void {
  for (const { template } of urlTemplates(server)) {
    const { last } = hostPlaceholders(template);
    const derivedOf = server.settings.find(
      ({ derived, choices }) => choices === undefined && Object.hasOwn(derived, last ?? ""),
    );
    const source =
      [...server.settings, ...server.kept_values].find(({ name }) => name === last) ?? derivedOf;
    if (source === undefined || source.allowed_host_suffixes !== undefined) continue;
    const known = "choices" in source && source.choices !== undefined;
    const explained = "any_public_host_because" in source && source.any_public_host_because;
    if (known || explained) continue;
    throw new Error(
      `Catalogue: entry ${connector.integration_type}: ${source.name}: allowed_host_suffixes is needed where a value ends a host`,
    );
  }
}

/**
 * An instance id opens what it names to whoever brings it: it must come from what the provider
 * signed. What is signed must be declared as such.
 */
function requireSignedInstallation({ server, connector }: ProviderConnector): void {
  const { answer, signed_parameter: signed } = server.authorization;
  const signedValues = server.kept_values.filter(({ from }) => from === "signed_callback");
  const isNeeded = signedValues.some(({ required }) => required);
  const unsigned = signedValues.length > 0 && signed === undefined;
  const sound = answer === "code" || (isNeeded && server.refresh.mode === "client_credentials");
  if (sound && !unsigned) return;
  throw new Error(
    `Catalogue: entry ${connector.integration_type}: an installation needs a required value of a signed_parameter, and client_credentials`,
  );
}

/** What the account is read from must be there. */
function requireAccountSource({ server, connector }: ProviderConnector): void {
  const { request, from } = server.account;
  if (request !== undefined) return;
  const { issuer, introspection_endpoint: introspection } = server.metadata;
  if ({ token_answer: "", id_token: issuer, introspection }[from] !== undefined) return;
  const member = from === "id_token" ? "issuer" : "introspection_endpoint";
  throw new Error(
    `Catalogue: entry ${connector.integration_type}: account: from ${from} needs metadata.${member}`,
  );
}

/** Where a value stands that is known once something was chosen. */
const afterChoice: ReadonlySet<string> = new Set(["account", "api"]);

/** A choice must bring a value, and nothing may need the value before: what is not chosen is given back without it. */
function requireChoosable({ server, connector }: ProviderConnector): void {
  const { account, choice, kept_values: kept } = server;
  const values = kept.filter(({ from }) => from === "choice");
  const names = new Set(values.map(({ name }) => name));
  const wrong = (message: string) =>
    new Error(`Catalogue: entry ${connector.integration_type}: ${message}`);
  if (values.length > 0 && choice === undefined) {
    throw wrong("kept_values: from choice needs the section choice");
  }
  if (choice !== undefined && !values.some(({ required }) => required)) {
    throw wrong("choice: needs a required one of kept_values with from choice");
  }
  for (const { section, template } of urlTemplates(server)) {
    const early = placeholdersOf(template).find((name) => names.has(name));
    if (early === undefined || afterChoice.has(section)) continue;
    throw wrong(`${section}: {${early}} is not known yet when this address is called`);
  }
  const own = account.id
    .concat(...account.former_ids)
    .find((one) => names.has(one.replace(/^kept:/, "")) && one.startsWith("kept:"));
  if (own !== undefined && account.request === undefined && account.from !== "introspection") {
    throw wrong(`account: ${own} is not known yet when the account is read without a request`);
  }
}

function requireUnique(seen: Set<string>, name: string, what: string): void {
  if (seen.has(name)) throw new Error(`Catalogue: ${what} ${name} stands twice.`);
  seen.add(name);
}
