/** What store/tables declares of a table is what the migrations have made of it. */

import { createMigratedDatabase, engines } from "@grantry/testing/databases";
import { describe, expect, inject, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import * as accounts from "../../src/store/tables/accounts.ts";
import { appUsers } from "../../src/store/tables/app-users.ts";
import * as apps from "../../src/store/tables/apps.ts";
import { ignoredAttention } from "../../src/store/tables/attention.ts";
import * as audit from "../../src/store/tables/audit.ts";
import { authorizations } from "../../src/store/tables/authorizations.ts";
import { connections } from "../../src/store/tables/connections.ts";
import * as connectors from "../../src/store/tables/connectors.ts";
import { events } from "../../src/store/tables/events.ts";
import * as freezes from "../../src/store/tables/freezes.ts";
import { idempotencyKeys } from "../../src/store/tables/idempotency-keys.ts";
import { mails } from "../../src/store/tables/mails.ts";
import { oauthClients } from "../../src/store/tables/oauth-clients.ts";
import * as operations from "../../src/store/tables/operations.ts";
import { providers } from "../../src/store/tables/providers.ts";
import { reconnectLinks } from "../../src/store/tables/reconnect-links.ts";
import { revocations } from "../../src/store/tables/revocations.ts";
import * as server from "../../src/store/tables/server.ts";
import { signInTests } from "../../src/store/tables/sign-in-tests.ts";
import * as signals from "../../src/store/tables/signals.ts";
import { statistics } from "../../src/store/tables/statistics.ts";
import { timelineEntries } from "../../src/store/tables/timeline-entries.ts";
import { tablesOf } from "./schema-of.ts";

const { roles: _, ...accountTables } = accounts;
/** By name in camelCase. */
const declared = {
  ...accountTables,
  ...apps,
  ...audit,
  ...connectors,
  ...freezes,
  ...operations,
  ...server,
  ...signals,
  mails,
  appUsers,
  authorizations,
  connections,
  events,
  idempotencyKeys,
  oauthClients,
  providers,
  reconnectLinks,
  revocations,
  signInTests,
  statistics,
  ignoredAttention,
  timelineEntries,
};

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`);

describe.each(engines)("on %s", (engine) => {
  test("there are the tables and columns that are declared, and no others", async () => {
    const made = await createMigratedDatabase(engine, () => inject("postgresUrl"));
    const database = openDatabase(made.url);
    const tables = await tablesOf(engine, database.db);
    await database.close();
    await made.drop();
    const stands = Object.entries(tables).map(([name, { columns }]) => [
      name,
      Object.entries(columns).map(([column, one]) => {
        const hasDefault = one.default !== null || one.counted;
        return [column, { type: one.type, nullable: one.nullable, hasDefault }];
      }),
    ]);
    const says = Object.entries(declared).map(([name, { columns }]) => [
      snakeCase(name),
      Object.entries(columns).map(([column, one]) => [column, one.stands]),
    ]);
    expect(asObject(says)).toEqual(asObject(stands));
  });
});

function asObject(tables: unknown[][]): Record<string, unknown> {
  const inside = ([name, columns]: unknown[]) => [name, Object.fromEntries(columns as never[])];
  return Object.fromEntries(tables.map(inside));
}
