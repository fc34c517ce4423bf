/** What the server says of itself, and who calls. */
import { z } from "zod";
import { instant } from "./common.ts";

export const serverInformation = z
  .object({
    version: z.string(),
    api_versions: z.array(z.string()),
    public_url: z.url(),
    openapi_url: z.url(),
    docs_url: z.url().describe("The page that explains the operations."),
    features: z.array(z.string()),
    limits: z.object({
      body_bytes: z.int().describe("Bytes of a request's body."),
      page_items: z.int().describe("Items of a page."),
    }),
    time: instant,
  })
  .meta({
    id: "Server",
    description: "`GET /v1`. Clients look at `features`, not at `version`.",
    examples: [
      {
        version: "0.1.0",
        api_versions: ["v1"],
        public_url: "https://connect.example.com",
        openapi_url: "https://connect.example.com/v1/openapi.json",
        docs_url: "https://connect.example.com/docs",
        features: ["idempotency"],
        limits: { body_bytes: 65536, page_items: 200 },
        time: "2026-05-04T09:00:00Z",
      },
    ],
  });

export const me = z
  .object({
    user_id: z.string().describe("As the issuer names the user."),
    issuer: z.string().nullable(),
    email: z.string().nullable(),
    name: z.string().nullable(),
  })
  .meta({
    id: "Me",
    description: "`GET /v1/apps/{app_id}/me`: the user whose JWT was sent.",
    examples: [{ user_id: "ada", issuer: null, email: "ada@example.com", name: "Ada" }],
  });
