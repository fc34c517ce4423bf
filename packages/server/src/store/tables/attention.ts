/** Table ignored_attention: every column, once. What somebody has set aside for a while. */
import * as t from "../table.ts";

export const ignoredAttention = t.defineTable({
  workspace_id: t.text,
  attention_id: t.text,
  ignored_until: t.int,
});

export type IgnoredAttentionRow = t.RowOf<typeof ignoredAttention>;
