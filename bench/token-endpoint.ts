/** A token endpoint that renews whatever it is asked to (RFC 6749 section 6), in its own process. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { answer } from "./child.ts";

/** How long an API's authorization server takes to answer, ms: short for one on the internet. */
const answersAfterMs = 20;
let renewed = 0;

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    setTimeout(() => {
      renewed += 1;
      response.writeHead(200, { "content-type": "application/json" }).end(
        JSON.stringify({
          access_token: randomBytes(48).toString("base64url"),
          refresh_token: randomBytes(48).toString("base64url"),
          token_type: "Bearer",
          expires_in: 3_600,
        }),
      );
    }, answersAfterMs);
  });
});

/** Answers how many tokens it has renewed; to a number it first listens there. */
answer(async (question: number | "count") => {
  if (question !== "count") {
    await new Promise<void>((resolve) => server.listen(question, "127.0.0.1", () => resolve()));
  }
  return renewed;
});
