/** Backend function: the events of the signed-in user's own calendar. */
import { createClientFromRequest } from "@grantry/sdk";
import { calendarApi, errorAnswer, listEvents } from "../calendar-api.ts";
import { myCalendarId } from "../connectors.ts";

export default async function handler(req: Request): Promise<Response> {
  try {
    const { connectors } = createClientFromRequest(req).asServiceRole;
    const mine = { connectorId: myCalendarId, owner: "current_user" } as const;
    const calendar = connectors.fetchFor(mine, calendarApi);
    return Response.json(await listEvents(calendar));
  } catch (thrown) {
    return errorAnswer(thrown);
  }
}
