/** The calls about an app's shared connections. */
import { attemptStatus } from "@grantry/contract/common";
import { type GovernanceView, governanceAnswer } from "@grantry/contract/governance";
import { availableIntegrationsAnswer } from "@grantry/contract/operator";
import {
  type SharedAttemptAnswer,
  sharedAttemptAnswer,
  sharedDisconnectAnswer,
  sharedListAnswer,
  sharedRemoveAnswer,
} from "@grantry/contract/shared-connection";
import type { Run } from "../command.ts";
import { CliError } from "../failure.ts";
import type { Outside } from "../outside.ts";
import { appOf } from "../project.ts";
import { openSession, type Session } from "../session.ts";

/** Seconds between two questions about an attempt, and after how many they end. */
const pollSeconds = 2;
const pollMaxSeconds = 600;

export interface ConnectorCalls {
  readonly app: string;
  readonly session: Session;
  available(): Promise<ReturnType<typeof availableIntegrationsAnswer.parse>["integrations"]>;
  /** What the app's workspace allows, per type. */
  governance(): Promise<Governed[]>;
  list(): Promise<ReturnType<typeof sharedListAnswer.parse>["integrations"]>;
  /** Sets exactly these scopes. */
  set(type: string, wanted: Wanted): Promise<SharedAttemptAnswer>;
  /**
   * What `set` would say; nothing is changed. Null where the server is of a version that cannot judge.
   * Throws dry_run_ignored where the call was carried out all the same.
   */
  judge(type: string, wanted: Wanted): Promise<SharedAttemptAnswer | null>;
  /** Asks again even where another operator connected. */
  replace(type: string, wanted: Wanted): Promise<SharedAttemptAnswer>;
  disconnect(type: string): Promise<ReturnType<typeof sharedDisconnectAnswer.parse>>;
  remove(type: string): Promise<ReturnType<typeof sharedRemoveAnswer.parse>>;
  /** Waits for the end of an attempt. Throws where it failed, or did not end in time. */
  waitForEnd(attemptId: string): Promise<void>;
}

export type Governed = GovernanceView;

export interface Wanted {
  readonly scopes: readonly string[];
  readonly settings: Readonly<Record<string, string>> | null;
}

export async function connectorCalls(run: Run): Promise<ConnectorCalls> {
  const session = await openSession(run);
  const app = appOf(run, session.project);
  const base = `/api/apps/${encodeURIComponent(app)}/external-auth`;
  const { ask } = session;
  const integration = (type: string) => `${base}/integrations/${encodeURIComponent(type)}`;
  const bodyOf = ({ scopes, settings }: Wanted) => ({
    scopes,
    ...(settings === null ? {} : { connection_config: settings }),
  });
  return {
    app,
    session,
    available: async () =>
      (await ask(availableIntegrationsAnswer, { path: `${base}/available-integrations` }))
        .integrations,
    governance: async () =>
      (await ask(governanceAnswer, { path: `${base}/connector-governance` })).connectors,
    list: async () => (await ask(sharedListAnswer, { path: `${base}/list` })).integrations,
    set: (type, wanted) =>
      ask(sharedAttemptAnswer, { method: "PUT", path: integration(type), body: bodyOf(wanted) }),
    judge: async (type, wanted) => {
      const body = { ...bodyOf(wanted), dry_run: true };
      const call = { method: "PUT", path: integration(type), body } as const;
      const answer = await ask(sharedAttemptAnswer, call).catch(nullWhereUnknown);
      if (answer !== null && answer.redirect_url !== null) throw ignored(type);
      return answer;
    },
    replace: (type, wanted) => {
      const body = { ...bodyOf(wanted), integration_type: type, force_reconnect: true };
      return ask(sharedAttemptAnswer, { method: "POST", path: `${base}/initiate`, body });
    },
    disconnect: (type) =>
      ask(sharedDisconnectAnswer, { method: "DELETE", path: integration(type) }),
    remove: (type) =>
      ask(sharedRemoveAnswer, { method: "DELETE", path: `${integration(type)}/remove` }),
    waitForEnd: (attemptId) =>
      waitForEnd(run.outside, session, { path: `${base}/status`, attemptId }),
  };
}

/** Servers have refused members that they do not know ever since they had the route. */
function nullWhereUnknown(thrown: unknown): null {
  const { code, message } = thrown instanceof CliError ? thrown : { code: "", message: "" };
  if (code === "bad_request" && message.includes('"dry_run"')) return null;
  throw thrown;
}

function ignored(type: string): CliError {
  const message = `The dry run was carried out: the server, or something in front of it, ignores "dry_run". An authorization of ${type} was started, and its scopes may have been changed: see grantry connectors list. Nothing else was asked for.`;
  return new CliError("server", message, { code: "dry_run_ignored" });
}

async function waitForEnd(
  { now, wait }: Outside,
  { ask }: Session,
  { path, attemptId }: { readonly path: string; readonly attemptId: string },
): Promise<void> {
  const endsAt = now() + pollMaxSeconds;
  while (now() < endsAt) {
    const query = `?connection_id=${encodeURIComponent(attemptId)}`;
    const { status, error } = await ask(attemptStatus, { path: path + query });
    if (status === "ACTIVE") return;
    if (status === "FAILED") {
      const message = `The authorization failed: ${error ?? "no reason given"}.`;
      throw new CliError("refused", message, { code: error ?? "authorization_failed" });
    }
    await wait(pollSeconds);
  }
  throw new CliError("refused", "The authorization was not finished within ten minutes.", {
    code: "authorization_pending",
  });
}
