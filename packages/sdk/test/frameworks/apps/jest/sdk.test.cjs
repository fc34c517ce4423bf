/** CommonJS, as Jest runs it. */
const { createClient, createClientFromRequest, isGrantryError } = require("@grantry/sdk");

const { GRANTRY_URL: serverUrl, GRANTRY_APP_ID: appId, GRANTRY_SERVICE_TOKEN } = process.env;

test("a client is made, and the server is asked", async () => {
  const client = createClient({ serverUrl, appId, serviceToken: GRANTRY_SERVICE_TOKEN });
  const read = client.asServiceRole.connectors.getAppUserConnection(
    "nobody",
    process.env.GRANTRY_CONNECTOR_ID,
  );
  const thrown = await read.catch((error) => error);
  expect(isGrantryError(thrown, "not_connected")).toBe(true);
});

test("a request is taken", () => {
  const settings = { serverUrl, appId, serviceToken: GRANTRY_SERVICE_TOKEN };
  expect(typeof createClientFromRequest({ headers: {} }, settings).auth.me).toBe("function");
});
