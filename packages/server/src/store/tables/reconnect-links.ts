/** Table reconnect_links: every column, once. A link by which the person of a connection connects its account again. */
import * as t from "../table.ts";

export const reconnectLinks = t.defineTable({
  /** One link per connection: a new one takes the place of the one before. */
  connection_id: t.text,
  reconnect_link_id: t.text,
  /** Hash of the secret in the link. */
  link_hash: t.inner(t.bytes),
  /** The account that the connection had when the link was made: no other can be connected by it. */
  account_id: t.text,
  expires_at: t.int,
  /** When a browser left for the provider by it: that happens once. */
  used_at: t.optionalInt,
  created_at: t.inner(t.int),
});

export type ReconnectLinkRow = t.RowOf<typeof reconnectLinks>;
