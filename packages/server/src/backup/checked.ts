/** Reading a backup: all of it is checked before anything is done with it. */
import { GrantryError } from "../lib/error.ts";
import { type Member, membersOf } from "./archive.ts";
import type { BackupFile } from "./file.ts";
import { type Manifest, readManifest } from "./manifest.ts";

/** What it says of itself, once every byte was read. Throws backup_unusable. */
export async function checkBackup(file: BackupFile): Promise<Manifest> {
  let manifest: Manifest | undefined;
  const names: string[] = [];
  for await (const member of membersOf(await file.read())) {
    if (manifest === undefined) manifest = await readManifest(member);
    else names.push(member.name);
  }
  const expected = manifest?.members.map(({ name }) => name);
  if (manifest === undefined || names.join("\n") !== expected?.join("\n")) {
    throw new GrantryError("backup_unusable", { detail: "The file is no backup of Grantry." });
  }
  return manifest;
}

/** Calls `work` with each member but the manifest, in order. */
export async function eachMember(
  file: BackupFile,
  { members }: Manifest,
  work: (member: Member & { readonly sha256: string }) => Promise<void>,
): Promise<void> {
  let at = -1;
  for await (const member of membersOf(await file.read())) {
    const expected = members[at];
    if (expected !== undefined) await work({ ...member, sha256: expected.sha256 });
    at += 1;
  }
}
