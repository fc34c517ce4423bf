/** Columns of JSON text: lists, maps and scopes. */
import { LRUCache } from "lru-cache";
import { isKeepableScope, scopesMax } from "../lib/scope-bounds.ts";

const isText = (value: unknown) => typeof value === "string";

const rememberedMax = 1_000;
const rememberedCharactersMax = 1_000;

/** Texts that were parsed before: the same few lists and maps stand in nearly all rows. */
function remembered<T extends object>(parse: (value: unknown) => T): (text: string) => Readonly<T> {
  const known = new LRUCache<string, Readonly<T>>({ max: rememberedMax });
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = Object.freeze(parse(JSON.parse(text)));
    if (text.length <= rememberedCharactersMax) known.set(text, parsed);
    return parsed;
  };
}
/** Parses a column that holds a JSON list of strings. */
export const parseList = remembered<readonly string[]>((value) =>
  Array.isArray(value) ? value.filter(isText) : [],
);

/** A list of scopes as it is stored: what cannot be kept is not, whoever brings it. */
export function writeScopes(scopes: readonly string[]): string {
  return JSON.stringify(scopes.filter(isKeepableScope).slice(0, scopesMax));
}

/** Parses a column of scopes, within the same bounds. */
export const parseScopes = remembered<readonly string[]>((value) =>
  Array.isArray(value)
    ? value.filter((scope) => isText(scope) && isKeepableScope(scope)).slice(0, scopesMax)
    : [],
);

/** Parses a column that holds a JSON map of strings. */
export const parseMap = remembered<Record<string, string>>((value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => isText(entry)));
});
