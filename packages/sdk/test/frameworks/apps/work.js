/** What every app does with a request: reads or writes the events of the user who sent it. */
import { createClientFromRequest, isGrantryError } from "@grantry/sdk";

const event = JSON.stringify({
  title: "Tea",
  start: "2030-01-01T10:00Z",
  end: "2030-01-01T11:00Z",
});
const post = { method: "POST", headers: { "content-type": "application/json" }, body: event };

/** What the API answered, or the code of the error. Whatever else is thrown is a fault. */
export async function work(request, method, environment) {
  try {
    const client = createClientFromRequest(request, {
      serverUrl: environment.GRANTRY_URL,
      appId: environment.GRANTRY_APP_ID,
      serviceToken: environment.GRANTRY_SERVICE_TOKEN,
    });
    const address = { connectorId: environment.GRANTRY_CONNECTOR_ID, owner: "current_user" };
    const calendar = client.asServiceRole.connectors.fetchFor(address);
    const response = await calendar(environment.EVENTS_URL, method === "POST" ? post : {});
    return { status: response.status, body: await response.json() };
  } catch (thrown) {
    if (isGrantryError(thrown)) return { error: thrown.code };
    return { fault: String(thrown) };
  }
}

/** The same, for the frameworks that speak in the web's own requests. */
export async function answer(request, environment) {
  return Response.json(await work(request, request.method, environment));
}
