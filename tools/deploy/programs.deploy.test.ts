/** The files of deploy/ by the programs that read them: systemd, kubectl, and Kubernetes' types. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readConfig } from "@grantry/server/config";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { compose } from "./kustomization.ts";

const run = promisify(execFile);
const repository = new URL("../../", import.meta.url).pathname;

/** Debian 12 has one that is too old, and a machine may have none: tools/deploy/kubernetes.test.ts does not need it. */
const hasKubectl = await run("kubectl", ["kustomize", "--help"]).then(
  () => true,
  () => false,
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(repository, "node_modules/.grantry-deploy-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the systemd unit", () => {
  const unit = "deploy/systemd/grantry.service";
  /** Of ten; what is left is the network, sockets, and the memory of a JavaScript engine. */
  const exposureMax = 1.5;

  test("is one that systemd takes", async () => {
    const text = await readFile(unit, "utf8");
    const there = join(folder, "grantry.service");
    await writeFile(there, text.replace("/usr/local/bin/grantry", process.execPath));
    expect(await run("systemd-analyze", ["verify", there])).toEqual({ stdout: "", stderr: "" });
  });

  test("leaves the service hardly exposed, as systemd reckons", async () => {
    const bound = `--threshold=${Math.round(exposureMax * 10)}`;
    const { stdout } = await run("systemd-analyze", ["security", "--offline=true", bound, unit]);
    const [, exposure] = /Overall exposure level for grantry\.service: (\S+)/.exec(stdout) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(exposureMax);
  });

  test("tells the server what it takes, as one of production", async () => {
    const lines = `${await readFile(unit, "utf8")}\n${await readFile("deploy/systemd/grantry.env", "utf8")}`;
    const found = [...lines.matchAll(/^(?:Environment=|#?(?=GRANTRY_))(.+)$/gm)].flatMap(
      ([, text = ""]) => text.split(" "),
    );
    const environment = Object.fromEntries(
      found.map((pair) => {
        const at = pair.indexOf("=");
        // systemd takes the quotes off.
        return [pair.slice(0, at), pair.slice(at + 1).replace(/^'(.*)'$/, "$1")];
      }),
    );
    const { GRANTRY_METRICS_TOKEN, ...rest } = environment;
    expect(GRANTRY_METRICS_TOKEN).toBe("");
    expect(readConfig(rest)).toMatchObject({
      production: true,
      encryptionKeyFile: "%d/encryption.key",
    });
  });
});

describe("the Kubernetes manifests", () => {
  test.runIf(hasKubectl).each(["base", "production", "upgrade-check"])(
    "%s: kubectl makes of them what is tested",
    async (name) => {
      const path = `deploy/kubernetes/${name}`;
      const { stdout } = await run("kubectl", ["kustomize", path]);
      const made = parseAllDocuments(stdout).map((document) => document.toJS());
      const inOrder = (manifests: readonly { kind: string }[]) =>
        [...manifests].sort((a, b) => a.kind.localeCompare(b.kind));
      expect(inOrder(made)).toEqual(inOrder(compose(path)));
    },
  );

  test("have no member that Kubernetes does not know, by its published types", async () => {
    const all = ["production", "upgrade-check"].flatMap((name) =>
      compose(`deploy/kubernetes/${name}`),
    );
    expect(await typeErrors(all)).toBe("");
    const [deployment] = compose("deploy/kubernetes/base").filter(
      ({ kind }) => kind === "Deployment",
    );
    const misspelt = JSON.parse(
      JSON.stringify(deployment).replace("livenessProbe", "livenesProbe"),
    );
    expect(await typeErrors([misspelt])).toContain("livenesProbe");
  });
});

/** The schemas let through what they do not know: as literals of Kubernetes' types, members that are none are errors. */
async function typeErrors(
  manifests: readonly { apiVersion: string; kind: string }[],
): Promise<string> {
  const lines = manifests.flatMap(({ apiVersion, kind, ...rest }, index) => [
    `import type { I${kind} as T${index} } from "kubernetes-models/${apiVersion}";`,
    `export const m${index}: Omit<T${index}, "apiVersion" | "kind"> = ${JSON.stringify(rest)};`,
  ]);
  const file = join(folder, "manifests.ts");
  await writeFile(file, lines.join("\n"));
  const options = [
    "--ignoreConfig",
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--target",
    "es2022",
  ];
  const tsc = join(repository, "node_modules/typescript/bin/tsc");
  return await run(process.execPath, [tsc, ...options, file]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}
