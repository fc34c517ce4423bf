/**
 * The read behind every token: service token, app, workspace, connector and connection in one statement, so
 * that a fresh token costs one trip and is never older than the database.
 */
import { sql } from "kysely";
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import { isLive, type KnownServiceToken } from "./bearer-secrets.ts";
import { type TokenConnection, tokenConnection } from "./connections.ts";
import type { Enabled } from "./connector-governance.ts";
import type { ConnectorAddress } from "./connectors.ts";
import type { Database } from "./database.ts";
import { type Owner, ownerColumns } from "./owner.ts";
import type { PreparedSelect } from "./prepared.ts";
import type { OwnerKind } from "./schema.ts";
import type { Store } from "./store.ts";
import { type AuditMode, serviceTokens } from "./tables/apps.ts";

/** The app, one of its users, or a user by id alone: then the app's only issuer is meant. */
export type TokenOwner = Owner | { readonly kind: "user_of_app"; readonly userId: string };

export interface TokenReadQuery {
  readonly appId: string;
  readonly serviceToken: Secret;
  readonly address: ConnectorAddress;
  readonly owner: TokenOwner;
}

/** A connection by its own id, whoever's it is, in place of a connector and an owner. */
export interface ConnectionReadQuery {
  readonly appId: string;
  readonly serviceToken: Secret;
  readonly connectionId: string;
}

export interface TokenRead {
  /** The app's settings for signing in users changed when this did. */
  readonly authVersion: number;
  readonly integrationType: string | null;
  /** False where the app has several issuers of user ids: a user id alone names nobody. */
  readonly hasOnlyIssuer: boolean;
  /** Whose the connection is; undefined where there is none. */
  readonly ownerKind: OwnerKind | undefined;
  readonly workspaceId: string;
  readonly auditMode: AuditMode;
  /** Whether the workspace is: then nothing of it is served. */
  readonly isFrozen: boolean;
  /** Whether nothing of the connection may be served. */
  readonly isConnectionFrozen: boolean;
  /** What the workspace allows of the type. */
  readonly enabled: Enabled;
  /** The connector that was meant; null where there is none. */
  readonly connectorId: string | null;
  readonly serviceToken: Pick<
    KnownServiceToken,
    "serviceTokenId" | "scopes" | "connectorIds" | "lastUsedAt"
  >;
  /** Undefined where the owner never connected; also where there is no such connector. */
  readonly connection: TokenConnection | undefined;
}

/** What the statement answers after the connection's columns. */
type OtherValues = readonly [
  serviceExpiresAt: number | null,
  serviceRevokedAt: number | null,
  authVersion: number,
  onlyIssuer: string | null,
  integrationType: string | null,
  builderEnabled: number | null,
  perUserEnabled: number | null,
  workspaceFrozenAt: number | null,
  connectionFrozenAt: number | null,
  connectorId: string | null,
  workspaceId: string,
  auditMode: AuditMode,
  ...serviceToken: readonly unknown[],
];
const columns = [
  ...tokenConnection.columns,
  "service_expires_at",
  "service_revoked_at",
  "auth_version",
  "only_issuer",
  "integration_type",
  "builder_enabled",
  "per_user_enabled",
  "workspace_frozen_at",
  "connection_frozen_at",
  "meant_connector",
  "meant_workspace",
  "audit_mode",
  "service_token_id",
  "service_scopes",
  "service_connectors",
  "service_last_used_at",
] as const;
const bytes = new Set(["access_token"]);
/** In the order in which the statement answers them. */
const presentedToken = serviceTokens.pick("serviceTokenId", "scopes", "connectorIds", "lastUsedAt");
/** Of an outer join all columns are there as soon as the key is. */
const key = tokenConnection.columns.indexOf("connection_id");

/**
 * Undefined where the service token is not a live one of this app. Reads what is committed, whatever
 * transaction the store is in.
 */
export async function readForToken(
  store: Store,
  query: TokenReadQuery | ConnectionReadQuery,
): Promise<TokenRead | undefined> {
  const kind = "connectionId" in query ? "connection" : query.address.kind;
  const { run, slots, presented } = preparedFor(store.database, kind);
  const given = valuesOf(query);
  const values = await run(slots.map((slot) => given[slot]));
  if (values === undefined) return undefined;
  const others = values.slice(tokenConnection.columns.length) as unknown as OtherValues;
  const [
    expires_at,
    revoked_at,
    authVersion,
    onlyIssuer,
    integrationType,
    builder,
    perUser,
    workspaceFrozenAt,
    connectionFrozenAt,
    connectorId,
    workspaceId,
    auditMode,
    ...service
  ] = others;
  if (!isLive({ expires_at, revoked_at }, store.clock.nowSeconds())) return undefined;
  const connection = values[key] === null ? undefined : tokenConnection.readValues(values);
  return {
    authVersion,
    integrationType,
    hasOnlyIssuer: onlyIssuer !== null,
    ownerKind: connection && (connection.owner.kind === "app" ? "app" : "user"),
    workspaceId,
    auditMode,
    isFrozen: workspaceFrozenAt !== null,
    isConnectionFrozen: connectionFrozenAt !== null,
    enabled: { app: builder !== 0, user: perUser !== 0 },
    connectorId,
    serviceToken: presented(service),
    connection,
  };
}

type Slot =
  | "appId"
  | "tokenHash"
  | "connection"
  | "connector"
  | "ownerKind"
  | "userId"
  | "issuer"
  | "claim";

function valuesOf(query: TokenReadQuery | ConnectionReadQuery): Partial<Record<Slot, unknown>> {
  const { appId } = query;
  const tokenHash = hashSecret(query.serviceToken.reveal());
  if ("connectionId" in query) return { appId, tokenHash, connection: query.connectionId };
  const { address, owner } = query;
  const ofOwner =
    owner.kind === "user_of_app"
      ? { owner_kind: "user", user_id: owner.userId, user_issuer: null, user_id_claim: null }
      : ownerColumns(owner);
  return {
    appId,
    tokenHash,
    connector: address.kind === "type" ? address.integrationType : address.connectorId,
    ownerKind: ofOwner.owner_kind,
    userId: ofOwner.user_id,
    issuer: ofOwner.user_issuer,
    claim: ofOwner.user_id_claim,
  };
}

type AddressKind = ConnectorAddress["kind"] | "connection";

interface PreparedRead {
  readonly run: PreparedSelect;
  /** Which value goes to which place of the statement. */
  readonly slots: readonly Slot[];
  /** The service token of what was answered. */
  readonly presented: (values: readonly unknown[]) => TokenRead["serviceToken"];
}

/** A backend shows the same token read after read: it is made anew only where the row says otherwise. */
function presentedReader(): PreparedRead["presented"] {
  let before: readonly unknown[] = [];
  let token: TokenRead["serviceToken"] | undefined;
  return (values) => {
    if (token !== undefined && values.every((value, at) => value === before[at])) return token;
    // Read first: what cannot be read must not be taken for the one before when it comes again.
    token = presentedToken.readValues(values);
    before = values;
    return token;
  };
}

/** Building and compiling the statement costs several times what running it does: once is enough. */
const prepared = new WeakMap<Database, Map<AddressKind, PreparedRead>>();

function preparedFor(database: Database, kind: AddressKind): PreparedRead {
  const ofDatabase = prepared.get(database) ?? new Map<AddressKind, PreparedRead>();
  prepared.set(database, ofDatabase);
  const known = ofDatabase.get(kind);
  if (known !== undefined) return known;
  const { sql: text, parameters } = compile(database, kind);
  const run = database.prepare({ name: `token read by ${kind}`, text, columns, bytes });
  // The statement was compiled with each slot's name in place of its value.
  const made: PreparedRead = {
    run,
    slots: parameters as readonly Slot[],
    presented: presentedReader(),
  };
  ofDatabase.set(kind, made);
  return made;
}

const otherColumns = [
  "service_tokens.expires_at as service_expires_at",
  "service_tokens.revoked_at as service_revoked_at",
  "apps.auth_version",
  "apps.user_issuer as only_issuer",
  "connectors.integration_type",
  "connectors.builder_enabled",
  "connectors.per_user_enabled",
  "workspaces.frozen_at as workspace_frozen_at",
  "frozen_connections.frozen_at as connection_frozen_at",
  "connectors.connector_id as meant_connector",
  "workspaces.workspace_id as meant_workspace",
  "workspaces.audit_mode",
  "service_tokens.service_token_id",
  "service_tokens.scopes as service_scopes",
  "service_tokens.connector_ids as service_connectors",
  "service_tokens.last_used_at as service_last_used_at",
] as const;

/** A slot where a value of this type goes. */
function slot<T = string>(name: Slot) {
  return sql<T>`${name}`;
}

/**
 * Cast, so that no bare parameter is compared with a column that a partial index names (connections_shared):
 * SQLite would plan the statement anew whenever another value is bound, which cost more than all the rest.
 */
const kindOfOwner = sql<OwnerKind>`cast(${slot("ownerKind")} as text)`;

function orOnly(name: Slot, column: "user_issuer" | "user_id_claim") {
  return sql<string>`coalesce(${slot(name)}, ${sql.ref(`apps.${column}`)})`;
}

function compile(database: Database, kind: AddressKind) {
  return kind === "connection" ? compileByConnection(database) : compileByOwner(database, kind);
}

/** From the connection to its connector, by two primary keys. */
function compileByConnection({ db }: Database) {
  return db
    .selectFrom("service_tokens")
    .innerJoin("apps", "apps.app_id", "service_tokens.app_id")
    .innerJoin("workspaces", "workspaces.workspace_id", "apps.workspace_id")
    .leftJoin("connections", (join) =>
      join
        .on("connections.connection_id", "=", slot("connection"))
        .onRef("connections.app_id", "=", "apps.app_id"),
    )
    .leftJoin("connectors", "connectors.connector_id", "connections.connector_id")
    .leftJoin("frozen_connections", "frozen_connections.connection_id", "connections.connection_id")
    .select(tokenConnection.columns.map((column) => `connections.${column}` as const))
    .select(otherColumns)
    .where("service_tokens.token_hash", "=", slot<Uint8Array>("tokenHash"))
    .where("service_tokens.app_id", "=", slot("appId"))
    .compile();
}

function compileByOwner({ db }: Database, kind: ConnectorAddress["kind"]) {
  return db
    .selectFrom("service_tokens")
    .innerJoin("apps", "apps.app_id", "service_tokens.app_id")
    .innerJoin("workspaces", "workspaces.workspace_id", "apps.workspace_id")
    .leftJoin("connectors", (join) => {
      const inWorkspace = join.onRef("connectors.workspace_id", "=", "apps.workspace_id");
      if (kind === "type") {
        return inWorkspace
          .onRef("connectors.app_id", "=", "apps.app_id")
          .on("connectors.integration_type", "=", slot("connector"));
      }
      return inWorkspace
        .on("connectors.connector_id", "=", slot("connector"))
        .on((eb) =>
          eb.or([
            eb("connectors.app_id", "is", null),
            eb("connectors.app_id", "=", eb.ref("apps.app_id")),
          ]),
        );
    })
    .leftJoin("connections", (join) =>
      join
        .onRef("connections.connector_id", "=", "connectors.connector_id")
        .onRef("connections.app_id", "=", "apps.app_id")
        .on("connections.owner_kind", "=", kindOfOwner)
        .on("connections.user_id", "=", slot("userId"))
        // Without one the app's only issuer, which is NULL where it has several: that equals nothing.
        .on("connections.user_issuer", "=", orOnly("issuer", "user_issuer"))
        .on("connections.user_id_claim", "=", orOnly("claim", "user_id_claim")),
    )
    .leftJoin("frozen_connections", "frozen_connections.connection_id", "connections.connection_id")
    .select(tokenConnection.columns.map((column) => `connections.${column}` as const))
    .select(otherColumns)
    .where("service_tokens.token_hash", "=", slot<Uint8Array>("tokenHash"))
    .where("service_tokens.app_id", "=", slot("appId"))
    .compile();
}
