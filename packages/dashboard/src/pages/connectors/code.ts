/** Code for apps, by the library that they use. */

export interface Snippet {
  readonly title: string;
  readonly text: string;
}

/** With our own SDK. */
export function ofGrantry(connectorId: string): Snippet[] {
  return [
    {
      title: "In the page: connect",
      text: `const { outcome } = await client.connectors.connect("${connectorId}");`,
    },
    {
      title: "In the backend: a token",
      text: `const client = createClientFromRequest(request);
const { accessToken } = await client.asServiceRole.connectors
  .getCurrentAppUserConnection("${connectorId}");`,
    },
    {
      title: "In the page: disconnect",
      text: `await client.connectors.disconnect("${connectorId}");`,
    },
  ];
}

/** With the official SDK. */
export function ofBase44(connectorId: string): Snippet[] {
  return [
    {
      title: "In the page: connect",
      text: `const url = await base44.connectors.connectAppUser("${connectorId}");
window.location.href = url;`,
    },
    {
      title: "In the backend: a token",
      text: `const base44 = createClientFromRequest(request);
const { accessToken } = await base44.asServiceRole.connectors
  .getCurrentAppUserConnection("${connectorId}");`,
    },
    {
      title: "In the page: disconnect",
      text: `await base44.connectors.disconnectAppUser("${connectorId}");`,
    },
  ];
}

/** By HTTP alone. `server`: the public URL. */
export function ofHttp(connectorId: string, server: string): Snippet[] {
  return [
    {
      title: "Connect, as a user of the app",
      text: `curl -X POST ${server}/v1/apps/$APP_ID/me/authorizations \\
  -H "Authorization: Bearer $USER_TOKEN" -H "Content-Type: application/json" \\
  -d '{"connector_id":"${connectorId}"}'`,
    },
    {
      title: "A token, as the backend",
      text: `curl -X POST ${server}/v1/apps/$APP_ID/tokens \\
  -H "Authorization: Bearer $SERVICE_TOKEN" -H "Content-Type: application/json" \\
  -d '{"connector_id":"${connectorId}","owner":{"kind":"user","user_id":"ada"}}'`,
    },
    {
      title: "Disconnect, as a user of the app",
      text: `curl -X POST ${server}/v1/apps/$APP_ID/me/connectors/${connectorId}/disconnect \\
  -H "Authorization: Bearer $USER_TOKEN"`,
    },
  ];
}
