/** The requests of the load, as whole texts: see load-text.ts. */
import { filledCharacters } from "./load-text.ts";
import { appId, connectorId, type World } from "./world.ts";

/**
 * The backend asks for a named user's token, with its service token alone: by a POST, whose body is
 * filled up with spaces, so that it has one length for every user.
 */
export function ofNamedUsers(
  world: World,
  asked: { readonly refused_version?: number } = {},
): string[] {
  const owner = { kind: "user", user_id: "user-{user}" };
  const body = JSON.stringify({ connector_id: connectorId, owner, ...asked });
  const head = [
    `POST /v1/apps/${appId}/tokens HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: Bearer ${world.serviceToken}`,
    "content-type: application/json",
    `content-length: ${body.length - "{user}".length + filledCharacters}`,
  ];
  return [`${head.join("\r\n")}\r\n\r\n${body}{fill}`];
}

/** The token of a connection by its id, for a tenth of the users: fill.ts numbers their connections, but for the first. */
export function ofConnections(world: World): string[] {
  const head = [
    `GET /v1/apps/${appId}/connections/conn_bench-1{user}/token HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: Bearer ${world.serviceToken}`,
  ];
  return [`${head.join("\r\n")}\r\n\r\n`];
}

/** The backend passes on the JWT of a signed-in user, as the official clients do. */
export function onBehalfOfUsers(world: World): string[] {
  const head = [
    `GET /api/apps/${appId}/app-user-auth/connectors/${connectorId}/token HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: Bearer ${world.serviceToken}`,
  ];
  return world.userTokens.map(
    (token) => `${head.join("\r\n")}\r\non-behalf-of: Bearer ${token}\r\n\r\n`,
  );
}
