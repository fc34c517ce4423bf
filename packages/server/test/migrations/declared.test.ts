/** What store/tables declares of a table is what the migrations have made of it. */
import { describe, expect, inject, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { apps, serviceTokens, workspaces } from "../../src/store/tables/apps.ts";
import { authorizations } from "../../src/store/tables/authorizations.ts";
import { connections } from "../../src/store/tables/connections.ts";
import { connectorGovernance, connectors } from "../../src/store/tables/connectors.ts";
import { events } from "../../src/store/tables/events.ts";
import { oauthClients } from "../../src/store/tables/oauth-clients.ts";
import { providers } from "../../src/store/tables/providers.ts";
import { revocations } from "../../src/store/tables/revocations.ts";
import { createMigratedDatabase, engines } from "../databases.ts";
import { tablesOf } from "./schema-of.ts";

const declared = {
  apps,
  authorizations,
  connections,
  connector_governance: connectorGovernance,
  connectors,
  events,
  oauth_clients: oauthClients,
  providers,
  revocations,
  service_tokens: serviceTokens,
  workspaces,
};

describe.each(engines)("on %s", (engine) => {
  test("every table has the columns that are declared, and no others", async () => {
    const made = await createMigratedDatabase(engine, () => inject("postgresUrl"));
    const database = openDatabase(made.url);
    const tables = await tablesOf(engine, database.db);
    await database.close();
    await made.drop();
    for (const [name, { columns }] of Object.entries(declared)) {
      const stand = Object.entries(tables[name]?.columns ?? {}).map(([column, one]) => {
        const hasDefault = one.default !== null || one.counted;
        return [column, { type: one.type, nullable: one.nullable, hasDefault }];
      });
      const says = Object.entries(columns).map(([column, { stands }]) => [column, stands]);
      expect(Object.fromEntries(says), name).toEqual(Object.fromEntries(stand));
    }
  });
});
