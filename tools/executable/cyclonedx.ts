/** Holds a bill of materials against the official schema of CycloneDX 1.6, which the library of its makers carries. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

const library = dirname(
  createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json"),
);
const schema = (name: string): object =>
  JSON.parse(readFileSync(join(library, "res/schema", name), "utf8"));

/** What the schema has against it, each with its place; nothing where it is one. */
export function bomFaults(document: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Addresses of other alphabets, which no bill of ours has.
  ajv.addFormat("iri-reference", true).addFormat("idn-email", true);
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"]) {
    const file = `${name}.SNAPSHOT.schema.json`;
    ajv.addSchema(schema(file), `http://cyclonedx.org/schema/${file}`);
  }
  const validate = ajv.compile(schema("bom-1.6.SNAPSHOT.schema.json"));
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}
