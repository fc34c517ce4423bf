/** Reads the calendars of the users who are named, while none of them is present: for a schedule or a queue. */
import process from "node:process";
import { createClient, isGrantryError } from "@grantry/sdk";

const { connectors } = createClient({
  serverUrl: process.env.GRANTRY_URL,
  appId: process.env.GRANTRY_APP_ID,
  serviceToken: process.env.GRANTRY_SERVICE_TOKEN,
}).asServiceRole;

/** What only the user can mend, by connecting anew. */
const isForTheUser = (thrown) =>
  isGrantryError(thrown, "not_connected") || isGrantryError(thrown, "needs_reauth");

/** One user's turn: what the provider answered, or why there is nothing to ask it. */
async function turnOf(userId) {
  const calendar = connectors.fetchFor({
    connectorId: process.env.GRANTRY_CONNECTOR_ID,
    owner: { userId },
  });
  try {
    const answer = await calendar(process.env.EVENTS_URL);
    return { userId, status: answer.status, body: await answer.json() };
  } catch (thrown) {
    // Only the user can mend these: tell them in your app, and go on with the others.
    if (isForTheUser(thrown)) return { userId, error: thrown.code };
    throw thrown;
  }
}

// Your database knows who they are. One after the other: the provider limits how often it is asked.
for (const userId of process.argv.slice(2)) console.log(JSON.stringify(await turnOf(userId)));
