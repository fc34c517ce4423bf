/**
 * A file of lines that others rotate: it is opened anew once its name leads elsewhere or nowhere. What was appended is on
 * the disk when the call resolves. Made readable by its owner only; where it is there already, its owner and mode stay.
 */
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";

export interface AppendedFile {
  /** Whole lines. Rejects where not all of them are on the disk; the next call then begins on a line of its own. */
  append(lines: string): Promise<void>;
  close(): Promise<void>;
}

export function createAppendedFile(path: string): AppendedFile {
  let handle: FileHandle | null = null;
  const close = async () => {
    const open = handle;
    handle = null;
    await open?.close();
  };
  return {
    append: async (lines) => {
      if (handle !== null && !(await leadsTo(path, handle))) await close();
      try {
        handle ??= await openAtLineStart(path);
        await handle.writeFile(lines);
        await handle.datasync();
      } catch (thrown) {
        await close().catch(() => {});
        throw thrown;
      }
    },
    close,
  };
}

async function leadsTo(path: string, handle: FileHandle): Promise<boolean> {
  const [named, held] = await Promise.all([
    stat(path, { bigint: true }).catch(() => null),
    handle.stat({ bigint: true }),
  ]);
  return named !== null && named.ino === held.ino && named.dev === held.dev;
}

async function openAtLineStart(path: string): Promise<FileHandle> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { O_APPEND, O_CREAT, O_RDWR } = constants;
  const handle = await open(path, O_RDWR | O_CREAT | O_APPEND, 0o600);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error("It is not a file.");
    // Whoever wrote last may have been killed in the middle of a line.
    if (found.size > 0 && !(await endsLine(handle, found.size))) await handle.writeFile("\n");
    await syncFolder(folder);
    return handle;
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

async function endsLine(handle: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await handle.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer[0] === 0x0a;
}

/** The name of a new file is on the disk, too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
