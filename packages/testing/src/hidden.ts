/** What no answer of the API may hold, and whether one does. */
import { openRefreshToken, toConnection } from "@grantry/server/store/connections";
import { secrets, type World } from "./harness.ts";

/** The refresh tokens that there are by now, and the client's secret. */
export async function hiddenIn({ app }: Pick<World, "app">): Promise<string[]> {
  const { store } = app.context;
  const rows = await store.db.selectFrom("connections").selectAll().execute();
  const opened = rows.map(async (row) => await openRefreshToken(store, toConnection(row)));
  const tokens = (await Promise.all(opened)).flatMap((token) => token?.reveal() ?? []);
  return [...tokens, secrets.clientSecret];
}

/** Which of them a text holds: as they are, encoded for an address, or in Base64. */
export function heldIn(text: string, hidden: readonly string[]): string[] {
  return hidden.filter((one) => {
    const forms = [one, encodeURIComponent(one), btoa(one).replace(/=+$/, "")];
    return forms.some((form) => text.includes(form));
  });
}
