/** Backend function: the events of the one calendar that the whole app shares. */
import { createClientFromRequest } from "@grantry/sdk";
import { errorAnswer, listEvents } from "../calendar-api.ts";
import { teamCalendarType } from "../connectors.ts";

export async function handler(request: Request): Promise<Response> {
  try {
    const client = createClientFromRequest(request);
    // The shared connection answers for everybody, so the app decides who may see it: its users.
    await client.auth.me();
    const connection = await client.asServiceRole.connectors.getConnection(teamCalendarType);
    return Response.json(await listEvents(connection));
  } catch (thrown) {
    return errorAnswer(thrown);
  }
}
