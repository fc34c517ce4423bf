/** What differs between two workspaces, and what of it can be carried from one to the other. */
import type { impact } from "@grantry/contract/v1/impact";
import type { z } from "zod";

export type Kind = "policy" | "connector" | "app";
export const kinds: readonly Kind[] = ["policy", "connector", "app"];

/** One field of a thing: as it is where it is carried to, and as it is where it comes from. */
export interface Field {
  readonly field: string;
  readonly target: unknown;
  readonly source: unknown;
}

/** Something that promoting makes or changes. */
export interface Change {
  readonly kind: Kind;
  readonly action: "create" | "change";
  /** The type, where it is a policy. */
  readonly name: string;
  readonly type: string | null;
  /** Null where it is made. */
  readonly targetId: string | null;
  readonly fields: readonly Field[];
  /** What is sent; of a new app, once it is made. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Of a new connector: the OAuth client that it gets. */
  readonly client: { readonly id: string; readonly name: string } | null;
  /** What the change does to connections; null where nothing is known of it. */
  readonly impact: z.output<typeof impact> | null;
}

/** Something that cannot be carried before somebody has done what the message says. */
export interface Need {
  readonly kind: Kind;
  readonly name: string;
  readonly code:
    | "credentials_needed"
    | "oauth_client_ambiguous"
    | "type_unknown"
    | "type_differs"
    | "name_ambiguous";
  readonly message: string;
}

/** A difference that stays: it belongs to the place. */
export interface Kept extends Field {
  readonly kind: Kind;
  readonly name: string;
}

/** Something that only the target has. It stays. */
export interface Extra {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly needs: readonly Need[];
  readonly kept: readonly Kept[];
  readonly extra: readonly Extra[];
}

export const none: Difference = { changes: [], needs: [], kept: [], extra: [] };

export function joined(parts: readonly Difference[]): Difference {
  return {
    changes: parts.flatMap(({ changes }) => changes),
    needs: parts.flatMap(({ needs }) => needs),
    kept: parts.flatMap(({ kept }) => kept),
    extra: parts.flatMap(({ extra }) => extra),
  };
}

/** Whether two values of `/v1` are the same. Scopes and origins have no order. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(ordered(one))).sort();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, inner]) => [name, ordered(inner)]);
}

/** The fields that are not the same in both. */
export function differing<T extends object>(
  names: readonly (keyof T & string)[],
  { source, target }: { readonly source: T; readonly target: T },
): Field[] {
  return names
    .filter((name) => !same(source[name], target[name]))
    .map((name) => ({ field: name, target: target[name], source: source[name] }));
}
