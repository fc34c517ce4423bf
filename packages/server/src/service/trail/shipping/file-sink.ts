/** Records as lines of JSON in a file. */
import { createAppendedFile } from "../../../lib/appended-file.ts";
import { type AuditSink, SinkFailure } from "./sink.ts";
import { sinkIdOf } from "./sink-id.ts";

const recordsMax = 1_000;
const bytesMax = 1_048_576;

export function fileSink(path: string): AuditSink {
  const file = createAppendedFile(path);
  return {
    sinkId: sinkIdOf("file", path),
    kind: "file",
    recordsMax,
    bytesMax,
    take: async (batch) => {
      try {
        await file.append(batch.map(({ line }) => `${line}\n`).join(""));
      } catch (cause) {
        throw new SinkFailure("file", { message: "The file cannot be written.", cause });
      }
      return { rejected: 0 };
    },
    close: () => file.close(),
  };
}
