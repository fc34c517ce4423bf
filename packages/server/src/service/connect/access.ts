/** What an app asks for, in words for the person who decides: never the names of scopes. */
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { accessWords, type ScopeWords, scopeWords } from "../../provider/scope-words.ts";

export interface Access {
  /** What the app will be able to do, each once, in the order in which it is asked for. */
  readonly lines: readonly ScopeWords[];
  /** Whether it asks for more than there are words for. */
  readonly hasFurther: boolean;
}

/** The words in a language (BCP 47), where they are written in it, else in English. */
export function accessOf(
  entry: ProviderConnector,
  scopes: readonly string[],
  language: string,
): Access {
  const fixed = accessWords(entry, language);
  const lines = new Map<string, ScopeWords>();
  if (fixed !== null) lines.set(fixed.title, fixed);
  let hasFurther = false;
  for (const scope of scopes) {
    const words = scopeWords(entry, scope, language);
    // A custom provider's entry may have described a scope by its name.
    if (words === null || words.title === "" || words.title === scope) hasFurther = true;
    else if (!lines.has(words.title)) lines.set(words.title, words);
  }
  return { lines: [...lines.values()], hasFurther };
}
