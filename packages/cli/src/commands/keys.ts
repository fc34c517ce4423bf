/** The server's encryption keys: shown, changed, taken away. To be run on the server's machine; it serves meanwhile. */
import { type Command, counted, isOn, printable, type Run, table, textOption } from "../command.ts";
import { usage } from "../failure.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localKeys } from "../local-server.ts";
import { timeText } from "../outside.ts";

/** Of the whole server where none is named: what the project file says is for other commands. */
function workspaceOf(run: Run): string | null {
  return textOption(run, "workspace") ?? null;
}

export const listKeys: Command = {
  name: "keys list",
  summary: "List the server's root keys and data keys, from its own database",
  places: ["workspace"],
  run: async (run) => {
    const { listLocalKeys } = await localKeys();
    const environment = await databaseEnvironment(run);
    const found = await asCliError(listLocalKeys(environment, workspaceOf(run)));
    const rootKeys = found.rootKeys.map(({ keyId, state, changedAt, dataKeys }) => ({
      id: keyId,
      state,
      since: changedAt === 0 ? null : timeText(changedAt),
      data_keys: dataKeys,
    }));
    const dataKeys = found.dataKeys.map((key) => ({
      id: key.keyId,
      workspace_id: key.workspaceId === "" ? null : key.workspaceId,
      state: key.state,
      root_key: key.rootKeyId,
      created_at: timeText(key.createdAt),
    }));
    const lines = [
      ...table(
        ["ROOT KEY", "STATE", "IN THIS STATE SINCE", "WRAPS DATA KEYS"],
        rootKeys.map((key) => [
          key.id,
          key.state,
          key.since ?? "before this was noted",
          String(key.data_keys),
        ]),
      ),
      "",
      ...table(
        ["DATA KEY", "WORKSPACE", "STATE", "WRAPPED BY", "MADE AT"],
        dataKeys.map((key) => {
          const whose = key.workspace_id ?? "(the server)";
          return [key.id, whose, key.state, key.root_key, key.created_at];
        }),
      ),
      "",
      `Processes that serve: ${found.processes}.`,
    ];
    const json = { root_keys: rootKeys, data_keys: dataKeys, processes: found.processes };
    return { json, lines };
  },
};

export const addKey: Command = {
  name: "keys add",
  summary: "Make a new root key, behind the others in the server's key file",
  takes: ["<key-id>"],
  places: [],
  run: async (run) => {
    const [keyId = ""] = run.given;
    const { addLocalRootKey } = await localKeys();
    const environment = await databaseEnvironment(run);
    const { file } = await asCliError(addLocalRootKey(environment, keyId));
    const id = printable(keyId);
    return {
      json: { id: keyId, file },
      lines: [
        `${id} is in ${printable(file)}. Give it to every process and restart them, one after the other; then: grantry keys rotate ${id}`,
      ],
    };
  },
};

export const rotateKeys: Command = {
  name: "keys rotate",
  summary: "Use a new root key (by its id), or new data keys (--workspace, --all), for what is new",
  takes: ["[root-key-id]"],
  options: { all: { summary: "new data keys of every workspace, and of the server" } },
  places: ["workspace"],
  run: async (run) => {
    const [keyId] = run.given;
    const workspaceId = workspaceOf(run);
    const chosen = [keyId !== undefined, workspaceId !== null, isOn(run, "all")];
    if (chosen.filter(Boolean).length !== 1) {
      throw usage("Name a root key, or say --workspace or --all for data keys.");
    }
    const { rotateLocalDataKeys, rotateLocalRootKey } = await localKeys();
    const environment = await databaseEnvironment(run);
    const rest = "What is there is sealed as before: grantry keys reseal seals it anew.";
    if (keyId !== undefined) {
      await asCliError(rotateLocalRootKey(environment, keyId));
      const lines = [`${printable(keyId)} wraps what is new.`, rest];
      return { json: { root_key: keyId, data_keys: [] }, lines };
    }
    const waiting = () => run.terminal.progress("Waiting until every process knows the new keys.");
    const made = await asCliError(rotateLocalDataKeys(environment, workspaceId, waiting));
    const lines = [`New in use: ${counted(made.length, "data key")}.`, rest];
    return { json: { root_key: null, data_keys: made }, lines };
  },
};

export const resealKeys: Command = {
  name: "keys reseal",
  summary: "Seal and wrap anew, with the primary keys, whatever other keys sealed or wrapped",
  options: {
    "page-rows": { value: "COUNT", summary: "rows that are done in one go: 200, or 1 to 5000" },
    "pause-ms": { value: "MS", summary: "pause after each: 20, or 0 to 60000" },
  },
  places: ["workspace"],
  run: async (run) => {
    const pageRows = numberOption(run, "page-rows", { standard: 200, min: 1, max: 5_000 });
    const pauseMs = numberOption(run, "pause-ms", { standard: 20, min: 0, max: 60_000 });
    const { resealLocally } = await localKeys();
    const environment = await databaseEnvironment(run);
    let told = 0;
    const done = await asCliError(
      resealLocally(environment, {
        workspaceId: workspaceOf(run),
        pageRows,
        pauseMs,
        progressed: ({ looked, resealed }) => {
          if (looked - told < 10_000) return;
          told = looked;
          run.terminal.progress(`${looked} rows looked at, ${resealed} values sealed anew.`);
        },
      }),
    );
    const { looked, resealed, rewrapped, unreadable } = done;
    const json = { rows: looked, sealed: resealed, wrapped: rewrapped, unreadable };
    const lines = [
      `${counted(rewrapped, "data key")} wrapped anew, ${counted(resealed, "value")} sealed anew, of ${counted(looked, "row")}.`,
      ...unreadable.map((one) => `Does not open, and stays as it is: ${printable(one)}`),
    ];
    return unreadable.length === 0 ? { json, lines } : { json, lines, exit: "partly" };
  },
};

function numberOption(
  run: Run,
  name: string,
  { standard, min, max }: { readonly standard: number; readonly min: number; readonly max: number },
): number {
  const text = textOption(run, name);
  if (text === undefined) return standard;
  const value = Number(text);
  if (/^\d{1,6}$/.test(text) && value >= min && value <= max) return value;
  throw usage(`--${name} is a number from ${min} to ${max}.`);
}

export const retireKey: Command = {
  name: "keys retire",
  summary: "Take a root key or data key away for good that nothing rests on any more",
  takes: ["<key-id>"],
  places: [],
  run: async (run) => {
    const [keyId = ""] = run.given;
    const { retireLocalKey } = await localKeys();
    const environment = await databaseEnvironment(run);
    const kind = await asCliError(retireLocalKey(environment, keyId));
    const id = printable(keyId);
    const lines = [
      kind === "root_key"
        ? `${id} is retired. It may go from the configuration of every process; keep it for backups that it opens.`
        : `${id} is destroyed.`,
    ];
    return { json: { id: keyId, retired: true }, lines };
  },
};
