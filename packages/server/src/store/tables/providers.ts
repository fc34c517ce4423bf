/** Table providers: every column, once. A row is an entry of the catalogue's schema that one workspace has. */
import * as t from "../table.ts";

export const providers = t.defineTable({
  provider_id: t.text,
  workspace_id: t.text,
  /** JSON of the entry as it was checked. */
  entry: t.text,
  created_at: t.int,
  updated_at: t.int,
});

export type ProviderRow = t.RowOf<typeof providers>;
