/** Mail to a test's server: settings as the configuration has them. */
import type { MailConfig } from "../src/config-mail.ts";

export const hourMs = 3_600_000;

export function mailTo(port: number): MailConfig {
  return {
    server: { host: "127.0.0.1", port, tls: "offered", login: null },
    from: { name: "Grantry", address: "grantry@example.com" },
    authoritiesFile: null,
  };
}
