/**
 * The measure of what is possible: a token read written by hand over `node:http`, with nothing in it
 * that the work does not need. It reads the same database and the same sealed columns, checks the
 * same service token and JWT, and answers the same body. No framework, no query builder, no
 * validation beyond what the work needs, no error texts, no logs, no refreshes.
 */
import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { createXaes } from "../packages/server/src/crypto/xaes.ts";

const environment = process.env;
const databaseUrl = environment["DATABASE_URL"] ?? "";
const xaes = createXaes(Buffer.from(environment["DATA_KEY"] ?? "", "base64"));
const jwtKey = Buffer.from(environment["JWT_KEY"] ?? "", "base64");
const publicUrl = environment["PUBLIC_URL"] ?? "";
const port = Number(environment["PORT"]);

const columns = `t.expires_at AS service_expires_at, t.revoked_at, n.connector_id, n.integration_type,
  c.connection_id, c.workspace_id, c.app_id, c.user_id, c.status, c.expires_at, c.token_type, c.version,
  c.granted_scopes, c.account_id, c.account_email, c.account_name, c.connection_config, c.access_token`;

/** `at` writes the place of the n-th value. */
const statement = (at: (place: number) => string) => `
  SELECT ${columns}
  FROM service_tokens t
  JOIN apps a ON a.app_id = t.app_id
  JOIN connectors n ON n.connector_id = ${at(3)} AND n.workspace_id = a.workspace_id
    AND (n.app_id IS NULL OR n.app_id = a.app_id)
  JOIN connections c ON c.connector_id = n.connector_id AND c.app_id = a.app_id
    AND c.owner_kind = 'user' AND c.user_id = ${at(4)}
    AND c.user_issuer = '' AND c.user_id_claim = ''
  WHERE t.token_hash = ${at(1)} AND t.app_id = ${at(2)}`;

interface Row {
  service_expires_at: number | null;
  revoked_at: number | null;
  connector_id: string;
  integration_type: string;
  connection_id: string;
  workspace_id: string;
  app_id: string;
  user_id: string;
  status: string;
  expires_at: number | null;
  token_type: string;
  version: number;
  granted_scopes: string;
  account_id: string | null;
  account_email: string | null;
  account_name: string | null;
  connection_config: string;
  access_token: Uint8Array;
}

type Values = [tokenHash: Buffer, appId: string, connectorId: string, userId: string];

function sqliteReader(path: string): (values: Values) => Row | undefined {
  const database = new DatabaseSync(path, { readOnly: true });
  const prepared = database.prepare(statement((place) => `?${place}`));
  return (values) => prepared.get(...values) as Row | undefined;
}

function postgresReader(url: string): (values: Values) => Promise<Row | undefined> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types: { getTypeParser: (oid: number) => (oid === 20 ? Number : pg.types.getTypeParser(oid)) },
  });
  const text = statement((place) => `$${place}`);
  return async (values) => (await pool.query<Row>({ name: "token-read", text, values })).rows[0];
}

const read = databaseUrl.startsWith("sqlite:")
  ? sqliteReader(databaseUrl.slice("sqlite:".length))
  : postgresReader(databaseUrl);

function open(row: Row): string {
  const sealed = Buffer.from(
    row.access_token.buffer,
    row.access_token.byteOffset,
    row.access_token.byteLength,
  );
  const start = 2 + (sealed[1] ?? 0);
  const place = [
    2,
    sealed.toString("latin1", 2, start),
    row.workspace_id,
    "connections",
    row.connection_id,
    "access_token",
    ...["user", row.app_id, "", "", row.user_id],
  ];
  const nonce = sealed.subarray(start, start + 24);
  return xaes
    .open(sealed.subarray(start + 24), nonce, Buffer.from(JSON.stringify(place)))
    .toString();
}

interface KnownUser {
  readonly userId: string;
  readonly endsAt: number;
}
const known = new Map<string, KnownUser>();

/** The user of a JWT of ours (HS256); verified once, remembered by its hash. */
function userOf(token: string, appId: string, now: number): string | undefined {
  const name = hash("sha256", token, "base64");
  const user = known.get(name) ?? verify(token, appId);
  if (user === undefined || user.endsAt <= now) return undefined;
  known.set(name, user);
  return user.userId;
}

function verify(token: string, appId: string): KnownUser | undefined {
  const [head = "", payload = "", signature = ""] = token.split(".");
  const right = createHmac("sha256", jwtKey).update(`${head}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (claims.iss !== `${publicUrl}/api/apps/${appId}` || claims.aud !== appId) return undefined;
  return { userId: claims.sub, endsAt: claims.exp };
}

function send(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-store",
    })
    .end(body);
}

const accountOf = ({ account_id: id, account_email: email, account_name: name }: Row) =>
  id === null ? null : { id, email, name };

/** As the official clients read it. */
function wireBody(row: Row): string {
  const config = JSON.parse(row.connection_config);
  const values = Object.keys(config).length === 0 ? null : config;
  return JSON.stringify({
    access_token: open(row),
    integration_type: row.integration_type,
    connection_config: values,
    connection_values: values,
    token_type: row.token_type,
    expires_at: row.expires_at,
    version: row.version,
    granted_scopes: JSON.parse(row.granted_scopes),
    account: accountOf(row),
  });
}

/** As `/v1` answers it. */
function ownBody(row: Row, now: number): string {
  const values = JSON.parse(row.connection_config);
  const { expires_at: endsAt } = row;
  return JSON.stringify({
    access_token: open(row),
    token_type: row.token_type,
    expires_at: endsAt === null ? null : `${new Date(endsAt * 1_000).toISOString().slice(0, 19)}Z`,
    expires_in: endsAt === null ? null : endsAt - now,
    version: row.version,
    connection_id: row.connection_id,
    connector: { id: row.connector_id, type: row.integration_type },
    granted_scopes: JSON.parse(row.granted_scopes),
    account: accountOf(row),
    settings: values,
    values,
  });
}

const bearer = (header: string | string[] | undefined) =>
  typeof header === "string" && header.startsWith("Bearer ") ? header.slice(7) : undefined;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

/** Which connection is meant; no user where the JWT proves none. */
async function meant(request: IncomingMessage, path: readonly string[], now: number) {
  const [, root, , appId = "", , , connector = ""] = path;
  if (root === "v1") {
    const { connector_id: connectorId, owner } = JSON.parse(await textOf(request));
    return { appId, connectorId, userId: owner.user_id as string | undefined };
  }
  const jwt = bearer(request.headers["on-behalf-of"]);
  return { appId, connectorId: connector, userId: jwt && userOf(jwt, appId, now) };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("/");
  const now = Math.floor(Date.now() / 1_000);
  const serviceToken = bearer(request.headers.authorization);
  const { appId, connectorId, userId } = await meant(request, path, now);
  if (serviceToken === undefined || userId === undefined) return send(response, 401, "{}");
  const tokenHash = hash("sha256", serviceToken, "buffer");
  // SQLite answers at once; only PostgreSQL is waited for.
  const asked = read([tokenHash, appId, connectorId, userId]);
  const row = asked instanceof Promise ? await asked : asked;
  if (row === undefined || row.revoked_at !== null) return send(response, 401, "{}");
  const isLive = row.service_expires_at === null || row.service_expires_at > now;
  if (!isLive) return send(response, 401, "{}");
  const isGood = row.status === "active" && (row.expires_at ?? Infinity) - now > 60;
  if (!isGood) return send(response, 503, "{}");
  send(response, 200, path[1] === "v1" ? ownBody(row, now) : wireBody(row));
}

createServer((request, response) => {
  serve(request, response).catch(() => send(response, 500, "{}"));
}).listen(port, "127.0.0.1");
