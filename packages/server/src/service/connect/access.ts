/** What an app asks for, in words for the person who decides: never the names of scopes. */
import type { ProviderConnector } from "../../provider/catalogue.ts";

export interface Access {
  /** What the app will be able to do, each once. */
  readonly lines: readonly AccessLine[];
  /** Whether it asks for more than there are words for. */
  readonly hasFurther: boolean;
}

export interface AccessLine {
  readonly title: string;
  /** What it does not allow, where that is what people worry about. */
  readonly note: string | null;
}

/** Remarks for developers at the end of a description: "(sensitive)", "(restricted)". */
const remark = /\s*\((?:sensitive|restricted)[^()]*\)\.?$/i;

/** The words for scopes, in the order in which they are asked for. */
export function accessOf({ connector }: ProviderConnector, scopes: readonly string[]): Access {
  const described = new Map(
    connector.scopes.available.map(({ scope, description }) => [scope, description]),
  );
  const titles = new Set<string>();
  let hasFurther = false;
  for (const scope of scopes) {
    const title = described.get(scope)?.replace(remark, "") ?? "";
    if (title === "" || title === scope) hasFurther = true;
    else titles.add(title);
  }
  return { lines: [...titles].map((title) => ({ title, note: null })), hasFurther };
}
