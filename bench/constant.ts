/** A server that answers every request with the same bytes: shows what the load can do at most. */
import { createServer } from "node:http";

const body = JSON.stringify({ access_token: "x".repeat(512), token_type: "Bearer" });
const headers = { "content-type": "application/json", "content-length": body.length };

createServer((_request, response) => {
  response.writeHead(200, headers).end(body);
}).listen(Number(process.env["PORT"]), "127.0.0.1");
