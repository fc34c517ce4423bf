import process from "node:process";
import express from "express";
import { work } from "./work.js";

const app = express();
app.all("/events", async (request, response) => {
  response.json(await work(request, request.method, process.env));
});
app.listen(Number(process.env.PORT), "127.0.0.1");
