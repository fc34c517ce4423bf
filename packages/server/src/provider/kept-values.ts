/** The values of an answer that stay with a connection. Everything else of it is dropped. */
import type { KeptValue } from "@grantry/catalogue/schema";
import type { Json } from "../lib/json.ts";
import type { IsClear } from "./clear-text.ts";
import { textOf, valueAt } from "./json.ts";
import { ProviderError } from "./provider-error.ts";
import { hostOf, isAllowedHost } from "./template.ts";

const valueCharactersMax = 512;

/** Where values come from. */
export interface KeptValueSources {
  readonly token_answer: Json | undefined;
  readonly callback: Json | undefined;
  readonly signed_callback: Json | undefined;
  /** The item of a list that was taken; absent until then. */
  readonly choice?: Json | undefined;
}

/**
 * Picks the declared values. A value that does not match its pattern, or names a host that is not
 * the provider's, is not kept: tokens would be sent there; nor is one that is not clear. Earlier values stay where no new one came.
 *
 * Throws a ProviderError, `unusable_answer`, where a value is missing that nothing works without.
 */
export function keepValues(
  rules: readonly KeptValue[],
  sources: KeptValueSources,
  before: Readonly<Record<string, string>>,
  isClear: IsClear = () => true,
): Record<string, string> {
  const kept: Record<string, string> = { ...before };
  for (const rule of rules) {
    const source = sources[rule.from];
    // A callback is flat: its names may hold what a path reads as a step.
    const value =
      rule.from === "callback" ? memberOf(source, rule.path) : valueAt(source, rule.path);
    const text = textOf(value);
    if (text !== undefined && isSound(rule, text) && isClear(text)) kept[rule.name] = text;
    if (rule.required && kept[rule.name] === undefined) {
      throw new ProviderError("unusable_answer", { reason: "value_missing" });
    }
  }
  return kept;
}

function memberOf(source: Json | undefined, name: string): Json | undefined {
  if (typeof source !== "object" || source === null || Array.isArray(source)) return undefined;
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

function isSound(rule: KeptValue, text: string): boolean {
  if (text.length > valueCharactersMax) return false;
  if (!new RegExp(rule.validation_pattern, "u").test(text)) return false;
  const suffixes = rule.allowed_host_suffixes;
  return suffixes === undefined || isAllowedHost(hostOf(text), suffixes);
}
