/**
 * A kustomization composed as kustomize does it, for what the ones in deploy/ use: resources, namespace, images, replicas,
 * and strategic merge patches whose lists are merged by `name`. Throws for anything else. A test holds it against kustomize itself.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

type Value = null | boolean | number | string | Value[] | { [name: string]: Value };
type Members = { [name: string]: Value };

export interface Manifest extends Members {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Members & { readonly name: string };
}

interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly resources: readonly string[];
  readonly images?: readonly { name: string; newName: string; newTag: string }[];
  readonly replicas?: readonly { name: string; count: number }[];
  readonly patches?: readonly { path: string }[];
}
const known = ["apiVersion", "kind", "namespace", "resources", "images", "replicas", "patches"];
/** Kinds of these files that stand outside of namespaces. */
const clusterWide = ["Namespace"];

/** All documents of a YAML file. */
export function readYaml(file: string): unknown[] {
  return parseAllDocuments(readFileSync(file, "utf8")).map((document) => {
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined) throw new Error(`${file}: ${fault.message}`);
    return document.toJS();
  });
}

/** What `kubectl kustomize` prints for this folder, in the order of its resources. */
export function compose(folder: string): Manifest[] {
  const [kustomization] = readYaml(join(folder, "kustomization.yaml")) as Kustomization[];
  if (kustomization === undefined) throw new Error(`${folder} has no kustomization`);
  const unknown = Object.keys(kustomization).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`${folder} uses ${unknown}, which is not composed here`);
  const { namespace, resources, patches = [] } = kustomization;
  let manifests = resources.flatMap((path) =>
    path.endsWith(".yaml")
      ? (readYaml(join(folder, path)) as Manifest[])
      : compose(join(folder, path)),
  );
  for (const { path } of patches) {
    const file = join(folder, path);
    const [patch] = readYaml(file) as Manifest[];
    if (patch === undefined) throw new Error(`${file} is empty`);
    const isMeant = (one: Manifest) =>
      one.kind === patch.kind && one.metadata.name === patch.metadata.name;
    if (manifests.filter(isMeant).length !== 1) throw new Error(`${file} fits no resource`);
    manifests = manifests.map((one) => (isMeant(one) ? (merge(one, patch) as Manifest) : one));
  }
  return manifests
    .map((one) => withSettings(one, kustomization))
    .map((one) =>
      namespace === undefined || clusterWide.includes(one.kind)
        ? one
        : { ...one, metadata: { ...one.metadata, namespace } },
    );
}

function withSettings(manifest: Manifest, { images = [], replicas = [] }: Kustomization): Manifest {
  if (!["Deployment", "Job"].includes(manifest.kind)) return manifest;
  const changed = structuredClone(manifest) as Members;
  const spec = changed["spec"] as Members;
  const count = replicas.find(({ name }) => name === manifest.metadata.name)?.count;
  if (count !== undefined) spec["replicas"] = count;
  const pod = (spec["template"] as Members)["spec"] as Members;
  for (const container of pod["containers"] as Members[]) {
    const image = images.find(({ name }) => name === container["image"]);
    if (image !== undefined) container["image"] = `${image.newName}:${image.newTag}`;
  }
  return changed as Manifest;
}

function merge(base: Value, patch: Value): Value {
  if (Array.isArray(base) && Array.isArray(patch)) return mergeLists(base, patch);
  if (!isMembers(base) || !isMembers(patch)) return patch;
  const merged: Members = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    merged[key] = key in base ? merge(base[key] ?? null, value) : value;
  }
  return merged;
}

/** What a patch names comes first, as kustomize has it. */
function mergeLists(base: Value[], patch: Value[]): Value[] {
  const nameOf = (value: Value) => (isMembers(value) ? value["name"] : undefined);
  if (![...base, ...patch].every((value) => typeof nameOf(value) === "string")) return patch;
  const patched = patch.map((one) => {
    const known = base.find((value) => nameOf(value) === nameOf(one));
    return known === undefined ? one : merge(known, one);
  });
  const names = new Set(patch.map(nameOf));
  return [...patched, ...base.filter((value) => !names.has(nameOf(value)))];
}

function isMembers(value: Value): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
