/** Backend function: the events of the signed-in user's own calendar. */
import { createClientFromRequest } from "@grantry/sdk";
import { errorAnswer, listEvents } from "../calendar-api.ts";
import { myCalendarId } from "../connectors.ts";

export async function handler(request: Request): Promise<Response> {
  try {
    const client = createClientFromRequest(request);
    const connection =
      await client.asServiceRole.connectors.getCurrentAppUserConnection(myCalendarId);
    return Response.json(await listEvents(connection));
  } catch (thrown) {
    return errorAnswer(thrown);
  }
}
