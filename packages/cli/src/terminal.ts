/** The person's terminal: progress, questions, a browser. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { usage } from "./failure.ts";
import type { Outside } from "./outside.ts";

export interface Terminal {
  /** Says what is going on, on standard error. */
  progress(text: string): void;
  /** Whether somebody can answer. */
  readonly interactive: boolean;
  /** Asks before something is changed. Throws where nobody can answer: then `--yes` is needed. */
  confirm(question: string): Promise<boolean>;
  /** Asks for a line of text. Throws where nobody can answer. */
  ask(question: string): Promise<string>;
  /** Opens an address in the person's browser, where there is somebody; else does nothing. */
  open(url: string): void;
}

/** `json`: a script reads the answer, and nobody is asked. */
export function createTerminal(
  { input, errors }: Outside,
  { json }: { readonly json: boolean },
): Terminal {
  const interactive = !json && input.isTTY === true && errors.isTTY === true;
  const ask = async (question: string) => {
    if (!interactive)
      throw usage("There is no terminal to ask in: add --yes to go ahead without asking.");
    const reader = createInterface({ input, output: errors });
    const answer = await reader.question(question);
    reader.close();
    return answer.trim();
  };
  return {
    interactive,
    progress: (text) => {
      errors.write(`${text}\n`);
    },
    confirm: async (question) => /^y(es)?$/i.test(await ask(`${question} [y/N] `)),
    ask,
    open: (url) => {
      if (!interactive || !/^https?:\/\//.test(url)) return;
      const program = process.platform === "darwin" ? "open" : "xdg-open";
      const child = spawn(program, [url], { stdio: "ignore", detached: true });
      // There may be no browser; the address was printed.
      child.once("error", () => {});
      child.unref();
    },
  };
}
