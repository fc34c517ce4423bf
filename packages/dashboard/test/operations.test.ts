/** What operators can do by `/v1` a page does, or it is said here why none does. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isOfOperators, type Route } from "@grantry/server/http/route";
import { ownRoutes } from "@grantry/server/http/v1/routes";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../src/", import.meta.url));
const text = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(source + name, "utf8"))
  .join("\n")
  .replaceAll(/\s+/g, " ");

/** As a page calls it: the method, then the address. */
function isUsed({ method, path }: Route): boolean {
  const address = path.replaceAll(/:(\w+)/g, "{$1}");
  return [method].flat().some((one) => {
    const call = `"${one.toLowerCase()}", `;
    return text.includes(`${call}"${address}"`) || text.includes(`${call}\`${address}\``);
  });
}

const ofServer = "for the server's operator, at /account/workspaces";
const notYet = "no page yet";
/** By operation: why no page calls it. */
const unused: Readonly<Record<string, string>> = {
  listWorkspaces: "getPerson has them, too",
  getWorkspace: "getPerson has it, too",
  getCatalogueType: "listCatalogue has it, too, and is read once for all pages",
  refreshConnection: "called by a name that is put together, with retryConnection",
  retryConnection: "called by a name that is put together, with refreshConnection",
  getMember: "listMembers has it, too",
  getWorkspaceKey: "listWorkspaceKeys has it, too",
  updateWorkspaceKey: notYet,
  getSignalStream: "listSignalStreams has it, too",
  deleteSession: "signing out is a form, which works without script",
  listAllWorkspaces: ofServer,
  createWorkspace: ofServer,
  getServerWorkspace: ofServer,
  updateServerWorkspace: ofServer,
  createOwnerInvitation: ofServer,
  freezeWorkspace: ofServer,
  unfreezeWorkspace: ofServer,
  createServerOperation: "no page yet: grantry server providers",
  proveSignInDomain: ofServer,
  listRootKeys: ofServer,
  exportAudit:
    "the browser asks for it by itself, by a link, and writes it to a file while it comes",
  exportWorkspaceUser: "likewise",
  getPolicy: "listPolicies has it, too",
  updatePolicies: "for programs: the page changes one service at a time",
  getRevocation: "listRevocations has it, too",
};

test("every operation of operators is on a page, or has a reason not to be", () => {
  const operations = ownRoutes.filter((route) => isOfOperators(route) && route.hidden !== true);
  const without = operations.filter((route) => !isUsed(route)).map((route) => route.operationId);
  expect(without.sort()).toEqual(Object.keys(unused).sort());
});
