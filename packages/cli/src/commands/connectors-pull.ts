/** Writes what the server has into the local files; comments stay. */
import { basename } from "node:path";
import { connectorList } from "@grantry/contract/v1/connectors";
import { type Command, isOn, printable, type Run } from "../command.ts";
import {
  type ConnectorFile,
  changeFiles,
  connectorFolder,
  type FileChange,
  newFile,
  readConnectorFiles,
  sameScopes,
  withScopes,
} from "../connector-files.ts";
import { CliError } from "../failure.ts";
import { everyItem } from "../list.ts";
import { shownPath } from "../outside.ts";
import { changeProject } from "../project.ts";
import type { Session } from "../session.ts";
import { findWorkspace, workspacePath } from "../workspace.ts";
import { connectorCalls, type Shared } from "./connector-calls.ts";

type Planned = FileChange & { readonly what: "new" | "changed" | "deleted" };

export const pull: Command = {
  name: "connectors pull",
  summary: "Write the app's shared connections to the local files",
  options: {
    dir: { value: "FOLDER", summary: "where the files are" },
    "dry-run": { summary: "show what would be written, and write nothing" },
    prune: { summary: "delete files of types that the app does not have" },
  },
  run: async (run) => {
    const calls = await connectorCalls(run);
    const { project } = calls.session;
    const folder = connectorFolder(run, project);
    const files = await readConnectorFiles(run.outside, folder);
    const shared = await calls.list();
    const connectors = await workspaceConnectors(run, calls.session);
    const changes = planPull({ folder, files, shared, prune: isOn(run, "prune") });
    const extra = files.filter(
      (file) => !shared.some(({ connector }) => connector.type === file.type),
    );
    if (!isOn(run, "dry-run")) {
      await changeFiles(changes);
      if (connectors !== null) await keepConnectors(project, connectors);
    }
    const shown = changes.map(({ path, what }) => ({ file: shownPath(run.outside, path), what }));
    const kept = isOn(run, "prune") ? [] : extra.map(({ shown: file }) => file);
    return {
      json: { files: shown, kept, app_user_connectors: connectors },
      lines: [
        ...shown.map(({ file, what }) => `${what}: ${printable(file)}`),
        ...kept.map((file) => `left as it is, though the app has no such type: ${file}`),
        ...(connectors === null ? ["The workspace's connector IDs could not be read."] : []),
        ...(shown.length === 0 ? ["The files already match the server."] : []),
      ],
    };
  },
};

function planPull(input: {
  readonly folder: string;
  readonly files: readonly ConnectorFile[];
  readonly shared: readonly Shared[];
  readonly prune: boolean;
}): Planned[] {
  const { folder, files, shared, prune } = input;
  const byType = new Map(files.map((file) => [file.type, file]));
  const names = new Set(files.map(({ path }) => basename(path)));
  const writes = shared.flatMap(({ connector: { type }, held_scopes: scopes }): Planned[] => {
    const file = byType.get(type);
    if (file === undefined) {
      const made = newFile(folder, type, scopes);
      if (!names.has(basename(made.path))) return [{ kind: "write", what: "new", ...made }];
      throw new CliError("file", `${made.path} holds another type than ${type}: rename it.`);
    }
    if (sameScopes(file.scopes, scopes)) return [];
    return [{ kind: "write", what: "changed", path: file.path, text: withScopes(file, scopes) }];
  });
  const types = new Set(shared.map(({ connector }) => connector.type));
  const gone = files.filter(({ type }) => prune && !types.has(type));
  const deletions = gone.map(({ path }): Planned => ({ kind: "delete", what: "deleted", path }));
  return [...writes, ...deletions];
}

/** Null where it is not clear which workspace, or it may not be seen: then the file stays as it is. */
async function workspaceConnectors(run: Run, session: Session) {
  try {
    const workspace = await findWorkspace(run, session);
    if (workspace === null) return null;
    const path = workspacePath(workspace, "connectors");
    const connectors = await everyItem(session, connectorList, path);
    return connectors.map(({ id, name, type, scopes }) => ({ id, name, type, scopes }));
  } catch (thrown) {
    if (thrown instanceof CliError && thrown.exit === "permission") return null;
    throw thrown;
  }
}

async function keepConnectors(
  project: Session["project"],
  connectors: readonly object[],
): Promise<void> {
  const before = JSON.stringify(project.parsed.value.app_user_connectors);
  if (before !== JSON.stringify(connectors)) {
    await changeProject(project, "app_user_connectors", connectors);
  }
}
