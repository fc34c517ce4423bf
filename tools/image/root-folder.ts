/** What an image has in it: the executable, the shared libraries that it links to, whose licences, and its user. Nothing else. */
import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Executable } from "../executable/build.ts";
import { bomOf, type Component } from "../executable/sbom.ts";

const run = promisify(execFile);

const user = "grantry:x:1000:1000:Grantry:/var/lib/grantry:/nonexistent\n";
const documents = "usr/share/doc/grantry";

interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/**
 * Fills two folders: `root`, which is the image's, and `data`, empty, which is where a volume is mounted. Rejects where
 * this machine is not Debian of the executable's platform, whose libraries these are.
 */
export async function makeRootFolder({ file, platform, bom }: Executable, into: string) {
  if (!platform.isHere) throw new Error(`The image of ${platform.name} is made on such a machine.`);
  const root = join(into, "root");
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await mkdir(join(into, "data"), { recursive: true });
  await copyInto(root, file, "usr/bin/grantry");
  const libraries = await librariesOf(file);
  const packages = await Promise.all(libraries.map(packageOf));
  for (const library of libraries) await copyInto(root, library, library);
  const each = [...new Map(packages.map((one) => [one.name, one])).values()];
  for (const { name } of each) await copyLicence(root, name);
  await write("etc/passwd", user);
  await write("etc/group", "grantry:x:1000:\n");
  await write("etc/nsswitch.conf", "hosts: files dns\n");
  await write(`${documents}/licences.txt`, (await run(file, ["licences"], bounds)).stdout);
  const { name, version } = bom.metadata.component;
  const components = [...bom.components, ...each.map(componentOf)];
  const whole = bomOf({ name: name.replace("grantry", "grantry-image"), version, components });
  await write(`${documents}/sbom.cdx.json`, `${JSON.stringify(whole, null, 2)}\n`);
}

const bounds = { maxBuffer: 2 ** 24 };

/** Links are followed: in the image each is a file. */
async function copyInto(root: string, from: string, to: string, mode = 0o755): Promise<void> {
  await mkdir(dirname(join(root, to)), { recursive: true });
  await copyFile(from, join(root, to));
  await chmod(join(root, to), mode);
}

/** What a package says of its licence, and the texts that it names and all of Debian shares. */
async function copyLicence(root: string, name: string): Promise<void> {
  const file = `/usr/share/doc/${name}/copyright`;
  const named = (await readFile(file, "utf8")).match(
    /\/usr\/share\/common-licenses\/[\w-]+(?:\.\d)?/g,
  );
  for (const path of new Set([file, ...(named ?? [])])) await copyInto(root, path, path, 0o644);
}

/** The paths at which the system's linker finds them, with that of the linker. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await run("ldd", [program]);
  return [...stdout.matchAll(/(?:^\s*|=> )(\/\S+) \(0x/gm)].map(([, path = ""]) => path);
}

/** Debian knows a file by where its package put it, which since /usr was merged is one of two places. */
async function packageOf(library: string): Promise<DebianPackage> {
  const places = [library, `/usr${library}`];
  const found = await Promise.any(places.map((path) => run("dpkg-query", ["--search", path])));
  const [owner = ""] = found.stdout.split(": ");
  const { stdout } = await run("dpkg-query", ["--status", owner]);
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(stdout)?.[1] ?? "";
  const [name, version, architecture] = [field("Package"), field("Version"), field("Architecture")];
  return { name, version, architecture };
}

function componentOf({ name, version, architecture }: DebianPackage): Component {
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}`;
  return { type: "library", "bom-ref": purl, name, version, purl };
}
