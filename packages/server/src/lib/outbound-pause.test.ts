/** A process that stood still while its answer came: suspended, or without a processor for a while. */

import { Worker } from "node:worker_threads";
import { serve } from "@grantry/testing/loopback";
import { afterEach, expect, test } from "vitest";
import { directly } from "./egress.ts";
import { createOutbound } from "./outbound.ts";

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server in a thread of its own, which goes on while this one stands still. It answers when it is told. */
const serverCode = `
  const { createServer } = require("node:http");
  const { parentPort, workerData } = require("node:worker_threads");
  const [asked, told, answered] = [0, 1, 2];
  const say = (what) => { Atomics.store(workerData, what, 1); Atomics.notify(workerData, what); };
  createServer((request, response) => {
    say(asked);
    Atomics.wait(workerData, told, 0);
    response.end("kept", () => say(answered));
  }).listen(0, "127.0.0.1", function () { parentPort.postMessage(this.address().port); });
`;

/** Starts it, and the marks by which both threads wait for each other. */
async function inThread(code: string) {
  const marks = new Int32Array(new SharedArrayBuffer(16));
  const worker = new Worker(code, { eval: true, workerData: marks });
  closers.push(() => worker.terminate());
  const port = await new Promise<number>((resolve) => worker.once("message", resolve));
  return { marks, worker, origin: `http://127.0.0.1:${port}` };
}

function outboundTo(origin: string, options = {}) {
  const outbound = createOutbound({
    egress: directly,
    allowedPrivateOrigins: new Set([origin]),
    ...options,
  });
  closers.push(outbound.close);
  return outbound;
}

const totalTimeoutMs = 2_000;

test("an answer that had come when the process went on is read, though its time was over (G4)", async () => {
  const { marks, origin } = await inThread(serverCode);
  const outbound = outboundTo(origin, { totalTimeoutMs });
  const call = outbound.send({ method: "GET", url: `${origin}/`, headers: {} });
  await Atomics.waitAsync(marks, 0, 0).value;
  Atomics.store(marks, 1, 1);
  Atomics.notify(marks, 1);
  Atomics.wait(marks, 2, 0);
  // Nothing of this thread runs any more, and its deadline passes.
  Atomics.wait(marks, 3, 0, totalTimeoutMs + 100);
  const came = await call.then(
    (answer) => answer.text(),
    () => "thrown away",
  );
  expect(came).toBe("kept");
});

/** One that answers at once, and closes the connections that it keeps when it is told. */
const closingCode = `
  const { createServer } = require("node:http");
  const { parentPort, workerData } = require("node:worker_threads");
  const say = (what) => { Atomics.store(workerData, what, 1); Atomics.notify(workerData, what); };
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end(String(request.socket.remotePort)));
  });
  server.on("connection", (socket) => socket.on("close", () => say(0)));
  server.listen(0, "127.0.0.1", function () { parentPort.postMessage(this.address().port); });
  parentPort.on("message", () => server.closeAllConnections());
`;

test("a connection that its server closed while the process stood still carries no refresh, which would be lost (G4)", async () => {
  const { marks, worker, origin } = await inThread(closingCode);
  const outbound = outboundTo(origin);
  const refresh = async () => {
    const answer = await outbound.send({ method: "POST", url: origin, headers: {}, body: "a=b" });
    return await answer.text();
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  // Until one was kept from a call to the next, which a machine that stops for a second would undo.
  let last = "";
  for (let port = await refresh(); port !== last; port = await refresh()) {
    last = port;
    await turn();
  }
  await turn();
  worker.postMessage("close");
  Atomics.wait(marks, 0, 0);
  expect(await refresh(), "another connection").not.toBe(last);
});

test("a connection that nothing uses is closed long before its server would, whatever that promises (G4)", async () => {
  const closed = Promise.withResolvers<void>();
  const { origin, server, close } = await serve((_request, answer) => {
    answer.setHeader("keep-alive", "timeout=600").end();
    answer.socket?.on("close", () => closed.resolve());
  });
  // By itself it never closes one.
  server.keepAliveTimeout = 0;
  closers.push(close);
  await outboundTo(origin).send({ method: "GET", url: origin, headers: {} });
  await closed.promise;
});
