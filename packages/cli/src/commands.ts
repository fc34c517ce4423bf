/** Every command, in the order in which help lists them. docs/cli.md is checked against this table. */
import type { Command } from "./command.ts";
import { apply } from "./commands/apply.ts";
import { changeApp, createApp, listApps, showApp } from "./commands/apps.ts";
import { exportAudit, forgetPerson, verifyAudit } from "./commands/audit.ts";
import { backup, drillRestore, restore } from "./commands/backup.ts";
import {
  listConnections,
  refreshConnection,
  retryConnections,
  revokeConnection,
  showConnection,
} from "./commands/connections.ts";
import { disconnect, initiate, listAvailable, status } from "./commands/connectors.ts";
import { pull } from "./commands/connectors-pull.ts";
import { push } from "./commands/connectors-push.ts";
import { decommission } from "./commands/decommission.ts";
import { doctor } from "./commands/doctor.ts";
import { egressHosts } from "./commands/egress.ts";
import { listGovernance, setGovernance } from "./commands/governance.ts";
import { health } from "./commands/health.ts";
import { setIdentityProvider } from "./commands/identity-providers.ts";
import { addKey, listKeys, resealKeys, retireKey, rotateKeys } from "./commands/keys.ts";
import { licences } from "./commands/licences.ts";
import { login, logout, whoami } from "./commands/login.ts";
import { makeResetLink, secondFactor, unlinkMember } from "./commands/members.ts";
import { listOAuthClients, setOAuthClient } from "./commands/oauth-clients.ts";
import { diff, promote } from "./commands/promote.ts";
import { proveDomain, recover } from "./commands/recover.ts";
import {
  addServerOperator,
  listServerOperators,
  removeServerOperator,
} from "./commands/server-operators.ts";
import {
  disconnectProvider,
  freezeProvider,
  unfreezeProvider,
} from "./commands/server-providers.ts";
import {
  createServerWorkspace,
  freezeServerWorkspace,
  listServerWorkspaces,
  unfreezeServerWorkspace,
} from "./commands/server-workspaces.ts";
import { createToken, listTokens, revokeToken } from "./commands/service-tokens.ts";
import { init, start } from "./commands/start.ts";
import { takeOver } from "./commands/take-over.ts";
import { generate } from "./commands/types.ts";
import { upgrade } from "./commands/upgrade.ts";
import { moveUsers } from "./commands/users.ts";
import { completionScript, shells } from "./completion.ts";
import { usage } from "./failure.ts";

const completion: Command = {
  name: "completion",
  summary: "Print a shell script that completes commands and options",
  takes: ["<bash|zsh|fish>"],
  run: async ({ given }) => {
    const shell = shells.find((one) => one === given[0]);
    if (shell === undefined) throw usage("There is completion for bash, zsh and fish.");
    const lines = completionScript(shell, commands);
    return { json: { shell, script: lines.join("\n") }, lines };
  },
};

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
  listConnections,
  showConnection,
  refreshConnection,
  retryConnections,
  revokeConnection,
  listOAuthClients,
  setOAuthClient,
  listGovernance,
  setGovernance,
  listApps,
  showApp,
  createApp,
  changeApp,
  setIdentityProvider,
  moveUsers,
  diff,
  promote,
  listTokens,
  createToken,
  revokeToken,
  makeResetLink,
  unlinkMember,
  secondFactor,
  verifyAudit,
  exportAudit,
  listServerWorkspaces,
  createServerWorkspace,
  freezeServerWorkspace,
  unfreezeServerWorkspace,
  freezeProvider,
  unfreezeProvider,
  disconnectProvider,
  generate,
  init,
  start,
  apply,
  doctor,
  egressHosts,
  upgrade,
  decommission,
  health,
  backup,
  restore,
  drillRestore,
  takeOver,
  recover,
  forgetPerson,
  listKeys,
  addKey,
  rotateKeys,
  resealKeys,
  retireKey,
  listServerOperators,
  addServerOperator,
  removeServerOperator,
  proveDomain,
  licences,
  completion,
];
