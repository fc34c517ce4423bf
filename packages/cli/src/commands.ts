/** Every command, in the order in which help lists them. docs/cli.md is checked against this table. */
import type { Command } from "./command.ts";
import { disconnect, initiate, listAvailable, status } from "./commands/connectors.ts";
import { pull } from "./commands/connectors-pull.ts";
import { push } from "./commands/connectors-push.ts";
import { login, logout, whoami } from "./commands/login.ts";
import { generate } from "./commands/types.ts";

export const commands: readonly Command[] = [
  login,
  logout,
  whoami,
  listAvailable,
  initiate,
  push,
  pull,
  status,
  disconnect,
  generate,
];
