/** A server that was restored from a backup takes the place of the one that the backup is of. To be run on its machine. */
import { type Command, counted, isOn, printable, type Run } from "../command.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localTakeOver } from "../local-server.ts";
import { timeText } from "../outside.ts";

type TakenOver = Awaited<ReturnType<Awaited<ReturnType<typeof localTakeOver>>["takeOverLocally"]>>;

export const takeOver: Command = {
  name: "take-over",
  summary:
    "Let a restored server call providers now that the original is gone, and list what was lost",
  options: { yes: { summary: "do not ask" } },
  places: [],
  run: async (run) => {
    const { awaitsTakeOver, takeOverLocally } = await localTakeOver();
    const environment = await databaseEnvironment(run);
    if ((await asCliError(awaitsTakeOver(environment))) && !(await isMeant(run))) {
      return { json: { taken_over: false }, lines: ["Nothing was changed."] };
    }
    return told(await asCliError(takeOverLocally(environment)));
  },
};

/** Asks whether the other server is gone for good. */
export async function isMeant(run: Run): Promise<boolean> {
  if (isOn(run, "yes")) return true;
  return await run.terminal.confirm(
    "Is the server that the backup is of gone for good? While it runs, two servers use the same refresh tokens, and providers end the grants.",
  );
}

/** What is said of it. */
export function told({ restore, inDoubt, since, ended }: TakenOver) {
  const takenOverAt = restore.takenOverAt === null ? null : timeText(restore.takenOverAt);
  const head =
    inDoubt === null
      ? `Taken over at ${takenOverAt}.`
      : `Taken over: every process asks providers within seconds. ${counted(inDoubt, "connection")} may have been refreshed by the other server since the backup.`;
  const lines = [
    head,
    `Not refreshed since: ${since.inDoubt}. Ended, since the other server had used the refresh token: ${since.ended}.`,
    ...ended.map(
      (one) =>
        `${printable(one.connectionId)} of ${printable(one.userId ?? "the app")}, app ${printable(one.appId)}, workspace ${printable(one.workspaceId)}, connector ${printable(one.connectorId)}: ended at ${timeText(one.endedAt)}`,
    ),
  ];
  const json = {
    taken_over: true,
    taken_over_at: takenOverAt,
    backup_made_at: timeText(restore.backupMadeAt),
    restored_at: timeText(restore.restoredAt),
    in_doubt: since.inDoubt,
    ended: since.ended,
    connections: ended.map((one) => ({
      connection_id: one.connectionId,
      workspace_id: one.workspaceId,
      app_id: one.appId,
      connector_id: one.connectorId,
      user_id: one.userId,
      ended_at: timeText(one.endedAt),
    })),
  };
  return { json, lines };
}
