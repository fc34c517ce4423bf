/** Read by name: the edge runtime has no whole environment to hand on. */
export const environment = () => ({
  GRANTRY_URL: process.env.GRANTRY_URL,
  GRANTRY_APP_ID: process.env.GRANTRY_APP_ID,
  GRANTRY_SERVICE_TOKEN: process.env.GRANTRY_SERVICE_TOKEN,
  GRANTRY_CONNECTOR_ID: process.env.GRANTRY_CONNECTOR_ID,
  EVENTS_URL: process.env.EVENTS_URL,
});
