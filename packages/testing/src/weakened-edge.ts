/** Pages and requests of a server whose edge has one rule less. Each is handed the HTTP server before its routes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

type Edge = (http: FastifyInstance) => void;
type Change = (
  page: string,
  reply: FastifyReply,
  request: FastifyRequest,
) => string | Promise<string>;

/** Changes every page that is sent. */
const onPages =
  (change: Change): Edge =>
  (http) => {
    http.addHook("onSend", async (request, reply, payload) => {
      const isPage = String(reply.getHeader("content-type")).includes("text/html");
      return isPage && typeof payload === "string"
        ? await change(payload, reply, request)
        : payload;
    });
  };

const policy = "content-security-policy";

/** The link answers its own question, and leaves. */
const confirmsItself: Edge = (http) =>
  onPages(async (page, reply, { url, method }) => {
    const token = /name="token" value="([^"]+)"/.exec(page)?.[1];
    if (method !== "GET" || !url.includes("/connect/") || token === undefined) return page;
    const [cookie = ""] = [reply.getHeader("set-cookie")].flat().map(String);
    const answer = await http.inject({
      method: "POST",
      url,
      headers: {
        cookie: cookie.split(";")[0] ?? "",
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
      },
      payload: new URLSearchParams({ decision: "continue", token }).toString(),
    });
    reply.header(policy, String(answer.headers[policy]));
    return answer.body;
  })(http);

/** The provider is not told what the code is to be bound to. */
const noChallenge: Edge = (http) => {
  const bare = (text: string) =>
    text.replaceAll(/(?:&amp;|&)code_challenge(?:_method)?=[^&"]*/g, "");
  onPages(bare)(http);
  http.addHook("onSend", async (_request, reply) => {
    const location = reply.getHeader("location");
    if (typeof location === "string") reply.header("location", bare(location));
  });
};

const messagesForAll = onPages((page) =>
  page.replace(/"messageOrigin":(?:"[^"]*"|null)/, '"messageOrigin":"*"'),
);

const frames = onPages((page, reply) => {
  reply.removeHeader("x-frame-options");
  const given = String(reply.getHeader(policy) ?? "");
  reply.header(policy, given.replace("frame-ancestors 'none'", "frame-ancestors *"));
  return page;
});

const noPolicy = onPages((page, reply) => {
  reply.removeHeader(policy);
  return page;
});

const characters = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" } as const;
const unescaped = onPages((page) =>
  page.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characters[entity as "&lt;"]),
);

const looksAhead: Edge = (http) => {
  http.addHook("onRequest", async ({ headers }) => {
    for (const name of ["sec-purpose", "purpose", "x-purpose", "x-moz"]) delete headers[name];
  });
};

const anyHosts: Edge = (http) => {
  http.addHook("onRequest", async ({ raw: { rawHeaders } }) => {
    const hosts = rawHeaders.flatMap((name, at) =>
      at % 2 === 0 && name.toLowerCase() === "host" ? [at] : [],
    );
    for (const at of hosts.slice(1).reverse()) rawHeaders.splice(at, 2);
  });
};

/** A press counts from the moment that the page is there. */
const hurried = onPages((page) =>
  page
    .replace('<main class="deliberate">', "<main>")
    .replace("if (works ||", 'if (event.type !== "" ||'),
);

/** Whoever says that they pass a call on for somebody is believed. */
const anyProxy: Edge = (http) => {
  http.addHook("onRequest", async (request) => {
    const claimed = request.headers["x-forwarded-for"];
    if (typeof claimed === "string") Object.defineProperty(request, "ip", { value: claimed });
  });
};

export const edges = {
  confirmsItself,
  noChallenge,
  messagesForAll,
  frames,
  noPolicy,
  unescaped,
  looksAhead,
  anyHosts,
  hurried,
  anyProxy,
} as const;
