/** Snowflake. What can be read and changed follows from the role of the person who connects. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const snowflake: ScopeWordsOfConnector = {
  refresh_token: {
    title: "Read, change and delete the data your role allows, also while you are away",
    note: "With your default role, as far as it may. Queries cost money.",
  },
};
