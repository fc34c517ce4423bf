/** The page on which a browser sees how its consent stands, or ended. */
import type { FastifyReply } from "fastify";
import type { Seen } from "../../service/connect/index.ts";
import { setBrowserCookie } from "../browser-cookie.ts";
import type { HttpContext } from "../context.ts";
import { choicePage } from "../pages/choice.ts";
import { endPage } from "../pages/end.ts";
import { sendPage } from "../pages/page.ts";
import { underWayPage } from "../pages/under-way.ts";

/** The cookie stays for the rest of its time: by it the browser sees the end again. */
export function sendSeen(context: HttpContext, reply: FastifyReply, seen: Seen): FastifyReply {
  if (seen.kind === "under_way") return sendPage(reply.code(202), underWayPage());
  if (seen.kind === "choose") {
    setBrowserCookie(context, reply, seen.choice.cookie);
    return sendPage(reply.code(seen.choice.missing ? 400 : 200), choicePage(seen.choice));
  }
  const { ended } = seen;
  return sendPage(reply.code(ended.status === "completed" ? 200 : 400), endPage(ended));
}
