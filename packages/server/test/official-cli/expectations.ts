/** What tests look for in the runs of the official command line. */
import { expect } from "vitest";
import type { Ran } from "./run.ts";

/** The connect link in what was printed. */
export function linkIn({ text }: Ran): string {
  const link = /https?:\/\/\S+\/api\/external-auth\/connect\/[\w-]+/.exec(text)?.[0];
  if (link === undefined) throw new Error(`no link: ${text}`);
  return link;
}

export function expectRun(ran: Ran, code: number, ...texts: (string | RegExp)[]): void {
  expect(ran.code, ran.text).toBe(code);
  for (const text of texts) expect(ran.text).toMatch(text);
}
