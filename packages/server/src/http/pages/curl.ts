/** An operation as a command that can be pasted into a shell. */
import type { Operation } from "../v1/openapi/operation.ts";

export interface Call {
  readonly publicUrl: string;
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly operation: Operation;
}

/** What is not known stands as a variable of the shell: `$APP_ID`, and `$TOKEN` for the credential. */
export function curlOf({ publicUrl, method, path, operation }: Call): string {
  const address = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `$${name.toUpperCase()}`);
  const contents = operation.requestBody?.content;
  const body = (contents?.["application/json"] ?? contents?.["*/*"])?.example;
  const headers = [
    ...(operation.security.length === 0 ? [] : [`-H "authorization: Bearer $TOKEN"`]),
    ...(operation["x-idempotency"] === true ? [`-H "idempotency-key: $(uuidgen)"`] : []),
    ...(body === undefined ? [] : ['-H "content-type: application/json"', `-d ${quoted(body)}`]),
  ];
  const by = method === "GET" || (method === "POST" && body !== undefined) ? "" : `-X ${method} `;
  return [`curl ${by}"${publicUrl}${address}"`, ...headers].join(" \\\n  ");
}

/** JSON as one word of a shell. */
function quoted(body: unknown): string {
  return `'${JSON.stringify(body).replaceAll("'", `'\\''`)}'`;
}
