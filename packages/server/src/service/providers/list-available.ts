/** What can be connected: the catalogue, with the providers of a workspace's own. */
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { scopeWords } from "../../provider/scope-words.ts";
import { asHandedOut } from "../../provider/setting-names.ts";
import { listProviders } from "../../store/providers.ts";
import type { ProvidersContext } from "./context.ts";
import { workspaceCatalogue } from "./provider-catalogue.ts";

/** A type of connector. */
export interface CatalogueType {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly documentationUrl: string;
  /** `custom`: one of the workspace's own. */
  readonly provider: { readonly id: string; readonly name: string; readonly custom: boolean };
  /** Those that the catalogue lists; a provider may have others. */
  readonly scopes: readonly CatalogueScope[];
  readonly settingFields: readonly SettingField[];
  /** How an OAuth client is registered. */
  readonly registration: {
    readonly url: string;
    readonly steps: readonly { readonly text: string; readonly url: string | null }[];
  };
  /** Where calls of its API go, the usual one first; a setting may be part of one, as `{name}`. */
  readonly hosts: readonly string[];
}

export interface CatalogueScope {
  readonly scope: string;
  /** What it lets an app do, in words for people; null where the catalogue does not say. */
  readonly title: string | null;
  /** What else it holds, and what it does not allow; null where nothing is to add. */
  readonly note: string | null;
  /** What it permits, for developers, with what the provider asks before; null where the catalogue does not say. */
  readonly description: string | null;
  /** Asked for where nobody says which. */
  readonly default: boolean;
  /** Asked for in any case. */
  readonly always: boolean;
}

/** A setting that a connection needs or may have, as a form asks for it. */
export interface SettingField {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly example: string;
  readonly required: boolean;
  /** Regular expression of good values. */
  readonly pattern: string;
  /** What to say of others. */
  readonly patternError: string;
}

/** Every type that a workspace can use. */
export async function listAvailable(
  { catalogue, store }: Pick<ProvidersContext, "catalogue" | "store">,
  workspaceId: string,
): Promise<CatalogueType[]> {
  const known = workspaceCatalogue(catalogue, await listProviders(store, workspaceId));
  return known.list().map((entry) => ({
    type: entry.connector.integration_type,
    name: entry.connector.display_name,
    description: entry.connector.description,
    category: entry.connector.category,
    documentationUrl: entry.connector.documentation,
    provider: {
      id: entry.server.id,
      name: entry.server.name,
      custom: catalogue.find(entry.connector.integration_type) === undefined,
    },
    scopes: scopesOf(entry),
    settingFields: settingFields(entry),
    registration: registrationOf(entry),
    hosts: entry.server.api.hosts.map(({ url }) => url),
  }));
}

function registrationOf({ server }: ProviderConnector): CatalogueType["registration"] {
  const { url, steps } = server.registration;
  return { url, steps: steps.map((step) => ({ text: step.do, url: step.url ?? null })) };
}

function scopesOf(entry: ProviderConnector): CatalogueScope[] {
  const { available, default: defaults, always } = entry.connector.scopes;
  const descriptions = new Map(available.map(({ scope, description }) => [scope, description]));
  return [...new Set([...descriptions.keys(), ...defaults, ...always])].map((scope) => {
    const words = scopeWords(entry, scope);
    return {
      scope,
      title: words?.title ?? null,
      note: words?.note ?? null,
      description: descriptions.get(scope) ?? null,
      default: defaults.includes(scope),
      always: always.includes(scope),
    };
  });
}

/** The settings that a connection of this type takes. */
export function settingFields({ server }: Pick<ProviderConnector, "server">): SettingField[] {
  return server.settings.map((setting) => {
    const { name, placeholder } = asHandedOut(setting);
    return {
      name,
      title: setting.display_name,
      help: setting.description,
      example: placeholder,
      required: setting.required && setting.default === undefined,
      pattern: setting.validation_pattern,
      patternError: setting.validation_error,
    };
  });
}
