/** Pages: enter the code of a command line, approve or deny it, sign it out again. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isGrantryError } from "../../lib/error.ts";
import {
  claimDeviceAuthorization,
  decideDevice,
  signOutCommandLine,
} from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";
import { deviceApprovalPage, deviceCodePage, deviceEndPage } from "../pages/device.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { page } from "../route.ts";
import { isMendable, sessionOf, toSignIn } from "./page-part.ts";

const code = z.string().max(32);
/** A code in an address is only filled in; anything else there is ignored. */
const codeQuery = z.object({
  user_code: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,16}$/)
    .catch(""),
});
const codeForm = z.object({ user_code: code });
const decisionForm = codeForm.extend({ decision: z.enum(["approve", "deny"]) });
const signOutForm = z.object({ command_line: z.string().max(128) });

async function showCode(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { user_code: userCode } = parsed(codeQuery, request.query);
  const session = await sessionOf(context, request);
  if (session === undefined) return toSignIn(reply, `/device?user_code=${userCode}`);
  return sendPage(reply, deviceCodePage(userCode, null));
}

async function enterCode(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { user_code: userCode } = parsed(codeForm, request.body);
  const session = await sessionOf(context, request);
  if (session === undefined) return toSignIn(reply, "/device");
  try {
    const address = clientAddress(request);
    const approval = await claimDeviceAuthorization(context, { session, userCode, address });
    return sendPage(reply, deviceApprovalPage(session, approval));
  } catch (thrown) {
    if (!isGrantryError(thrown, "user_code_invalid") && !isMendable(reply, thrown)) throw thrown;
    return sendPage(reply.code(thrown.status), deviceCodePage(userCode, thrown.detail));
  }
}

async function decide(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { user_code: userCode, decision } = parsed(decisionForm, request.body);
  const session = await sessionOf(context, request);
  if (session === undefined) return toSignIn(reply, "/device");
  const approve = decision === "approve";
  await decideDevice(context, session, { userCode, approve });
  return sendPage(reply, deviceEndPage(approve));
}

async function signOut(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const form = parsed(signOutForm, request.body);
  const session = await sessionOf(context, request);
  if (session === undefined) return toSignIn(reply, "/account");
  await signOutCommandLine(context, session, form.command_line);
  return redirectWithin(hidden(reply), "/account");
}

export const devicePages = [
  page("GET", "/device", showCode),
  page("POST", "/device", enterCode),
  page("POST", "/device/decision", decide),
  page("POST", "/account/sign-out-command-line", signOut),
];
