/** The providers of the catalogue, as their documentation has them. */
import { readdirSync, readFileSync } from "node:fs";
import type { DialectFixture } from "./fixture.ts";

/** Beside the catalogue in a clone, in the package where it is installed. */
const folder = new URL(".", import.meta.resolve("#fixtures/airtable.json"));

/** What `startDialectSandbox` plays: one of each integration type, by name. Read anew by each call. */
export function documentedProviders(): DialectFixture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as DialectFixture);
}
