/** A real SMTP server (smtp-server) that keeps what it takes and answers as a test wants it to. */
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, with its head. */
  readonly raw: string;
  /** A header, unfolded; undefined where it is not there. */
  header(name: string): string | undefined;
  /** The parts, decoded, their lines ending as in a text of ours. */
  readonly text: string;
  readonly html: string;
}

/** `null`: it is taken. A number refuses with it; what it says repeats the address, as servers do. */
export type MailAnswer = number | null;

export interface MailServerOptions {
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  /** TLS from the first byte; else by STARTTLS where there is `tls`, and not at all without. */
  readonly isImplicit?: boolean;
  /** Who may send; anybody where nobody is named. */
  readonly user?: { readonly name: string; readonly password: string };
}

export interface TestMailServer {
  readonly port: number;
  /** What was taken, and what was refused or left open once its data had come. */
  readonly mails: readonly TakenMail[];
  /** Passwords that were presented. */
  readonly logins: readonly string[];
  /** How it answers the recipient and the data, from now on. */
  answers: { recipient: MailAnswer; data: MailAnswer };
  /** Called with the whole message before it is answered: who never resolves leaves the sender waiting. */
  beforeAnswer: (mail: TakenMail) => Promise<void>;
  /** From now on hangs up in the middle of the data. */
  cutsData: boolean;
  /** Connections that were made. */
  connections(): number;
  close(): Promise<void>;
}

export async function startMailServer(options: MailServerOptions = {}): Promise<TestMailServer> {
  const { tls, user, isImplicit = false } = options;
  const mails: TakenMail[] = [];
  const logins: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = new SMTPServer({
    ...tls,
    secure: isImplicit,
    authOptional: user === undefined,
    disabledCommands: [...(tls === undefined ? ["STARTTLS"] : []), ...(user ? [] : ["AUTH"])],
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) => {
      logins.push(String(password));
      const isRight = username === user?.name && password === user?.password;
      done(isRight ? null : refusal(535, "Error: Authentication failed"), { user: username });
    },
    onRcptTo: ({ address }, _session, done) => {
      const { recipient: code } = own.answers;
      done(code === null ? null : refusal(code, `<${address}> is not taken`));
    },
    onData: (stream, session, done) => {
      if (own.cutsData) {
        stream.once("data", () => {
          for (const socket of sockets) socket.destroy();
        });
        return;
      }
      void buffer(stream).then(async (body) => {
        const mail = parsed(session, body.toString("utf8"));
        mails.push(mail);
        await own.beforeAnswer(mail);
        const { data: code } = own.answers;
        done(code === null ? null : refusal(code, `${mail.to.join()} is not taken`));
      });
    },
  });
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  const own: TestMailServer = {
    port: 0,
    mails,
    logins,
    answers: { recipient: null, data: null },
    beforeAnswer: async () => {},
    cutsData: false,
    connections: () => connections,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return Object.assign(own, { port: (server.server.address() as AddressInfo).port });
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

function parsed({ envelope }: SMTPServerSession, raw: string): TakenMail {
  const [head = ""] = raw.split("\r\n\r\n");
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const header = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))
      ?.slice(name.length + 2);
  const { mailFrom } = envelope;
  return {
    from: mailFrom === false ? "" : mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
    raw,
    header,
    text: partOf(raw, "text/plain").replaceAll("\r\n", "\n"),
    html: partOf(raw, "text/html").replaceAll("\r\n", "\n"),
  };
}

function partOf(raw: string, type: string): string {
  const [, boundary = ""] = /boundary="([^"]+)"/.exec(raw) ?? [];
  const part =
    raw.split(`--${boundary}`).find((one) => one.includes(`Content-Type: ${type}`)) ?? "";
  const at = part.indexOf("\r\n\r\n");
  const body = part.slice(at + 4);
  if (/quoted-printable/i.test(part.slice(0, at))) {
    const bytes = body
      .replace(/=\r\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    return Buffer.from(bytes, "latin1").toString("utf8");
  }
  return /base64/i.test(part.slice(0, at)) ? Buffer.from(body, "base64").toString("utf8") : body;
}
