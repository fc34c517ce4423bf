/** Calls our own API, `/v1`, as a backend, a user or an operator does. */
import { type Answer, toAnswer } from "./api.ts";
import { ids, secrets, type World } from "./harness.ts";

export interface OwnCall {
  /** The credential; none where it is null. */
  readonly as?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `call("POST", "/v1/apps/app_test/tokens", { body })`; as the test app's backend unless told. */
export type OwnApi = (method: string, path: string, call?: OwnCall) => Promise<Answer>;

const isSentAsIs = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === "string" || body instanceof Uint8Array;

/** Our own API of a world. Bodies are JSON; a text is sent as it is, and so are bytes. */
export function ownApiOf({ url }: Pick<World, "url">): OwnApi {
  return (method, path, { as = secrets.serviceToken, body, headers = {} } = {}) =>
    toAnswer(
      fetch(url + path, {
        method,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${as}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isSentAsIs(body) ? body : JSON.stringify(body) }),
      }),
    );
}

/**
 * `operate("PATCH", "policies/slack", body)`: an operator's calls about a workspace, without a leading
 * slash; as the test workspace's key unless told.
 */
export function workspaceApiOf(
  world: Pick<World, "url">,
  { workspaceId = ids.workspace as string, as = secrets.workspaceKey as string } = {},
): (method: string, path: string, body?: unknown) => Promise<Answer> {
  const call = ownApiOf(world);
  return (method, path, body) =>
    call(method, `/v1/workspaces/${workspaceId}/${path}`, {
      as,
      ...(body === undefined ? {} : { body }),
    });
}
