import { isGrantryError } from "@grantry/sdk";
import { connectors } from "../../grantry.js";
import { userOf } from "../../user.js";

/** What only the user can mend, by connecting anew. */
const isForTheUser = (thrown) =>
  isGrantryError(thrown, "not_connected") || isGrantryError(thrown, "needs_reauth");

export async function GET() {
  const calendar = connectors().fetchFor({
    connectorId: process.env.GRANTRY_CONNECTOR_ID,
    owner: await userOf(),
  });
  try {
    const answer = await calendar(process.env.EVENTS_URL);
    return Response.json(await answer.json(), { status: answer.status });
  } catch (thrown) {
    if (!isForTheUser(thrown)) throw thrown;
    return Response.json({ error: thrown.code }, { status: 409 });
  }
}
