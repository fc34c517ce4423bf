/** The page on which a browser sees how its consent stands, or ended. */
import type { FastifyReply } from "fastify";
import type { Seen } from "../../service/connect/index.ts";
import { setBrowserCookie } from "../browser-cookie.ts";
import type { HttpContext } from "../context.ts";
import { choicePage } from "../pages/choice.ts";
import { endPage } from "../pages/end.ts";
import { languageFor } from "../pages/language.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { underWayPage } from "../pages/under-way.ts";

/**
 * By the cookie the browser sees the end again. It stays for the rest of its time, but lasts for as long as another
 * attempt may begin where the page offers one.
 */
export function sendSeen(context: HttpContext, reply: FastifyReply, seen: Seen): FastifyReply {
  // The app's own page says what came of it.
  if (seen.kind === "to_app") return hidden(reply).redirect(seen.url, 303);
  const { parties } = partsOf(seen);
  const language = languageFor(reply.request, parties.locale);
  if (seen.kind === "under_way") return sendPage(reply.code(202), underWayPage(parties, language));
  if (seen.kind === "choose") {
    const { choice } = seen;
    setBrowserCookie(context, reply, choice.cookie);
    return sendPage(reply.code(choice.missing ? 400 : 200), choicePage(choice, language));
  }
  const { ended } = seen;
  if (ended.cookie !== null) setBrowserCookie(context, reply, ended.cookie);
  const isDone = ended.status === "completed" && ended.over === null;
  return sendPage(reply.code(isDone ? 200 : 400), endPage(ended, language));
}

function partsOf(seen: Exclude<Seen, { kind: "to_app" }>) {
  if (seen.kind === "choose") return seen.choice;
  return seen.kind === "ended" ? seen.ended : seen;
}
