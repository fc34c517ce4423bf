import { connect } from "node:net";
import type { Answer } from "@grantry/sandbox/faults";
import type { Received } from "@grantry/testing/scripted-server";
import { type Attack, firstThrough } from "../attack.ts";
import type { Scene } from "../scene.ts";

const answerMsMax = 5_000;

/** Sends bytes as they are, and reads what comes until the server closes, or is silent for too long. */
export async function exchange(target: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(target);
  return await new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(answerMsMax, end);
    socket.on("data", (part) => {
      text += part.toString("latin1");
    });
    socket.on("error", end);
    socket.on("close", end);
  });
}

/** A function of the hostile app: what arrives at it is written down. */
async function openFunction(scene: Scene): Promise<{ readonly path: string; seen(): Received[] }> {
  const { setFunctions, functionPath } = scene.adapter.can;
  if (!setFunctions || !functionPath) throw new Error("the adapter lacks something");
  const { server, origin } = scene.providers;
  const answer: Answer = { body: { ok: true } };
  server.on("/functions/echo", answer);
  server.on("/functions/inside", answer);
  if (!(await setFunctions("hostile", `${origin}/functions`))) throw new Error("no functions");
  const before = server.requests.length;
  const path = functionPath("hostile", "echo");
  return {
    path,
    seen: () => server.requests.slice(before).filter((one) => !one.path.startsWith("/.well-known")),
  };
}

/** Headers that only the server may say. */
const forged = {
  "base44-service-authorization": "Bearer forged",
  "base44-app-id": "app_forged",
  "base44-api-url": "http://forged.example",
  "x-grantry-user": "forged",
  "x-forwarded-for": "forged",
  "x-request-id": "forged forged",
  cookie: "session=forged",
  host: "forged.example",
} as const;

/** Names that a list in `Connection` would have a proxy leave out. */
const hopByHop = "keep-alive, base44-service-authorization, base44-app-id, authorization";

export const smuggledHeaders: Attack = {
  name: "smuggled-headers",
  tries:
    "Who calls a function sends what only the server may say, or has the server's own headers dropped as hop-by-hop.",
  against: [84],
  success:
    "A function is told something by its caller in the server's name, or lacks what the server says.",
  needs: ["setFunctions", "functionPath"],
  stoppedBy: [["function_headers"]],
  run: async (scene) => {
    const { path, seen } = await openFunction(scene);
    const host = new URL(scene.adapter.target).host;
    const head = (lines: readonly string[]) =>
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: 0\r\n${lines.map((one) => `${one}\r\n`).join("")}\r\n`;
    const ways = [
      ...Object.entries(forged).flatMap(([name, value]) =>
        name === "host" ? [] : [`${name}: ${value}`],
      ),
      `Connection: ${hopByHop}`,
      "Base44-Service-Authorization : Bearer forged",
      "base44_service_authorization: Bearer forged",
    ];
    return await firstThrough(
      ways,
      async (line) => {
        const before = seen().length;
        await exchange(scene.adapter.target, head([line]));
        const [call] = seen().slice(before);
        if (call === undefined) return null;
        const text = JSON.stringify(call.headers);
        if (text.includes("forged")) return `${line} reached the function.`;
        const own = call.headers["base44-service-authorization"];
        return own === undefined ? `${line} took the server's own header away.` : null;
      },
      `${ways.length} headers reached no function, and took none of the server's away.`,
    );
  },
};

export const smuggledRequests: Attack = {
  name: "smuggled-requests",
  tries:
    "A request is written so that a proxy and the server read two different ones: two lengths, a length and chunks, a name with a blank, two hosts, a path that leads elsewhere.",
  against: [82, 84],
  success:
    "A second request, or another path, arrives at a function; or a request with two hosts is answered as usual.",
  needs: ["setFunctions", "functionPath"],
  stoppedBy: [["one_host"]],
  run: async (scene) => {
    const { path, seen } = await openFunction(scene);
    const { target } = scene.adapter;
    const { host } = new URL(target);
    const inner = `POST ${path.replace(/echo$/, "inside")} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`;
    const to = (lines: string, body = "", first = `POST ${path} HTTP/1.1`) =>
      `${first}\r\nHost: ${host}\r\n${lines}\r\n${body}`;
    const folder = path.replace(/echo$/, "");
    const ways: Readonly<Record<string, string>> = {
      "a length and chunks": to(
        `Content-Length: ${inner.length + 5}\r\nTransfer-Encoding: chunked\r\n`,
        `0\r\n\r\n${inner}`,
      ),
      "chunks that are spelt otherwise": to(
        `Content-Length: ${inner.length + 5}\r\nTransfer-Encoding: xchunked\r\n`,
        `0\r\n\r\n${inner}`,
      ),
      "a blank before the colon": to(
        `Content-Length: 4\r\nTransfer-Encoding : chunked\r\n`,
        `0\r\n\r\n${inner}`,
      ),
      "two lengths": to(`Content-Length: 0\r\nContent-Length: ${inner.length}\r\n`, inner),
      "a length with a sign": to(`Content-Length: +0\r\n`, inner),
      "bare line ends": to(
        `X: y\nTransfer-Encoding: chunked\r\nContent-Length: ${inner.length + 5}\r\n`,
        `0\r\n\r\n${inner}`,
      ),
      "dots in the path": to("Content-Length: 0\r\n", "", `POST ${folder}echo/../inside HTTP/1.1`),
      "encoded dots": to("Content-Length: 0\r\n", "", `POST ${folder}echo/%2e%2e/inside HTTP/1.1`),
      "an encoded slash": to(
        "Content-Length: 0\r\n",
        "",
        `POST ${folder}echo%2f..%2finside HTTP/1.1`,
      ),
      "a backslash": to("Content-Length: 0\r\n", "", `POST ${folder}..\\inside HTTP/1.1`),
    };
    const twoHosts = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nHost: forged.example\r\nConnection: close\r\n\r\n`;
    return await firstThrough(
      [...Object.entries(ways), ["two hosts", twoHosts] as const],
      async ([name, bytes]) => {
        const before = seen().length;
        const answer = await exchange(target, bytes);
        const calls = seen().slice(before);
        if (calls.some((one) => one.path === "/functions/inside"))
          return `${name}: another request arrived.`;
        if (calls.length > 1) return `${name}: ${calls.length} calls arrived.`;
        const isUsual = name === "two hosts" && /^HTTP\/1\.1 200/.test(answer);
        return isUsual ? "A request with two hosts was answered as usual." : null;
      },
      `${Object.keys(ways).length + 1} ambiguous requests were refused, or read as one and of their own path.`,
    );
  },
};
