/** What the server says of itself. */
import { serverInformation } from "@grantry/contract/v1/server";
import { version } from "../../lib/version.ts";
import { route } from "../route.ts";
import { sendConstant } from "./openapi/constant.ts";
import { instantOf } from "./time.ts";

const tag = "Server";

export const serverOperations = [
  route({
    method: "GET",
    path: "/v1",
    for: "public",
    operationId: "getServer",
    tag,
    summary: "What this server is and can do",
    answer: serverInformation,
    handler: ({ publicUrl, clock }) => ({
      version,
      api_versions: ["v1"],
      public_url: publicUrl,
      openapi_url: `${publicUrl}/v1/openapi.json`,
      docs_url: `${publicUrl}/docs`,
      features: ["idempotency", "tokens"],
      limits: { body_bytes: 65_536, page_items: 200 },
      time: instantOf(clock.nowSeconds()),
    }),
  }),
  route({
    method: "GET",
    path: "/v1/openapi.json",
    for: "public",
    hidden: true,
    handler: (_context, _nobody, request, reply) =>
      sendConstant(request, reply, request.server.reference.document()),
  }),
];
