/** The requests of the load, as whole texts: see load-text.ts. */
import { filledCharacters } from "./load-text.ts";
import { appId, connectorId, type World } from "./world.ts";

function request(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /api/apps/${appId}/${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join("")}\r\n`;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The backend asks for a named user's token, with its service token alone. */
export function ofNamedUsers(world: World, query = ""): string[] {
  const path = `app-users/user-{user}/connectors/${connectorId}/token${query}`;
  return [request(path, bearer(world.serviceToken))];
}

/** The same by our own API: a POST. Its body is filled up with spaces, so that it has one length for every user. */
export function ofNamedUsersByPost(world: World): string[] {
  const owner = { kind: "user", user_id: "user-{user}" };
  const body = JSON.stringify({ connector_id: connectorId, owner });
  const head = [
    `POST /v1/apps/${appId}/tokens HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: Bearer ${world.serviceToken}`,
    "content-type: application/json",
    `content-length: ${body.length - "{user}".length + filledCharacters}`,
  ];
  return [`${head.join("\r\n")}\r\n\r\n${body}{fill}`];
}

/** The same by the id of the connection, for a tenth of the users: fill.ts numbers their connections, but for the first. */
export function ofConnections(world: World): string[] {
  const head = [
    `GET /v1/apps/${appId}/connections/conn_bench-1{user}/token HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: Bearer ${world.serviceToken}`,
  ];
  return [`${head.join("\r\n")}\r\n\r\n`];
}

/** The backend passes on the JWT of a signed-in user. */
export function onBehalfOfUsers(world: World): string[] {
  const path = `app-user-auth/connectors/${connectorId}/token`;
  return world.userTokens.map((token) =>
    request(path, { ...bearer(world.serviceToken), "on-behalf-of": `Bearer ${token}` }),
  );
}
