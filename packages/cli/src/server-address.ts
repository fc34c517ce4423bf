/** Where the server is, and by whose word. */
import { type Run, textOption } from "./command.ts";
import { usage } from "./failure.ts";
import { environmentValue } from "./outside.ts";
import { type Project, projectFileName } from "./project.ts";

export interface ServerAddress {
  /** Without a slash at the end. */
  readonly url: string;
  /** Whether the person said it, rather than a project file that may be anybody's. */
  readonly byPerson: boolean;
}

/** Throws where no address is named, or it is none that may be used. */
export function serverAddress(run: Run, project: Project): ServerAddress {
  const said = textOption(run, "server") ?? environmentValue(run.outside, "GRANTRY_SERVER");
  const text = said ?? project.parsed.value.server;
  if (text === undefined) {
    throw usage(
      `Which server? Name it with --server, GRANTRY_SERVER, or the key server in ${projectFileName}.`,
    );
  }
  return { url: usableAddress(text), byPerson: said !== undefined };
}

/** An address as it is used. Throws for one that would send credentials in the clear. */
export function usableAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== "" ||
    url.hash !== ""
  ) {
    throw usage(`The server's address must be a URL such as https://grantry.example.com.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw usage("The server's address must not contain a user name or password.");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw usage("The server's address must start with https://, except on this machine.");
  }
  return url.href.replace(/\/+$/, "");
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);
}
