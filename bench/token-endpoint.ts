/**
 * A token endpoint in its own process: refreshes whatever it is asked to (RFC 6749 section 6), as late as
 * an API on the internet, until it is told of a fault.
 */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createFaults, type Fault } from "../packages/sandbox/src/faults.ts";
import { misbehave, writeAnswer } from "../packages/sandbox/src/misbehave.ts";
import { answer } from "./child.ts";

/** How long an API's authorization server takes to answer: short for one on the internet. */
const usual: Fault = { kind: "slow", ms: 20 };
const { faults, take } = createFaults<"token">();
const closing = new AbortController().signal;
let asked = 0;

const server = createServer((request, response) => {
  const refresh = async () =>
    writeAnswer(response, {
      body: {
        access_token: randomBytes(48).toString("base64url"),
        refresh_token: randomBytes(48).toString("base64url"),
        token_type: "Bearer",
        expires_in: 3_600,
      },
    });
  request.resume().on("end", () => {
    asked += 1;
    misbehave(take("token") ?? usual, response, refresh, closing).catch(() => response.destroy());
  });
});

/** To a number it first listens there; to a fault, answers so from now on. Tells how often it was asked. */
answer(async (question: number | Fault | "count") => {
  if (typeof question === "number") {
    await new Promise<void>((resolve) => server.listen(question, "127.0.0.1", () => resolve()));
  } else if (question !== "count") faults.every("token", question);
  return asked;
});
