import { answer } from "./work.js";

const environment = Deno.env.toObject();
const at = { hostname: "127.0.0.1", port: Number(environment.PORT) };
Deno.serve(at, (request) => answer(request, environment));
