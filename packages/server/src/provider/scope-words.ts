/** What a scope lets an app do, in words for the person who consents. */
import { wordsByLanguage } from "@grantry/catalogue/scope-words/languages";
import type { ProviderConnector } from "./catalogue.ts";
import { spellingOf } from "./scopes.ts";

export interface ScopeWords {
  /** One line, to 80 characters, without a full stop: "See the events on all your calendars". */
  readonly title: string;
  /**
   * Whole sentences, to 160 characters: what else it holds and what it does not allow ("Cannot change or
   * delete them."); null where there is nothing to add.
   */
  readonly note: string | null;
  /** BCP 47 tag of the language that the words are in; null where nobody said, as with a custom provider. */
  readonly language: string | null;
}

/**
 * The words for a scope, in whatever spelling it is asked for or reported. `language` is a BCP 47 tag; where
 * the words are not written in it, they are English. A custom provider's own description is its title, as it
 * is. Null where the entry does not describe the scope.
 */
export function scopeWords(
  entry: ProviderConnector,
  scope: string,
  language = "en",
): ScopeWords | null {
  const written = writtenWords(entry, scope, language);
  if (written !== null) return written;
  const { available } = entry.connector.scopes;
  const spell = spellingOf(entry);
  const wanted = spell(scope);
  const listed =
    available.find((one) => one.scope === scope) ??
    available.find((one) => spell(one.scope) === wanted);
  if (listed === undefined) return null;
  return (
    writtenWords(entry, listed.scope, language) ?? {
      title: listed.description,
      note: null,
      language: null,
    }
  );
}

/**
 * The words for what is granted where an entry asks for no scopes, since what an app may do is fixed where
 * it is registered at the provider. Null where the entry asks for scopes, and for custom providers.
 */
export function accessWords(entry: ProviderConnector, language = "en"): ScopeWords | null {
  if (entry.server.authorization.scope_parameter !== null) return null;
  return inLanguage(language, ({ access }) => member(access, entry.connector.integration_type));
}

/** Those of the catalogue; null where it has none, as for every custom provider. */
function writtenWords(
  { server, connector }: ProviderConnector,
  scope: string,
  language: string,
): ScopeWords | null {
  return inLanguage(language, ({ scopes }) =>
    member(member(member(scopes, server.id), connector.integration_type), scope),
  );
}

type LanguageWords = NonNullable<(typeof wordsByLanguage)[string]>;
type Written = string | { readonly title: string; readonly note: string };

/** What `find` finds in the language, or else in English. */
function inLanguage(
  language: string,
  find: (words: LanguageWords) => Written | undefined,
): ScopeWords | null {
  const [primary = "en"] = language.toLowerCase().split("-");
  for (const tag of [primary, "en"]) {
    const words = member(wordsByLanguage, tag);
    const found = words === undefined ? undefined : find(words);
    if (found === undefined) continue;
    if (typeof found === "string") return { title: found, note: null, language: tag };
    return { ...found, language: tag };
  }
  return null;
}

/** Own members only: scopes and languages come from outside. */
function member<Value>(
  record: Readonly<Partial<Record<string, Value>>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
