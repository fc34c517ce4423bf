/** The file of a backup, whatever database is in it: whole or refused, and opened by whom it is sealed to alone (docs/backup.md). */
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { archiveOf, type Member, membersOf, once } from "../src/backup/archive.ts";
import { type Manifest, manifestName } from "../src/backup/manifest.ts";
import { makeBackup } from "../src/local-backup.ts";
import { drillRestore } from "../src/local-drill.ts";
import { restoreBackup } from "../src/local-restore.ts";
import { type BackupWorld, startBackupWorld } from "./backup-world.ts";

describe("the file of a backup", () => {
  let here: BackupWorld;
  let file: string;

  beforeEach(async () => {
    here = await startBackupWorld("sqlite", createFakeClock(), ["user-1"]);
    file = join(here.folder, "backup.tar");
  });
  afterEach(() => here.close());

  const backUp = (recipients: readonly string[] = []) =>
    makeBackup(here.environment, { file, recipients, scratch: null });
  const drill = (path = file, identityFile: string | null = null) =>
    drillRestore(here.environment, { file: path, identityFile, folder: here.folder });
  const bad = (findings: Awaited<ReturnType<typeof drill>>) =>
    findings.filter(({ verdict }) => verdict !== "good");

  async function restored(path = file, identityFile: string | null = null) {
    const place = await here.place();
    await restoreBackup(place.environment, { file: path, identityFile });
  }

  test("sealed to a recipient it opens with that identity alone", async () => {
    const identity = await generateIdentity();
    const identities = join(here.folder, "identity.txt");
    await writeFile(identities, `# mine\n${identity}\n`);
    const other = join(here.folder, "other.txt");
    await writeFile(other, await generateIdentity());
    await backUp([await identityToRecipient(identity)]);
    expect((await readFile(file)).includes(manifestName)).toBe(false);
    expect(bad(await drill(file, identities))).toEqual([]);
    for (const wrong of [other, null]) {
      await expect(restored(file, wrong)).rejects.toMatchObject({ code: "backup_unusable" });
    }
    const cut = join(here.folder, "cut.age");
    await writeFile(cut, (await readFile(file)).subarray(0, -70_000));
    await expect(restored(cut, identities)).rejects.toMatchObject({ code: "backup_unusable" });
  });

  test("what is no file is refused in a line", async () => {
    for (const path of [here.folder, join(here.folder, "none.tar")]) {
      await expect(restored(path)).rejects.toMatchObject({ code: "backup_unusable" });
    }
  });

  test("what is no public key of age is refused before anything is written", async () => {
    await expect(backUp(["age1nonsense"])).rejects.toMatchObject({ code: "backup_failed" });
    await expect(stat(file)).rejects.toThrow();
  });

  test("a file that is cut short, or of which one byte was changed, passes nowhere as whole, and nothing is restored from it", async () => {
    await backUp();
    const whole = await readFile(file);
    const place = await here.place();
    const damaged = join(here.folder, "damaged.tar");
    const refused = async (bytes: Buffer, what: string) => {
      await writeFile(damaged, bytes);
      const restoring = restoreBackup(place.environment, { file: damaged, identityFile: null });
      await expect(restoring, what).rejects.toMatchObject({ code: "backup_unusable" });
    };
    const cuts = [0, 100, 512, 1_024, whole.length >> 1, whole.length - 1_024, whole.length - 1];
    for (const length of cuts) await refused(whole.subarray(0, length), `cut to ${length}`);
    await refused(Buffer.concat([whole, Buffer.alloc(512)]), "longer");
    const step = Math.ceil(whole.length / 40);
    const places = Array.from({ length: 40 }, (_, at) => at * step + (at % 7));
    for (const at of [...places, whole.length - 1_100, whole.length - 2_000]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      await refused(changed, `byte ${at}`);
    }
    expect((await drill(damaged)).map(({ about, verdict }) => [about, verdict])).toEqual([
      ["file", "bad"],
    ]);
    // The place is empty yet.
    await restoreBackup(place.environment, { file, identityFile: null });
  });

  test("a backup of a newer format or of newer tables is refused in a line", async () => {
    await backUp();
    const newer: ((manifest: Manifest) => object)[] = [
      (manifest) => ({ ...manifest, format: 2, server_version: "9.0.0" }),
      (manifest) => ({
        ...manifest,
        migrations: [...manifest.migrations, "9999_newer"],
        server_version: "9.0.0",
      }),
    ];
    for (const change of newer) {
      const changed = join(here.folder, "newer.tar");
      await writeFile(changed, archiveOf(changedMembers(await readFile(file), change)));
      const restoring = restored(changed);
      await expect(restoring).rejects.toMatchObject({ code: "backup_unusable" });
      await expect(restoring).rejects.toThrow("9.0.0");
    }
  });
});

/** The same archive with another manifest. */
async function* changedMembers(
  bytes: Buffer,
  change: (manifest: Manifest) => object,
): AsyncGenerator<Member> {
  for await (const { name, content } of membersOf(once(bytes))) {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    const before = Buffer.concat(parts);
    const after =
      name === manifestName
        ? Buffer.from(JSON.stringify(change(JSON.parse(before.toString()))))
        : before;
    yield { name, size: after.length, content: once(after) };
  }
}
