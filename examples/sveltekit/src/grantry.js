import process from "node:process";
import { createClient } from "@grantry/sdk";

/** Made per request: what the environment has when the app runs, not when it is built. */
export const connectors = () =>
  createClient({
    serverUrl: process.env.GRANTRY_URL,
    appId: process.env.GRANTRY_APP_ID,
    serviceToken: process.env.GRANTRY_SERVICE_TOKEN,
  }).asServiceRole.connectors;
