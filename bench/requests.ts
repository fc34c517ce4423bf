/** The requests of the load, as whole texts; `{user}` stands for the number of a user. */
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

/** The backend passes on the JWT of a signed-in user. */
export function onBehalfOfUsers(world: World): string[] {
  const path = `app-user-auth/connectors/${connectorId}/token`;
  return world.userTokens.map((token) =>
    request(path, { ...bearer(world.serviceToken), "on-behalf-of": `Bearer ${token}` }),
  );
}
