/** The world that is measured: one app, one connector, and as many users' connections as asked. */
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { createTestDatabase } from "@grantry/testing/databases";
import { type App, createApp } from "../packages/server/src/app.ts";
import { newKeyText } from "../packages/server/src/crypto/keyring.ts";
import { localRootKey } from "../packages/server/src/crypto/root-key.ts";
import { createLog } from "../packages/server/src/lib/log.ts";
import { Secret } from "../packages/server/src/lib/secret.ts";
import {
  issueUserToken,
  ownSigningKey,
} from "../packages/server/src/service/app-users/own-tokens.ts";
import {
  type BootstrapInput,
  bootstrapSchema,
} from "../packages/server/src/service/bootstrap/bootstrap-schema.ts";
import { contextOfDataKey } from "../packages/server/src/store/data-keys.ts";
import type { Engine } from "../packages/server/src/store/engine.ts";
import { fillConnections, settle } from "./fill.ts";

export const workspaceId = "ws_bench";
export const appId = "app_bench";
export const connectorId = "c0ffee00c0ffee00c0ffee00";

/** How many users' JWTs are in use at the same time. */
const signedInUsers = 4_000;

export interface World {
  readonly engine: Engine;
  readonly databaseUrl: string;
  readonly encryptionKeys: string;
  readonly serviceToken: string;
  readonly publicUrl: string;
  /** The key that values of the workspace are sealed with, base64, for the hand-written server. */
  readonly dataKey: string;
  /** The key of the users' JWTs (HS256), base64, for the hand-written server. */
  readonly jwtKey: string;
  /** JWTs of the first users. */
  readonly userTokens: readonly string[];
  /** How many users are connected. */
  readonly users: number;
  drop(): Promise<void>;
}

export interface WorldPlan {
  readonly engine: Engine;
  readonly users: number;
  readonly postgresUrl: () => string;
  /** Where refreshes go. */
  readonly tokenEndpointPort: number;
}

/** Makes a database, declares the app and fills the connections in. */
export async function makeWorld(plan: WorldPlan): Promise<World> {
  const database = await createTestDatabase(plan.engine, plan.postgresUrl, tmpdir());
  const encryptionKeys = newKeyText("k1");
  const serviceToken = `grantry_st_${randomBytes(32).toString("base64url")}`;
  const publicUrl = "http://127.0.0.1:4400";
  const app = await createApp({
    config: {
      databaseUrl: database.url,
      databasePoolSize: 4,
      publicUrl,
      allowedPrivateOrigins: [],
    },
    encryptionKeys,
    log: createLog("silent"),
    bootstrap: {
      declared: bootstrapSchema.parse(declaration(plan.tokenEndpointPort)),
      readSecret: async () => new Secret(serviceToken),
    },
  });
  try {
    await fillConnections(app.context.store, {
      address: { workspaceId, appId, connectorId },
      config: { port: String(plan.tokenEndpointPort) },
      users: plan.users,
    });
    await settle(database.url);
    const { keyring } = app.context.store;
    return {
      engine: plan.engine,
      databaseUrl: database.url,
      encryptionKeys,
      serviceToken,
      publicUrl,
      dataKey: await dataKeyOf(app, encryptionKeys),
      jwtKey: Buffer.from(ownSigningKey(app.context, appId, keyring.derivingKeyId)).toString(
        "base64",
      ),
      userTokens: await signIn(app, Math.min(signedInUsers, plan.users)),
      users: plan.users,
      drop: database.drop,
    };
  } finally {
    await app.close();
  }
}

async function dataKeyOf({ context }: App, encryptionKeys: string): Promise<string> {
  const [id = "", base64 = ""] = encryptionKeys.split(":");
  const row = await context.store.db
    .selectFrom("data_keys")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  const root = localRootKey(id, Buffer.from(base64, "base64"));
  const place = contextOfDataKey(workspaceId, row.data_key_id);
  return Buffer.from(await root.unwrap(row.wrapped_key, place)).toString("base64");
}

async function signIn(app: App, count: number): Promise<string[]> {
  const known = await app.context.apps.get(appId);
  const tokens: string[] = [];
  for (let user = 0; user < count; user += 1) {
    const input = { userId: `user-${user}`, expiresIn: 3_600 };
    tokens.push((await issueUserToken(app.context, known, input)).token);
  }
  return tokens;
}

function declaration(port: number): BootstrapInput {
  const secret = { env: "SECRET" };
  return {
    workspaces: [
      {
        id: workspaceId,
        name: "Benchmark",
        oauth_clients: [
          {
            id: "ocl_bench",
            name: "Sandbox",
            provider: "sandbox",
            client_id: "bench",
            client_secret: secret,
          },
        ],
        connectors: [
          {
            id: connectorId,
            name: "Calendar",
            integration_type: "sandboxcalendar",
            oauth_client: "ocl_bench",
            connection_config: { port: String(port) },
          },
        ],
        apps: [
          {
            id: appId,
            name: "Benchmark",
            service_tokens: [{ id: "stk_bench", name: "backend", secret }],
          },
        ],
      },
    ],
  };
}
