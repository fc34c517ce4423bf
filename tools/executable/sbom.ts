/** Bills of materials in CycloneDX 1.6: what is in a thing that is handed on, by names that databases of faults know. */
import { createHash } from "node:crypto";
import type { PackageNamed } from "../pack/notices.ts";

export interface Component {
  readonly type: "application" | "library" | "platform";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly cpe?: string;
  readonly licenses?: readonly ({ readonly expression: string } | LicenceNamed)[];
}

interface LicenceNamed {
  readonly license: { readonly name: string };
}

export interface Bom {
  readonly $schema: string;
  readonly bomFormat: "CycloneDX";
  readonly specVersion: "1.6";
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

/** The same parts make the same bill, to the byte. */
export function bomOf(whole: {
  readonly name: string;
  readonly version: string;
  readonly components: readonly Component[];
}): Bom {
  const { name, version } = whole;
  const purl = `pkg:generic/${name}@${version}`;
  const component: Component = {
    type: "application",
    "bom-ref": purl,
    name,
    version,
    purl,
    licenses: [{ expression: "Apache-2.0" }],
  };
  const components = [...whole.components].sort((one, other) =>
    one["bom-ref"] < other["bom-ref"] ? -1 : 1,
  );
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: serialOf(JSON.stringify([component, components])),
    version: 1,
    metadata: { component },
    components,
  };
}

/** A UUID of version 8, made of what it stands for. */
function serialOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return `urn:uuid:${[...parts, hex.slice(20, 32)].join("-")}`;
}

/** Each once, though two bundles hold it. */
export function npmComponents(packages: readonly PackageNamed[]): Component[] {
  const all = packages.map(({ name, version, license }): Component => {
    const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
    return { type: "library", "bom-ref": purl, name, version, purl, licenses: licencesOf(license) };
  });
  return [...new Map(all.map((one) => [one["bom-ref"], one])).values()];
}

function licencesOf(license: string): NonNullable<Component["licenses"]> {
  return /^[A-Za-z0-9.+() -]+$/.test(license)
    ? [{ expression: license }]
    : [{ license: { name: license } }];
}

/** The Node that runs this, which is the one of the executable, and the libraries that it was built with. */
export function partsOfNode(): Component[] {
  const { node, ...inside } = process.versions;
  const libraries = Object.entries(inside)
    .filter((entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== "modules")
    .map(([name, version]): Component => {
      const purl = `pkg:generic/${name}@${encodeURIComponent(version)}`;
      return { type: "library", "bom-ref": purl, name, version, purl };
    });
  const purl = `pkg:generic/node@${node}`;
  return [
    {
      type: "platform",
      "bom-ref": purl,
      name: "node",
      version: node,
      purl,
      cpe: `cpe:2.3:a:nodejs:node.js:${node}:*:*:*:*:*:*:*`,
      licenses: [{ expression: "MIT" }],
    },
    ...libraries,
  ];
}
