/** Reads an image in OCI's layout, and unpacks it into a bundle that a runtime such as runc runs. */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

interface Descriptor {
  readonly digest: string;
  readonly size: number;
}

export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly StopSignal: string;
  readonly Volumes: Readonly<Record<string, object>>;
}

export interface Image {
  readonly config: ImageConfig;
  /** Files of its layers, the lowest first. */
  readonly layers: readonly string[];
  /** What is fetched of it, compressed. */
  readonly bytes: number;
}

export async function readImage(layout: string): Promise<Image> {
  const blob = ({ digest }: Descriptor) => join(layout, "blobs", digest.replace(":", "/"));
  const read = async (file: string) => JSON.parse(await readFile(file, "utf8"));
  const { manifests } = await read(join(layout, "index.json"));
  const manifest = (await read(blob(manifests[0]))) as {
    readonly config: Descriptor;
    readonly layers: readonly Descriptor[];
  };
  const { config } = (await read(blob(manifest.config))) as { readonly config: ImageConfig };
  const bytes = [manifest.config, ...manifest.layers].reduce((sum, { size }) => sum + size, 0);
  return { config, layers: manifest.layers.map(blob), bytes };
}

export interface BundleOptions {
  /** The folder that stands for the image's volume; whoever runs it owns it. */
  readonly data: string;
  /** Further files, read-only: where they lie here, by where they are seen. */
  readonly files?: Readonly<Record<string, string>>;
  /** Beside, or in place of, the image's. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** As an engine would run it: read-only, with no capability, in namespaces of its own but the network's. */
export async function unpack(image: Image, into: string, options: BundleOptions): Promise<void> {
  const root = join(into, "rootfs");
  await mkdir(root, { recursive: true });
  for (const layer of image.layers) {
    await promisify(execFile)("tar", ["-xzf", layer, "-C", root, "--same-owner"]);
  }
  await writeFile(join(into, "config.json"), JSON.stringify(specOf(image.config, options)));
}

/** Without anything of control groups, so that it runs where those are not to be had. */
function specOf(config: ImageConfig, { data, files = {}, environment = {} }: BundleOptions) {
  const [uid, gid] = config.User.split(":").map(Number);
  const [volume = ""] = Object.keys(config.Volumes);
  const own = config.Env.filter((one) => environment[one.split("=")[0] ?? ""] === undefined);
  const more = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const bind = (destination: string, source: string, mode: "ro" | "rw") => ({
    destination,
    source,
    type: "bind",
    options: ["bind", mode, "nosuid", "nodev"],
  });
  const safe = ["nosuid", "noexec", "nodev"];
  return {
    ociVersion: "1.0.2",
    process: {
      user: { uid, gid },
      args: [...config.Entrypoint, ...config.Cmd],
      env: [...own, ...more],
      cwd: config.WorkingDir,
      noNewPrivileges: true,
    },
    root: { path: "rootfs", readonly: true },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc", options: safe },
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
      bind(volume, data, "rw"),
      ...Object.entries(files).map(([seen, source]) => bind(seen, source, "ro")),
    ],
    linux: { namespaces: ["pid", "mount", "ipc", "uts"].map((type) => ({ type })) },
  };
}
