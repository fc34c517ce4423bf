/** nginx and Caddy as Debian has them, with the files of deploy/: only ports, certificates and places of files are a test's. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { PrivateName } from "./private-name.ts";

const run = promisify(execFile);
const deploy = new URL("../../../../deploy/", import.meta.url);

export interface ProxySettings {
  /** An empty folder for what it writes. */
  readonly folder: string;
  /** `own`: the file for a name that is the server's alone; `path`: for a path of a name. */
  readonly place: "own" | "path";
  readonly name: string;
  readonly certificate: PrivateName["files"];
  readonly port: number;
  /** Where it is told that there is no http. */
  readonly plainPort: number;
  readonly serverPort: number;
  /** Of a second process of the server; nginx alone takes it. */
  readonly otherPort?: number;
}

export interface RunningProxy {
  /** All that it has written to its logs. */
  logged(): Promise<string>;
  /** A second call does nothing. */
  close(): Promise<unknown>;
}

function doneOnce(work: () => Promise<unknown>): () => Promise<unknown> {
  let done: Promise<unknown> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

/** Debian has servers where only root looks for programs. */
const environment = { ...process.env, PATH: [process.env["PATH"], "/usr/sbin"].join(delimiter) };

/** A file of deploy/ with some of its texts replaced, each of which must be there. */
async function changed(path: string, changes: readonly (readonly [RegExp, string])[]) {
  let text = await readFile(new URL(path, deploy), "utf8");
  for (const [pattern, by] of changes) {
    if (text.search(pattern) < 0) throw new Error(`deploy/${path} has nothing like ${pattern}`);
    text = text.replace(pattern, by);
  }
  return text;
}

/** Resolves once it listens. */
export async function startNginx(settings: ProxySettings): Promise<RunningProxy> {
  const { folder, place, name, certificate, port, plainPort, serverPort, otherPort } = settings;
  const write = async (file: string, text: string) => {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  const site = place === "own" ? "nginx/grantry.conf" : "nginx/grantry-path.conf";
  const lines = await changed(site, [
    [/^ *listen \[::\].*\n/gm, ""],
    ...(place === "own" ? [[/listen 80;/, `listen 127.0.0.1:${plainPort};`] as const] : []),
    [/listen 443/, `listen 127.0.0.1:${port}`],
    [/server_name \S+;/g, `server_name ${name};`],
    [/\/etc\/\S+fullchain\.pem/, certificate.certificate],
    [/\/etc\/\S+privkey\.pem/, certificate.key],
  ]);
  await write("conf.d/grantry.conf", lines);
  const servers = [serverPort, ...(otherPort === undefined ? [] : [otherPort])];
  const lists = servers.map((one) => `server 127.0.0.1:${one};`).join("\n");
  const upstream = [[/server 127\.0\.0\.1:4400;/, lists]] as const;
  await write("conf.d/grantry-http.conf", await changed("nginx/grantry-http.conf", upstream));
  const logs = [[/\/var\/log\/nginx/g, folder]] as const;
  await write("snippets/grantry-proxy.conf", await changed("nginx/grantry-proxy.conf", logs));
  return await runNginx(folder);
}

/** One that passes on what lies below `/`, as its shortest configuration has it, with these lines besides. */
export async function startShortNginx(
  { folder, port, serverPort }: Pick<ProxySettings, "folder" | "port" | "serverPort">,
  lines = "",
): Promise<RunningProxy> {
  const location = `location / { proxy_pass http://127.0.0.1:${serverPort}; ${lines} }`;
  await mkdir(join(folder, "conf.d"));
  const server = `server { listen 127.0.0.1:${port}; ${location} }`;
  await writeFile(join(folder, "conf.d/short.conf"), server);
  return await runNginx(folder);
}

async function runNginx(folder: string): Promise<RunningProxy> {
  await writeFile(join(folder, "nginx.conf"), nginxOf(folder));
  const nginx = (...args: string[]) =>
    run("nginx", ["-p", folder, "-e", "error.log", "-c", "nginx.conf", ...args], {
      env: environment,
    });
  // It goes into the background once it listens.
  const { stderr } = await nginx();
  if (stderr !== "") throw new Error(stderr);
  return {
    logged: async () => {
      const files = ["grantry.log", "grantry-error.log", "access.log", "error.log"];
      const texts = files.map((file) => readFile(join(folder, file), "utf8").catch(() => ""));
      return (await Promise.all(texts)).join("");
    },
    close: doneOnce(() => nginx("-s", "stop")),
  };
}

/** What Debian's own nginx.conf says, in a folder. */
function nginxOf(folder: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (of) => `${of}_temp_path ${folder}/${of};`,
  );
  const user = process.getuid?.() === 0 ? "user root;" : "";
  return `${user}
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 256; }
http {
  access_log ${folder}/access.log;
  error_log ${folder}/error.log;
  ${temporary.join("\n  ")}
  include ${folder}/conf.d/*.conf;
}
`;
}

/** Resolves once it serves. */
export async function startCaddy(settings: ProxySettings): Promise<RunningProxy> {
  const { folder, place, certificate, name, port, serverPort } = settings;
  const file = place === "own" ? "caddy/Caddyfile" : "caddy/Caddyfile.path";
  const { certificate: chain, key } = certificate;
  const site = `https://${name}:${port} {\n\tbind 127.0.0.1\n\ttls ${chain} ${key}\n`;
  const text = await changed(file, [
    [/^\{\n/m, "{\n\tadmin off\n\tauto_https disable_redirects\n"],
    [/^\{\$GRANTRY_NAME:\S+\} \{\n/m, site],
    [/\{\$GRANTRY_UPSTREAM:127\.0\.0\.1:4400\} \{/, `127.0.0.1:${serverPort} {`],
  ]);
  await writeFile(join(folder, "Caddyfile"), text);
  const child = spawn("caddy", ["run", "--config", "Caddyfile", "--adapter", "caddyfile"], {
    cwd: folder,
    env: { ...environment, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const logged = await untilSays(child, "serving initial configuration");
  return {
    logged: async () => logged(),
    close: doneOnce(() => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      return ended;
    }),
  };
}

/** Resolves once a program's log has this; with a reader of all of its log. */
async function untilSays(child: ChildProcess, text: string): Promise<() => string> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(log)));
    child.stderr?.on("data", (data: Buffer) => {
      log += data.toString();
      if (log.includes(text)) resolve();
    });
  });
  return () => log;
}
