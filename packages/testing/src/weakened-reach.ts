/** Calls of a server that has fewer rules for them. */
import type { AppInput } from "@grantry/server/app";
import { type Outbound, OutboundError } from "@grantry/server/lib/outbound";
import { openReach, type Reach } from "@grantry/server/lib/reach";

type OpenReach = NonNullable<
  NonNullable<NonNullable<AppInput["weakened"]>["defences"]>["openReach"]
>;

/** Every origin is in it. */
class AllOrigins extends Set<string> {
  override has(): boolean {
    return true;
  }

  override get size(): number {
    return 1;
  }
}

/** Private addresses are called like public ones. */
export const everywhere: OpenReach = (_originsOf, options) =>
  openReach(() => new AllOrigins(), options);

/** Answers are read to an end that may never come; what is waited for stays bounded. */
export const endlessAnswers: OpenReach = (originsOf, options) =>
  openReach(originsOf, { ...options, bodyBytesMax: 64 * 1_048_576 });

const failed = (cause: unknown) => new OutboundError("no_answer", "No usable answer.", cause);

/** Redirects are followed, wherever they lead. */
export const followed: OpenReach = (originsOf, options) =>
  changed(openReach(originsOf, options), () => async ({ method, url, headers, body }) => {
    try {
      const answer = await fetch(url, { method, headers, body: body ?? null, redirect: "follow" });
      const text = await answer.text();
      return new Response(text === "" ? null : text, { status: answer.status });
    } catch (cause) {
      throw failed(cause);
    }
  });

/** Metadata is taken for that of whoever was asked. */
export const ofAnyIssuer: OpenReach = (originsOf, options) =>
  changed(openReach(originsOf, options), (send) => async (request) => {
    const answer = await send(request);
    const [origin, path] =
      /^(https?:\/\/[^/]+)(?:\/\.well-known\/oauth-authorization-server)(\/.*)?$/
        .exec(request.url)
        ?.slice(1) ??
      /^(.*)(\/\.well-known\/openid-configuration)$/.exec(request.url)?.slice(1) ??
      [];
    if (origin === undefined || answer.status !== 200) return answer;
    const issuer = path?.startsWith("/.well-known/") ? origin : `${origin}${path ?? ""}`;
    return Response.json({ ...((await answer.json()) as object), issuer });
  });

function changed(
  opened: ReturnType<OpenReach>,
  change: (send: Outbound) => Outbound,
): ReturnType<OpenReach> {
  const reach = (workspaceId: string): Reach => {
    const made = opened.reach(workspaceId);
    const { send, sendDirectly, sendToSignIn } = made;
    return {
      ...made,
      send: change(send),
      sendDirectly: change(sendDirectly),
      sendToSignIn: change(sendToSignIn),
    };
  };
  return { ...opened, reach };
}
