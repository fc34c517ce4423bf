/** The two workspaces that are compared, each at its server and seen by whoever is signed in there. */
import { workspaceList, type workspace as workspaceSchema } from "@grantry/contract/v1/people";
import type { z } from "zod";
import { printable, type Run, textOption } from "../command.ts";
import { CliError, usage } from "../failure.ts";
import { everyItem } from "../list.ts";
import { environmentValue } from "../outside.ts";
import { type Project, readProject } from "../project.ts";
import { type ServerAddress, serverAddress, usableAddress } from "../server-address.ts";
import { type Key, openSessionAt, type Session } from "../session.ts";

export type Workspace = z.output<typeof workspaceSchema>;

export interface Place {
  readonly session: Session;
  readonly workspace: Workspace;
}

export type Side = "from" | "to";

const keyVariables = { from: "GRANTRY_FROM_API_KEY", to: "GRANTRY_TO_API_KEY" } as const;

/** Options that name both. */
export const placeOptions = {
  from: { value: "WORKSPACE", summary: "where it comes from: ID or name, or WORKSPACE@SERVER-URL" },
  to: { value: "WORKSPACE", summary: "what it is compared with or carried to, named the same way" },
} as const;

/** Throws where one is not named or not found, nobody is signed in, or both are the same. */
export async function openPlaces(run: Run): Promise<{ readonly from: Place; readonly to: Place }> {
  const project = await readProject(run);
  const from = await openPlace(run, project, "from");
  const to = await openPlace(run, project, "to");
  const isSame = from.session.server === to.session.server && from.workspace.id === to.workspace.id;
  if (isSame) throw usage("--from and --to name the same workspace.");
  return { from, to };
}

async function openPlace(run: Run, project: Project, side: Side): Promise<Place> {
  const said = textOption(run, side);
  if (said === undefined) {
    throw usage("Name both workspaces: --from and --to, each by its ID or name.");
  }
  const { workspace, server } = parsedPlace(said);
  const address =
    server === "" ? serverAddress(run, project) : { url: usableAddress(server), byPerson: true };
  const key = keyFor(run, project, { side, address });
  const session = await openSessionAt(run.outside, { project, address, key });
  return { session, workspace: await findWorkspace(session, side, workspace) };
}

/** `ws_main`, `ws_main@https://grantry.example.com`, or a server alone. */
function parsedPlace(said: string) {
  const at = said.search(/@?https?:\/\//);
  if (at === -1) return { workspace: said, server: "" };
  return { workspace: said.slice(0, at), server: said.slice(at).replace(/^@/, "") };
}

/** A key is for one server: the general one goes to the server that the person set for all commands. */
function keyFor(
  run: Run,
  project: Project,
  { side, address }: { readonly side: Side; readonly address: ServerAddress },
): Key {
  const own = environmentValue(run.outside, keyVariables[side]);
  if (own !== undefined) return { variable: keyVariables[side], text: own };
  const variable = "GRANTRY_API_KEY";
  const general = environmentValue(run.outside, variable);
  if (general !== undefined && isGeneralServer(run, project, address)) {
    return { variable, text: general };
  }
  return { variable: keyVariables[side], text: undefined };
}

function isGeneralServer(run: Run, project: Project, { url }: ServerAddress): boolean {
  const said = textOption(run, "server") ?? environmentValue(run.outside, "GRANTRY_SERVER");
  if (said === undefined && project.parsed.value.server === undefined) return false;
  return serverAddress(run, project).url === url;
}

async function findWorkspace(session: Session, side: Side, named: string): Promise<Workspace> {
  const all = await everyItem(session, workspaceList, "/v1/workspaces");
  const byId = all.filter(({ id }) => named === "" || id === named);
  const found = byId.length > 0 ? byId : all.filter(({ name }) => name === named);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const yours = all.map(({ id, name }) => `${id} (${printable(name)})`).join(", ") || "none";
  const message = `--${side} names ${found.length === 0 ? "no workspace" : "several workspaces"} at ${session.server}. Yours there: ${yours}.`;
  throw new CliError("refused", message, { code: "workspace_not_found" });
}
