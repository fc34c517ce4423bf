/** Settings of the server that mail goes by. The environment's variables are read by config.ts. */
import { z } from "zod";
import type { Egress } from "./lib/egress.ts";
import { GrantryError } from "./lib/error.ts";
import { Secret } from "./lib/secret.ts";
import type { Mailbox, SmtpServer } from "./lib/smtp.ts";

export interface MailConfig {
  readonly server: Omit<SmtpServer, "authorities">;
  readonly from: Mailbox;
  /** Of PEM certificates that are trusted for this server alone; null: those that Node trusts. */
  readonly authoritiesFile: string | null;
}

/** Of config.ts's schema. */
export const mailVariables = {
  GRANTRY_SMTP_URL: z.string().min(1).optional(),
  GRANTRY_SMTP_FROM: z.string().min(1).optional(),
  GRANTRY_SMTP_CA_FILE: z.string().min(1).optional(),
};

type Variables = z.output<z.ZodObject<typeof mailVariables>>;

/** Null where no mail is sent. Throws config_invalid where the settings cannot be used, or do not fit each other. */
export function readMail(values: Variables, egress: Pick<Egress, "hosts">): MailConfig | null {
  const { GRANTRY_SMTP_URL: url, GRANTRY_SMTP_FROM: from, GRANTRY_SMTP_CA_FILE: file } = values;
  if (url === undefined) {
    if (from === undefined && file === undefined) return null;
    throw problem("GRANTRY_SMTP_FROM and GRANTRY_SMTP_CA_FILE need GRANTRY_SMTP_URL.");
  }
  if (from === undefined) {
    throw problem(
      "GRANTRY_SMTP_URL needs GRANTRY_SMTP_FROM, the address that mail comes from, such as grantry@example.com.",
    );
  }
  const server = parseServer(url);
  if (egress.hosts !== null && !egress.hosts.has(server)) {
    throw problem(
      `GRANTRY_SMTP_URL leads to ${server.host}:${server.port}, which GRANTRY_OUTBOUND_HOSTS does not list: add it there.`,
    );
  }
  return { server, from: parseFrom(from), authoritiesFile: file ?? null };
}

/**
 * The same, where only what is safe across networks may be used: no user and no invitation goes unencrypted to
 * another machine.
 */
export function requireTls(mail: MailConfig | null): MailConfig | null {
  if (mail === null || mail.server.tls !== "offered" || isNear(mail.server.host)) return mail;
  return { ...mail, server: { ...mail.server, tls: "required" } };
}

function parseServer(text: string): MailConfig["server"] {
  const url = URL.parse(text);
  const isTls = url?.protocol === "smtps:";
  const isWhole = url !== null && url.hostname !== "" && url.search === "" && url.hash === "";
  if (!isWhole || !(isTls || url.protocol === "smtp:") || !["", "/"].includes(url.pathname)) {
    throw problem(
      "GRANTRY_SMTP_URL must be the address of a server that takes mail, such as smtps://user:password@mail.example.com:465, or smtp:// for STARTTLS, with user and password percent-encoded.",
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const login = loginOf(url);
  // A password is never sent unencrypted to another machine, in production or not.
  const unforced = login === null || isNear(host) ? "offered" : "required";
  return {
    host,
    port: Number(url.port || (isTls ? 465 : 587)),
    tls: isTls ? "implicit" : unforced,
    login,
  };
}

function loginOf({ username, password }: URL): SmtpServer["login"] {
  if (username === "" && password === "") return null;
  if (username === "" || password === "") {
    throw problem("GRANTRY_SMTP_URL must have both user and password, or neither.");
  }
  try {
    return {
      user: decodeURIComponent(username),
      password: new Secret(decodeURIComponent(password)),
    };
  } catch (cause) {
    const what = "is not percent-encoded as it must be";
    throw problem(`The user or password of GRANTRY_SMTP_URL ${what}.`, cause);
  }
}

/** `grantry@example.com`, or `Name <grantry@example.com>`. */
function parseFrom(text: string): Mailbox {
  const [, quoted = "", bare = ""] = /^([^<>]*)<([^<>]+)>$/.exec(text.trim()) ?? [];
  const address = z
    .email()
    .max(254)
    .safeParse(bare === "" ? text.trim() : bare.trim());
  const name = quoted.trim().replace(/^"(.*)"$/, "$1");
  if (address.success && /^[^\p{C}"\\]{0,64}$/u.test(name)) return { name, address: address.data };
  throw problem(
    "GRANTRY_SMTP_FROM must be an email address such as grantry@example.com, or a name of at most 64 characters and the address: Grantry <grantry@example.com>.",
  );
}

/** Whether a host is this machine itself. */
function isNear(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
}

function problem(detail: string, cause?: unknown): GrantryError {
  return new GrantryError("config_invalid", { detail, cause });
}
