import { answer } from "./work.js";

Bun.serve({
  hostname: "127.0.0.1",
  port: Number(Bun.env.PORT),
  fetch: (request) => answer(request, Bun.env),
});
