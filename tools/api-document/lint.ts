/** Lints the OpenAPI document of our own API. Run it with `npm run lint:api`. */
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { runPlainScript } from "../script.ts";
import { ownDocument } from "./document.ts";

interface MediaType {
  readonly example?: unknown;
  readonly examples?: unknown;
}
interface Linted {
  readonly operationId?: string;
  readonly requestBody?: { readonly content?: Readonly<Record<string, MediaType>> };
  readonly responses?: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, MediaType>> }>
  >;
}
interface Reporter {
  report(problem: { message: string }): void;
}

/** Whoever reads an operation sees a request that is right, and what comes back. */
const hasExamples = () => ({
  Operation(operation: Linted, { report }: Reporter) {
    const { requestBody, responses = {} } = operation;
    const parts = { request: requestBody, ...responses };
    for (const [part, { content = {} } = {}] of Object.entries(parts)) {
      if (!/^(?:request|2\d\d)$/.test(part)) continue;
      for (const [type, { example, examples }] of Object.entries(content)) {
        if (example !== undefined || examples !== undefined) continue;
        report({ message: `${operation.operationId}: no example of the ${part} (${type}).` });
      }
    }
  },
});

/** All that is wrong with a document, in lines; warnings are wrong, too. */
export async function lintApi(document: unknown): Promise<string[]> {
  const config = await createConfig({
    extends: ["recommended"],
    plugins: [{ id: "grantry", rules: { oas3: { "has-examples": hasExamples } } }],
    rules: {
      "operation-operationId-unique": "error",
      "operation-operationId": "error",
      "operation-summary": "error",
      "security-defined": "error",
      "tag-description": "error",
      "operation-singular-tag": "error",
      "operation-tag-defined": "error",
      "no-invalid-media-type-examples": "error",
      "no-invalid-schema-examples": "error",
      "no-invalid-parameter-examples": "error",
      "no-unresolved-refs": "error",
      "no-unused-components": "error",
      "grantry/has-examples": "error",
    },
  } as Parameters<typeof createConfig>[0]);
  const found = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: "openapi.json",
    config,
  });
  return found.map(({ ruleId, message, location: [place] }) =>
    `${ruleId} at ${place?.pointer ?? "#"}: ${message}`.replaceAll(/\s+/g, " "),
  );
}

if (import.meta.main) {
  await runPlainScript("npm run lint:api\n\nLints the OpenAPI document of /v1.\n", async () => {
    const problems = await lintApi(ownDocument());
    for (const problem of problems) console.error(problem);
    console.log(`The OpenAPI document: ${problems.length} problems.`);
    if (problems.length > 0) process.exitCode = 1;
  });
}
