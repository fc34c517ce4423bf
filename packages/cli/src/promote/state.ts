/** What a workspace is set up with, as far as it can be carried to another one. */
import { type App, appList } from "@grantry/contract/v1/apps";
import { type catalogueType, catalogueTypeList, policyList } from "@grantry/contract/v1/catalogue";
import {
  type connector,
  connectorList,
  type oauthClient,
  oauthClientList,
} from "@grantry/contract/v1/connectors";
import type { z } from "zod";
import type { Policy } from "../commands/policies.ts";
import { everyItem } from "../list.ts";
import { workspacePath } from "../workspace.ts";
import type { Place, Workspace } from "./places.ts";

export type Connector = z.output<typeof connector>;
export type OAuthClient = z.output<typeof oauthClient>;
export type CatalogueType = z.output<typeof catalogueType>;
export type { App, Policy };

export interface State {
  readonly server: string;
  readonly workspace: Workspace;
  readonly policies: readonly Policy[];
  readonly connectors: readonly Connector[];
  readonly apps: readonly App[];
  /** Without secrets, which nobody can read. */
  readonly clients: readonly OAuthClient[];
  /** What can be connected there, by type. */
  readonly types: ReadonlyMap<string, CatalogueType>;
}

export async function readState({ session, workspace }: Place): Promise<State> {
  const pathOf = (list: string) => workspacePath(workspace.id, list);
  const [policies, connectors, apps, clients, types] = await Promise.all([
    everyItem(session, policyList, pathOf("policies")),
    everyItem(session, connectorList, pathOf("connectors")),
    everyItem(session, appList, pathOf("apps")),
    everyItem(session, oauthClientList, pathOf("oauth-clients")),
    everyItem(session, catalogueTypeList, pathOf("catalogue")),
  ]);
  return {
    server: session.server,
    workspace,
    policies,
    connectors,
    apps,
    clients,
    types: new Map(types.map((one) => [one.type, one])),
  };
}
