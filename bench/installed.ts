/** `npm run bench:installed`: how large the executable and the image are, how soon they serve, what memory they take. */
import { execFile } from "node:child_process";
import { chown, copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { reservePort } from "@grantry/testing/free-port";
import { type Started, startProgram } from "@grantry/testing/started-program";
import { buildExecutables, type Executable } from "../tools/executable/build.ts";
import { type MainJob, prepareMainJob } from "../tools/executable/main-job.ts";
import { platforms } from "../tools/executable/platforms.ts";
import { buildImage } from "../tools/image/build.ts";
import { readImage, unpack } from "../tools/image/layout.ts";
import { runPlainScript } from "../tools/script.ts";
import { median } from "./rounds.ts";

const help = `npm run bench:installed

Makes the executable and the image, runs each three times, and prints sizes, times and memory: the median of each. The image wants
buildah, runc and root. CPU is what the program itself used until then, whatever else the machine did.
`;

const runs = 3;
const surroundings = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

interface Measured {
  /** Milliseconds from being started to the line that it listens. */
  readonly listening: number;
  /** Of the processor, to the same line. */
  readonly cpu: number;
  /** Bytes, once it listens. */
  readonly resident: number;
  /** Milliseconds from before it was copied to a token of an account that was connected. */
  readonly connected: number;
}

/** Starts the server for a job in a folder; resolves with its process's number, once it listens. */
type Start = (
  job: MainJob,
  folder: string,
) => Promise<{ running: Started; pid: () => Promise<number> }>;

async function measure(startServer: Start): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-measured-"));
  const job = await prepareMainJob(await reservePort());
  try {
    await writeFile(join(folder, "grantry.jsonc"), job.bootstrap);
    await mkdir(join(folder, "data"));
    await chown(join(folder, "data"), 1000, 1000);
    const began = performance.now();
    const { running, pid } = await startServer(job, folder);
    const started = performance.now();
    await running.until("listening");
    const listening = performance.now() - started;
    const number = await pid();
    const [cpu, resident] = [await cpuOf(number), await residentOf(number)];
    await job.connect("mia");
    const connected = performance.now() - began;
    process.kill(number, "SIGTERM");
    await running.ended;
    return { listening, cpu, resident, connected };
  } finally {
    await job.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const environmentOf = (job: MainJob, bootstrap: string, data: string) => ({
  ...job.environment,
  NODE_ENV: "development",
  GRANTRY_HOST: "127.0.0.1",
  GRANTRY_BOOTSTRAP: bootstrap,
  GRANTRY_DATA_DIR: data,
});

/** As a person does it: copied into a folder, and started there. */
function ofExecutable({ file }: Executable): Start {
  return async (job, folder) => {
    await copyFile(file, join(folder, "grantry"));
    const env = { ...surroundings, ...environmentOf(job, "grantry.jsonc", "data") };
    const running = startProgram(["./grantry", "start"], { cwd: folder, env });
    return { running, pid: async () => running.child.pid ?? 0 };
  };
}

/** As an engine does it that has the image: unpacked, and run. */
function ofImage(layout: string): Start {
  return async (job, folder) => {
    const seen = "/etc/grantry/grantry.jsonc";
    const files = { [seen]: join(folder, "grantry.jsonc") };
    const environment = environmentOf(job, seen, "/var/lib/grantry");
    const bundle = join(folder, "bundle");
    await unpack(await readImage(layout), bundle, {
      data: join(folder, "data"),
      files,
      environment,
    });
    const runc = ["runc", "--root", join(folder, "runc")];
    const running = startProgram([...runc, "run", "--bundle", bundle, "measured"], {
      env: surroundings,
    });
    const state = () => promisify(execFile)("runc", [...runc.slice(1), "state", "measured"]);
    return { running, pid: async () => JSON.parse((await state()).stdout).pid };
  };
}

/** Linux counts in hundredths of a second. */
async function cpuOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function residentOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1]) * 1024;
}

async function measureAll(startServer: Start): Promise<Measured> {
  const all: Measured[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await measure(startServer));
  const of = (pick: (one: Measured) => number) => median(all.map(pick));
  return {
    listening: of((one) => one.listening),
    cpu: of((one) => one.cpu),
    resident: of((one) => one.resident),
    connected: of((one) => one.connected),
  };
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

function print(
  name: string,
  sizes: string,
  { listening, cpu, resident, connected }: Measured,
): void {
  process.stdout.write(
    `${name}: ${sizes}; listens after ${seconds(listening)} (${seconds(cpu)} of a core), ` +
      `${megabytes(resident)} resident; ${seconds(connected)} to a connected account's token\n`,
  );
}

await runPlainScript(help, async () => {
  const folder = await mkdtemp(join(tmpdir(), "grantry-installed-"));
  try {
    const here = platforms.filter(({ isHere }) => isHere);
    const [executable] = await buildExecutables(folder, here);
    if (executable === undefined) throw new Error("This is neither Linux on x64 nor on arm64.");
    const layout = join(folder, "layout");
    await buildImage(executable, layout);
    process.stdout.write(`${cpus().length} cores, ${cpus()[0]?.model}; Node ${process.version}\n`);
    const { size } = await stat(executable.file);
    print("executable", megabytes(size), await measureAll(ofExecutable(executable)));
    const { bytes } = await readImage(layout);
    print("image", `${megabytes(bytes)} compressed`, await measureAll(ofImage(layout)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
