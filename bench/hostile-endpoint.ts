/** A token endpoint that answers every refresh with a document made to be costly to its reader. */
import { createServer } from "node:http";
import { answer } from "./child.ts";

/** What the answers hold beside a token that ends in six seconds; sizes in characters. */
export interface HostileAnswer {
  readonly kind: "zeros" | "names" | "scopes";
  readonly characters: number;
}

let body = "";
let asked = 0;

const makers: Readonly<Record<HostileAnswer["kind"], (characters: number) => string>> = {
  zeros: (characters) => `"more":[${"0,".repeat(characters / 2)}0]`,
  names: (characters) =>
    Array.from(
      { length: characters / 10 },
      (_, at) => `"n${String(at).padStart(5, "0")}":0`,
    ).join(),
  scopes: (characters) =>
    `"scope":"${Array.from({ length: characters / 9 }, (_, at) => `s${String(at).padStart(7, "0")}`).join(" ")}"`,
};

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    asked += 1;
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
});

/** To a number it first listens there; to an answer, gives that from now on. Tells how often it was asked. */
answer(async (question: number | HostileAnswer | "count") => {
  if (typeof question === "number") {
    await new Promise<void>((resolve) => server.listen(question, "127.0.0.1", () => resolve()));
  } else if (question !== "count") {
    const more = makers[question.kind](question.characters);
    body = `{"access_token":"at-${"x".repeat(40)}","refresh_token":"rt","token_type":"Bearer","expires_in":6,${more}}`;
  }
  return asked;
});
