import process from "node:process";
import { isGrantryError } from "@grantry/sdk";
import { json } from "@sveltejs/kit";
import { connectors } from "../../grantry.js";

/** What only the user can mend, by connecting anew. */
const isForTheUser = (thrown) =>
  isGrantryError(thrown, "not_connected") || isGrantryError(thrown, "needs_reauth");

export async function GET({ locals: { userId } }) {
  const calendar = connectors().fetchFor({
    connectorId: process.env.GRANTRY_CONNECTOR_ID,
    owner: { userId },
  });
  try {
    const answer = await calendar(process.env.EVENTS_URL);
    return json(await answer.json(), { status: answer.status });
  } catch (thrown) {
    if (!isForTheUser(thrown)) throw thrown;
    return json({ error: thrown.code }, { status: 409 });
  }
}
