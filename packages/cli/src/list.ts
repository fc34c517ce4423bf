/** Lists of `/v1`, which come in pages. */
import type { z } from "zod";
import { CliError } from "./failure.ts";
import type { Session } from "./session.ts";

const pageItems = 200;
/** Lists longer than 200,000 items are not for a command line; a server that never ends one is stopped, too. */
const pagesMax = 1_000;

interface Page {
  readonly data: readonly unknown[];
  readonly next_cursor: string | null;
}

/** Every item of a list, page by page to its end. `path` may have a query. Throws where it has no end. */
export async function everyItem<S extends z.ZodType<Page>>(
  session: Session,
  schema: S,
  path: string,
): Promise<z.output<S>["data"][number][]> {
  const found: z.output<S>["data"][number][] = [];
  for await (const { data } of pagesOf(session, schema, path)) found.push(...data);
  return found;
}

/** The pages of a list, each asked for once the one before was looked at. Throws where it has no end. */
export async function* pagesOf<S extends z.ZodType<Page>>(
  session: Session,
  schema: S,
  path: string,
): AsyncGenerator<z.output<S>> {
  const first = `${path}${path.includes("?") ? "&" : "?"}limit=${pageItems}`;
  let cursor: string | null = null;
  for (let count = 0; count < pagesMax; count += 1) {
    const after: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: z.output<S> = await session.ask(schema, { path: `${first}${after}` });
    yield page;
    cursor = page.next_cursor;
    if (cursor === null) return;
  }
  throw new CliError("server", `${session.server} answered a list without end.`, {
    code: "server_answer_invalid",
  });
}
