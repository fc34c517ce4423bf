/** What doctor says of the server that mail goes by: whether it answers and signs in. Nothing is sent. */
import type { Config } from "./config.ts";
import type { MailProblem } from "./lib/smtp.ts";
import type { Say } from "./local-doctor-audit.ts";
import { openMailServer } from "./mail-server.ts";

const help: Readonly<Record<MailProblem, string>> = {
  away: "is not reached: see that it runs, and that host and port are right",
  timeout: "does not answer in time: see that the port is right, and that no firewall drops it",
  tls: "does not speak TLS as demanded: smtps:// is for TLS from the first byte (465), smtp:// for STARTTLS (587); of a private authority name the certificates by GRANTRY_SMTP_CA_FILE",
  credentials: "does not take user and password of GRANTRY_SMTP_URL",
  deferred: "does not take mail at the moment",
  refused: "refuses this server",
  broken_off: "ends the connection: is the port that of a mail server?",
};

export async function examineMail({ mail }: Pick<Config, "mail">, say: Say): Promise<void> {
  if (mail === null) return;
  const { host, port } = mail.server;
  const problem = await (await openMailServer(mail)).verify();
  if (problem === null) return say("mail", "good", `${host}:${port} answers; nothing was sent`);
  say("mail", "bad", `${host}:${port} ${help[problem.problem]} (${problem.cause})`);
}
