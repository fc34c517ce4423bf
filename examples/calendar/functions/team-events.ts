/** Backend function: the events of the one calendar that the whole app shares. */
import { createClientFromRequest } from "@grantry/sdk";
import { calendarApi, errorAnswer, listEvents } from "../calendar-api.ts";
import { teamCalendarType } from "../connectors.ts";

export default async function handler(req: Request): Promise<Response> {
  try {
    const client = createClientFromRequest(req);
    // The shared connection answers for everybody, so the app decides who may see it: its users.
    await client.auth.me();
    const shared = { integrationType: teamCalendarType };
    const calendar = client.asServiceRole.connectors.fetchFor(shared, calendarApi);
    return Response.json(await listEvents(calendar));
  } catch (thrown) {
    return errorAnswer(thrown);
  }
}
