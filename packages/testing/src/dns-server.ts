/** A small DNS server on loopback (RFC 1035): answers TXT records, over UDP, as it is told. */
import { createSocket } from "node:dgram";

export interface DnsServer {
  /** `address:port`. */
  readonly address: string;
  /** The texts of each name; a name that is missing does not exist. */
  readonly records: Map<string, readonly string[]>;
  /** What it does with questions. */
  mode: "answer" | "silent" | "fail" | "garbage";
  /** The names that were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

const [typeTxt, classIn] = [16, 1];
const flags = { ok: 0x8180, serverFailure: 0x8182, noSuchName: 0x8183 };

export async function startDnsServer(): Promise<DnsServer> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const server: DnsServer = {
    address: `127.0.0.1:${socket.address().port}`,
    records: new Map(),
    mode: "answer",
    asked: [],
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
  socket.on("message", (message, from) => {
    const { name, question } = parseQuestion(message);
    server.asked.push(name);
    if (server.mode === "silent") return;
    const answer = server.mode === "garbage" ? Buffer.from("no DNS") : answerTo(name, question);
    socket.send(answer, from.port, from.address);

    function answerTo(asked: string, section: Buffer): Buffer {
      const texts = server.records.get(asked);
      const failed = server.mode === "fail" ? flags.serverFailure : flags.noSuchName;
      const isThere = server.mode === "answer" && texts !== undefined;
      const header = Buffer.alloc(12);
      message.copy(header, 0, 0, 2);
      header.writeUInt16BE(isThere ? flags.ok : failed, 2);
      header.writeUInt16BE(1, 4);
      header.writeUInt16BE(isThere ? texts.length : 0, 6);
      return Buffer.concat([header, section, ...(isThere ? texts.map(txtRecord) : [])]);
    }
  });
  return server;
}

/** The one question of a message, as text and as it stands there. */
function parseQuestion(message: Buffer): { name: string; question: Buffer } {
  const labels: string[] = [];
  let at = 12;
  while (at < message.length && message.readUInt8(at) !== 0) {
    const length = message.readUInt8(at);
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), question: message.subarray(12, at + 5) };
}

/** Texts of more than 255 bytes come in several strings. */
function txtRecord(text: string): Buffer {
  const strings = (text.match(/.{1,255}/gs) ?? [""]).map((part) =>
    Buffer.concat([Buffer.from([Buffer.byteLength(part)]), Buffer.from(part)]),
  );
  const data = Buffer.concat(strings);
  const head = Buffer.alloc(12);
  // The name: a pointer to that of the question.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(typeTxt, 2);
  head.writeUInt16BE(classIn, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
