/** Where what a command makes for a while may lie. */
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import type { Config } from "../config.ts";
import { sqlitePath } from "./sqlite.ts";

type Places = Pick<Config, "databaseUrl" | "unstoredFolder">;

/** Where the server's own files lie. */
export function dataFolder({ databaseUrl, unstoredFolder }: Places): string {
  return dirname(sqlitePath(databaseUrl) ?? unstoredFolder);
}

/** The system's folder for that, then the server's own: in an image that is read-only there is no other. */
export function temporaryFolders(places: Places): readonly [string, string] {
  return [tmpdir(), dataFolder(places)];
}
