/**
 * The way out for mail (RFC 5321, by nodemailer): one connection per message, to the one server that the operator's
 * configuration names. It is no HTTP, so no proxy is asked for it; the list of hosts is held against it at the start.
 */
import { connect, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import { type Clock, mailDateOf, systemClock } from "./clock.ts";
import { lookupInTurn } from "./lookups.ts";
import type { Secret } from "./secret.ts";
import { tlsRules } from "./tls-rules.ts";

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: from the first byte; `required`: by STARTTLS, or nothing is said; `offered`: by STARTTLS where there is such. */
  readonly tls: "implicit" | "required" | "offered";
  readonly login: { readonly user: string; readonly password: Secret } | null;
  /** PEM certificates that are trusted in place of those that Node knows; null: those. */
  readonly authorities: string | null;
}

export interface Mailbox {
  /** Empty where it has none. */
  readonly name: string;
  readonly address: string;
}

export interface Letter {
  /** With its angle brackets. The same whenever it is sent again. */
  readonly messageId: string;
  readonly from: Mailbox;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Epoch seconds. */
  readonly writtenAt: number;
}

/** Why a message was not taken: in words of ours, since what a server says repeats addresses. */
export type MailProblem =
  | "away"
  | "timeout"
  | "tls"
  | "credentials"
  | "deferred"
  | "refused"
  | "broken_off";

export interface NotTaken {
  readonly problem: MailProblem;
  /** Whether the server will never take this message: it has refused sender, recipient or content by 5xx. */
  readonly isForGood: boolean;
  /** Command and status, or the code of the system; nothing that the server wrote. */
  readonly cause: string;
}

export interface Smtp {
  /** Null once the server has taken it. Never rejects. */
  send(letter: Letter, closing?: AbortSignal): Promise<NotTaken | null>;
  /** Connects, speaks TLS and signs in; sends nothing. Null where all of that works. */
  verify(): Promise<NotTaken | null>;
}

/** How long single steps, and all of a message, may take. */
export interface SmtpTimes {
  readonly connectMs: number;
  readonly silenceMs: number;
  readonly totalMs: number;
}

const usualTimes: SmtpTimes = { connectMs: 10_000, silenceMs: 20_000, totalMs: 60_000 };
/** Answers of a server that are longer break the connection off. */
const answerBytesMax = 65_536;

export function createSmtp(server: SmtpServer, times: SmtpTimes = usualTimes): Smtp {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.tls === "implicit",
    requireTLS: server.tls === "required",
    tls: { ...tlsRules, ...(server.authorities === null ? {} : { ca: server.authorities }) },
    ...(server.login === null
      ? {}
      : // Also where the server offers no way to sign in: mail is not sent without it then.
        {
          auth: { user: server.login.user, pass: server.login.password.reveal() },
          forceAuth: true,
        }),
    connectionTimeout: times.silenceMs,
    greetingTimeout: times.silenceMs,
    socketTimeout: times.silenceMs,
    maxResponseSize: answerBytesMax,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (
      _options: unknown,
      done: (error: Error | null, found?: { connection: Socket }) => void,
    ) => {
      openSocket(server, times).then((connection) => done(null, { connection }), done);
    },
  });
  return {
    send: async ({ from, to, messageId, writtenAt, ...texts }, closing) => {
      const late = AbortSignal.timeout(times.totalMs);
      const signal = closing === undefined ? late : AbortSignal.any([late, closing]);
      const message = {
        from,
        to: { name: "", address: to },
        messageId,
        date: mailDateOf(writtenAt),
        ...texts,
        // RFC 3834: so that nobody's absence is answered to it. The other is Exchange's word for the same.
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        signal,
      };
      return await outcomeOf(transport.sendMail(message));
    },
    verify: () => outcomeOf(withinTime(transport.verify(), times.totalMs)),
  };
}

async function openSocket({ host, port }: SmtpServer, times: SmtpTimes): Promise<Socket> {
  const socket = connect({ host, port, lookup: lookupInTurn });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const tooLate = () => reject(Object.assign(new Error("not connected"), { code: "ETIMEDOUT" }));
  socket.once("connect", resolve).once("error", reject).setTimeout(times.connectMs, tooLate);
  try {
    await promise;
    socket.setTimeout(0);
    return socket.off("timeout", tooLate);
  } catch (thrown) {
    socket.destroy();
    throw Object.assign(new Error("not connected"), { code: "away", cause: thrown });
  }
}

async function withinTime<T>(work: Promise<T>, ms: number, clock: Clock = systemClock): Promise<T> {
  const enough = new AbortController();
  const late = clock.sleep(ms, enough.signal).then(() => {
    throw Object.assign(new Error("too late"), { code: "ETIMEDOUT" });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    enough.abort();
    late.catch(() => {});
    work.catch(() => {});
  }
}

async function outcomeOf(work: Promise<unknown>): Promise<NotTaken | null> {
  try {
    await work;
    return null;
  } catch (thrown) {
    return judge(thrown);
  }
}

/** As nodemailer throws. */
interface Failure {
  readonly code?: string;
  /** The system's, where the code is a word of nodemailer. */
  readonly originalCode?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly name?: string;
  readonly cause?: unknown;
}

/** Answers to these commands are about the message; to all others, about the server or who is signed in. */
const ofMessage: ReadonlySet<string> = new Set(["MAIL FROM", "RCPT TO", "DATA"]);
/** RFC 4954: whoever sends should have signed in, or otherwise. */
const ofLogin: ReadonlySet<number> = new Set([530, 534, 535, 538]);

function judge(thrown: unknown): NotTaken {
  const { code = "", command = "", responseCode: status, name, cause } = (thrown ?? {}) as Failure;
  if (code === "away") return again("away", systemCode(cause));
  if (name === "AbortError" || name === "TimeoutError" || code === "ABORT_ERR") {
    return again("timeout", "no end in time");
  }
  const said = status === undefined ? plainWord(code) : `${plainWord(command)} ${status}`.trim();
  if (code === "EAUTH" || code === "ENOAUTH" || ofLogin.has(status ?? 0)) {
    return again(status !== undefined && status < 500 ? "deferred" : "credentials", said);
  }
  if (code === "ETLS") return again("tls", said);
  if (status !== undefined) {
    const isForGood = status >= 500 && ofMessage.has(command);
    return { problem: status >= 500 ? "refused" : "deferred", isForGood, cause: said };
  }
  if (code === "ETIMEDOUT") return again("timeout", said);
  const inner = systemCode(thrown);
  return again(/CERT|SSL|TLS|SELF_SIGNED|VERIFY/.test(inner) ? "tls" : "broken_off", inner);
}

function again(problem: MailProblem, cause: string): NotTaken {
  return { problem, isForGood: false, cause };
}

/** The innermost code, such as ECONNREFUSED. */
function systemCode(thrown: unknown): string {
  let word = "";
  for (
    let one = thrown, depth = 0;
    depth < 4 && typeof one === "object" && one !== null;
    depth += 1
  ) {
    const { code, originalCode, cause } = one as Failure;
    word = originalCode ?? code ?? word;
    one = cause;
  }
  return plainWord(word) || "unknown";
}

function plainWord(text: string): string {
  return text.slice(0, 40).replace(/[^A-Za-z0-9_ ]/g, "");
}
