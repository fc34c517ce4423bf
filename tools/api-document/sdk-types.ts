/**
 * Writes the SDK's types of our own API from its OpenAPI document. Run it with `npm run sdk:types` after a
 * change to what an operation takes or answers.
 */
import { writeFileSync } from "node:fs";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";
import { runPlainScript } from "../script.ts";
import { ownDocument } from "./document.ts";

/** From the root of the repository. */
export const sdkTypesFile = "packages/sdk/src/v1.generated.ts";

const heading = `/**
 * The operations of \`/v1\` and what they take and answer.
 * Made from the OpenAPI document by npm run sdk:types. Not to be edited by hand.
 */

`;

const { factory } = ts;
const text = () => factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);

/** A value that an answer may have: those known today, for completion, and whatever comes later. */
function openValues(values: readonly unknown[]): ts.TypeNode {
  const known = values.map((value) =>
    factory.createLiteralTypeNode(factory.createStringLiteral(String(value))),
  );
  const other = factory.createIntersectionTypeNode([text(), factory.createTypeLiteralNode([])]);
  return factory.createUnionTypeNode([...known, factory.createParenthesizedType(other)]);
}

/**
 * Examples are read on the page; as comments they would be most of the file. A member of an object may be named
 * like one, and stays.
 */
function withoutExamples(node: unknown, ofProperties = false): unknown {
  if (Array.isArray(node)) return node.map((one) => withoutExamples(one));
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(
    ([key, value]) =>
      ofProperties || !(key === "example" || (key === "examples" && Array.isArray(value))),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      withoutExamples(value, key === "properties" && !ofProperties),
    ]),
  );
}

/** The types of a document, as the text of the file. */
export async function sdkTypes(document: unknown): Promise<string> {
  const nodes = await openapiTypescript(withoutExamples(document) as OpenAPI3, {
    alphabetize: true,
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    transform: (schema) => {
      const values = (schema as { readonly "x-extensible-enum"?: readonly unknown[] })[
        "x-extensible-enum"
      ];
      if (values === undefined) return undefined;
      const open = openValues(values);
      const mayBeNull = [(schema as { type?: unknown }).type].flat().includes("null");
      return mayBeNull
        ? factory.createUnionTypeNode([open, factory.createLiteralTypeNode(factory.createNull())])
        : open;
    },
  });
  return heading + astToString(nodes);
}

if (import.meta.main) {
  await runPlainScript(`npm run sdk:types\n\nWrites ${sdkTypesFile}.\n`, async () =>
    writeFileSync(sdkTypesFile, await sdkTypes(ownDocument())),
  );
}
