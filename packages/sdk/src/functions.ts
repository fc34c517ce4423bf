/** `client.functions`: calls the app's backend functions through the server. */
import { readAnswer } from "./answer.ts";
import { pathSegment, requireText } from "./arguments.ts";
import type { CallOptions } from "./connector-types.ts";
import { GrantryError } from "./errors.ts";
import type { Credentials, Exchange } from "./request.ts";

/** What a function answered. */
export interface FunctionResult<Data = unknown> {
  /** The answer's JSON; its text where it is none; null where it is empty. */
  data: Data;
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
}

/** `client.functions` and `client.asServiceRole.functions` */
export interface FunctionsModule {
  /**
   * Calls a function with named parameters: as JSON, or as a form where one of them is a `File` or
   * `data` is a `FormData`.
   *
   * @throws GrantryError `function_failed` where the function answered with an error, whose parsed
   * body is in `data`; `functions_unavailable`, `functions_timeout` and others where it could not.
   * @example
   * ```ts
   * const { data } = await client.functions.invoke("list-events", { month: "2026-05" });
   * ```
   */
  invoke<Data = unknown>(
    functionName: string,
    data?: Record<string, unknown> | FormData,
    options?: CallOptions,
  ): Promise<FunctionResult<Data>>;
  /**
   * Calls a function with any method and gives the `Response`, also one that streams. `path` may go
   * deeper than the function's name and have a query. Takes as long as it takes: pass a `signal`.
   *
   * @example
   * ```ts
   * const response = await client.functions.fetch("reports/export?month=2026-05");
   * const file = await response.blob();
   * ```
   */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** Builds the module. `credentials` says who asks. */
export function createFunctions(exchange: Exchange, credentials: Credentials): FunctionsModule {
  return {
    invoke: async <Data>(
      functionName: string,
      data?: Record<string, unknown> | FormData,
      options: CallOptions = {},
    ) => {
      const path = functionPath(functionName, "Function name");
      if (typeof data === "string") {
        throw new Error(`Function ${functionName} must receive an object with named parameters`);
      }
      const { signal } = options;
      const body = data === undefined ? undefined : toBody(data);
      const request = { method: "POST", path, credentials, body, signal } as const;
      return await exchange.send(request, (response, text) => ({
        data: readData(functionName, response, text) as Data,
        status: response.status,
        headers: Object.fromEntries(response.headers),
      }));
    },
    fetch: async (path, init = {}) => {
      requireText(path, "Function path");
      const [route = "", query] = path.split(/\?(.*)/s, 2);
      const at = functionPath(route, "Function path") + (query === undefined ? "" : `?${query}`);
      return await exchange.open(at, credentials, init);
    },
  };
}

function functionPath(name: string, label: string): string {
  requireText(name, label);
  const segments = name.replace(/^\//, "").split("/");
  return `/functions/${segments.map((segment) => pathSegment(segment, label)).join("/")}`;
}

/** A form where something must be sent that JSON cannot hold. */
function toBody(data: Record<string, unknown> | FormData): unknown {
  if (data instanceof FormData) return data;
  const entries = Object.entries(data);
  if (!entries.some(([, value]) => value instanceof File)) return data;
  const form = new FormData();
  for (const [name, value] of entries) {
    if (value instanceof File) form.append(name, value, value.name);
    else if (typeof value === "object" && value !== null) form.append(name, JSON.stringify(value));
    else form.append(name, String(value));
  }
  return form;
}

/** What the function answered; a GrantryError where it or the server refused. */
function readData(functionName: string, response: Response, text: string): unknown {
  // Only the server itself sets this header: a function's is not passed on.
  if (response.headers.has("Grantry-Error")) return readAnswer(response, text);
  const data = parse(response, text);
  if (response.ok) return data;
  const { status } = response;
  throw new GrantryError(`The function ${functionName} answered with status ${status}.`, {
    code: "function_failed",
    status,
    requestId: response.headers.get("X-Request-ID") ?? undefined,
    data,
  });
}

function parse(response: Response, text: string): unknown {
  if (text === "") return null;
  if (response.headers.get("Content-Type")?.includes("json") !== true) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
