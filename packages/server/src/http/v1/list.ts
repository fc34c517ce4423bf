/**
 * Pages of lists. A cursor is opaque and authenticated: it holds where the page before ended, and is good for
 * this caller, this operation and these filters only.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { GrantryError } from "../../lib/error.ts";
import type { HttpContext } from "../context.ts";
import { callerOf } from "./caller.ts";

/** Where in its order a list goes on: what the order compares, of the last item that was shown. */
export type Position = readonly (string | number | null)[];

export interface Page<Item> {
  readonly data: Item[];
  readonly next_cursor: string | null;
}

/** A list that is asked for. */
export interface Listing {
  /** Of the last item of the page before; null for the first page. */
  readonly after: Position | null;
  readonly limit: number;
  /** The page of these items; `next` is where it ended, or null at the end of the list. */
  page<Item>(data: Item[], next: Position | null): Page<Item>;
}

type Asked = Readonly<{ limit: number; cursor?: string | undefined }>;
type ListRequest = Pick<FastifyRequest, "principal" | "params" | "routeOptions">;

/**
 * The listing that a request asks for, by its query or, of a search, by its body. Throws cursor_invalid for
 * a cursor that is not of this list.
 */
export function listing(
  context: HttpContext,
  request: ListRequest & { readonly query: unknown },
  asked: Asked = request.query as Asked,
): Listing {
  const { cursor, limit, ...filters } = asked;
  const operation = request.routeOptions.config.route?.operationId;
  const scope = JSON.stringify([callerOf(request), operation, request.params, filters]);
  const { keyring } = context.store;
  return {
    limit,
    after: cursor === undefined ? null : openCursor(context, scope, cursor),
    page: (data, next) => ({
      data,
      next_cursor: next === null ? null : sealCursor(context, keyring.derivingKeyId, scope, next),
    }),
  };
}

/**
 * One page of a list that a use case answers whole, which must be bounded. Sorts it: newest first, or by
 * `keyOf` as it is.
 */
export function pageOfAll<Item, Shown>(
  { after, limit, page }: Listing,
  items: readonly Item[],
  order: { readonly keyOf: (item: Item) => Position; readonly descending?: boolean },
  show: (item: Item) => Shown,
): Page<Shown> {
  const sign = order.descending === true ? -1 : 1;
  const compared = (one: Position, other: Position) => sign * compare(one, other);
  const rest = items
    .map((item) => ({ item, key: order.keyOf(item) }))
    .filter(({ key }) => after === null || compared(key, after) > 0)
    .sort((one, other) => compared(one.key, other.key));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const next = rest.length > shown.length && last !== undefined ? last.key : null;
  return page(
    shown.map(({ item }) => show(item)),
    next,
  );
}

function compare(one: Position, other: Position): number {
  for (const [at, left] of one.entries()) {
    const right = other[at] ?? null;
    if (left === right) continue;
    if (left === null) return -1;
    if (right === null) return 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

function sealCursor(
  context: HttpContext,
  keyId: string,
  scope: string,
  position: Position,
): string {
  const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
  return [keyId, payload, authenticate(context, keyId, scope, payload)].join(".");
}

function openCursor(context: HttpContext, scope: string, cursor: string): Position {
  const [keyId = "", payload = "", mac = "", ...rest] = cursor.split(".");
  const known = context.store.keyring.canDerive(keyId) && rest.length === 0;
  if (!known || !sameText(mac, authenticate(context, keyId, scope, payload))) {
    throw new GrantryError("cursor_invalid");
  }
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Position;
}

function authenticate(context: HttpContext, keyId: string, scope: string, payload: string): string {
  const key = context.store.keyring.derive(keyId, "cursors of lists");
  return createHmac("sha256", key)
    .update(JSON.stringify([scope, payload]))
    .digest("base64url");
}

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
