import process from "node:process";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { work } from "./work.js";

const app = new Hono();
// Hono's own request, and the web's underneath.
app.all("/events", async (c) => c.json(await work(c.req, c.req.method, process.env)));
app.all("/raw", async (c) => c.json(await work(c.req.raw, c.req.method, process.env)));
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT) });
