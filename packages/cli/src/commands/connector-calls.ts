/** The calls about an app's shared connections. */
import { authorization, sharedAuthorization } from "@grantry/contract/v1/authorizations";
import { catalogueTypeList } from "@grantry/contract/v1/catalogue";
import { receipt, workspaceConnectionList } from "@grantry/contract/v1/connections";
import { deleted } from "@grantry/contract/v1/people";
import type { z } from "zod";
import type { Run } from "../command.ts";
import { CliError } from "../failure.ts";
import { everyItem } from "../list.ts";
import type { Outside } from "../outside.ts";
import { appOf } from "../project.ts";
import { openSession, type Session } from "../session.ts";
import { workspaceOfApp, workspacePath } from "../workspace.ts";
import { type Policy, readPolicies } from "./policies.ts";

/** Seconds between two questions about an attempt, and after how many they end. */
const pollSeconds = 2;
const pollMaxSeconds = 600;

export type Started = z.output<typeof sharedAuthorization>;
export type Shared = z.output<typeof workspaceConnectionList>["data"][number];
export type Revocation = z.output<typeof receipt>["revocation"];

export interface ConnectorCalls {
  readonly app: string;
  readonly session: Session;
  available(): Promise<z.output<typeof catalogueTypeList>["data"]>;
  /** What the app's workspace allows, per type. */
  policies(): Promise<Policy[]>;
  list(): Promise<Shared[]>;
  /** Sets exactly these scopes. Throws connected_by_other_operator. */
  set(type: string, wanted: Wanted): Promise<Started>;
  /**
   * What `set` would say; nothing is changed. Throws as `set` does, and dry_run_ignored where the call was
   * carried out all the same.
   */
  judge(type: string, wanted: Wanted): Promise<Started>;
  /** Asks again even where another operator connected. */
  replace(type: string, wanted: Wanted): Promise<Started>;
  /** What became of the grant at the provider; null where nothing was connected. */
  disconnect(type: string): Promise<Revocation | null>;
  /** Disconnects, and forgets the scopes as well. Removing nothing succeeds. */
  remove(type: string): Promise<void>;
  /** Waits for the end of an attempt. Throws where it failed, or did not end in time. */
  waitForEnd(authorizationId: string): Promise<void>;
}

export interface Wanted {
  readonly scopes: readonly string[];
  readonly settings: Readonly<Record<string, string>> | null;
}

export async function connectorCalls(run: Run): Promise<ConnectorCalls> {
  const session = await openSession(run);
  const app = appOf(run, session.project);
  const workspace = await workspaceOfApp(run, session, app);
  const pathOf = (...parts: string[]) => workspacePath(workspace, "apps", app, ...parts);
  const list = () => everyItem(session, workspaceConnectionList, pathOf("shared-connections"));
  const idOf = async (type: string) =>
    (await list()).find(({ connector }) => connector.type === type)?.id;
  const start = (type: string, { scopes, settings }: Wanted, how: object) =>
    session.ask(sharedAuthorization, {
      method: "POST",
      path: pathOf("authorizations"),
      body: { type, scopes, ...(settings === null ? {} : { settings }), ...how },
    });
  return {
    app,
    session,
    available: () => everyItem(session, catalogueTypeList, workspacePath(workspace, "catalogue")),
    policies: () => readPolicies(session, workspace),
    list,
    set: (type, wanted) => start(type, wanted, { scope_mode: "exact" }),
    judge: async (type, wanted) => {
      const answer = await start(type, wanted, { scope_mode: "exact", dry_run: true });
      if (answer.status === "pending") throw ignored(type);
      return answer;
    },
    replace: (type, wanted) => start(type, wanted, { replace: true }),
    disconnect: async (type) => {
      const id = await idOf(type);
      if (id === undefined) return null;
      const path = pathOf("shared-connections", id, "disconnect");
      const call = session.ask(receipt, { method: "POST", path });
      return (await call.catch(nullWhere("not_connected")))?.revocation ?? null;
    },
    remove: async (type) => {
      const id = await idOf(type);
      if (id === undefined) return;
      const path = pathOf("shared-connections", id);
      const call = session.ask(deleted, { method: "DELETE", path });
      await call.catch(nullWhere("connection_not_found"));
    },
    waitForEnd: (id) => waitForEnd(run.outside, session, pathOf("authorizations", id)),
  };
}

function nullWhere(code: string) {
  return (thrown: unknown): null => {
    if (thrown instanceof CliError && thrown.code === code) return null;
    throw thrown;
  };
}

function ignored(type: string): CliError {
  const message = `The dry run was carried out: the server, or something in front of it, ignores "dry_run". An authorization of ${type} was started, and its scopes may have been changed: see grantry connectors status. Nothing else was asked for.`;
  return new CliError("server", message, { code: "dry_run_ignored" });
}

async function waitForEnd({ now, wait }: Outside, { ask }: Session, path: string): Promise<void> {
  const endsAt = now() + pollMaxSeconds;
  while (now() < endsAt) {
    const { status, error } = await ask(authorization, { path });
    if (status === "completed") return;
    if (status === "failed") {
      const code = error?.code ?? "authorization_failed";
      const message = `The authorization failed: ${error?.detail ?? code}.`;
      throw new CliError("refused", message, { code });
    }
    if (status === "expired") break;
    await wait(pollSeconds);
  }
  throw new CliError("refused", "The authorization was not finished within ten minutes.", {
    code: "authorization_pending",
  });
}
