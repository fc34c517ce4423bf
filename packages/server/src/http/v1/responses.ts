/** What an operation of `/v1` answers, for the OpenAPI document and for the one who writes answers. */
import { problem } from "@grantry/contract/v1/common";
import { z } from "zod";
import type { Route } from "../route.ts";

const refusal = {
  description: "A problem document (RFC 9457). Branch on `code`.",
  content: { "application/problem+json": { schema: problem } },
};

/** By status: the answer of success, and the one shape of refusals. */
export function problemResponses({ answer, status }: Route) {
  const success: number = status ?? 200;
  return { [success]: answer ?? z.unknown(), "4xx": refusal, "5xx": refusal };
}
