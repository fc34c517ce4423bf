/** Whether connectors work, by what is known without asking their providers. */
import { type ConnectorFigures, readConnectorFigures } from "../../store/connector-figures.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { unusualConnectors } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";
import type { Connector } from "./list-connectors.ts";

export const healths = ["working", "credentials_rejected", "not_answering", "not_tested"] as const;
/**
 * `credentials_rejected`: the provider refuses the OAuth client when connections are refreshed, or did so in the last
 * test. `not_answering`: refreshes fail again and again for another reason. `not_tested`: nothing is connected, and
 * no test went through. Otherwise it works.
 */
export type Health = (typeof healths)[number];

export interface ConnectorState {
  readonly health: Health;
  readonly connections: Pick<ConnectorFigures, "active" | "needsReauth" | "exact" | "atLeast">;
}

/** A connector with how it fares. */
export type ConnectorWithState = Connector & ConnectorState;

/** How connectors of the workspace fare, by what is stored: in the order in which they are given. */
export async function withState(
  context: Pick<ManageContext, "store" | "catalogue">,
  { workspaceId }: Pick<WorkspaceOperator, "workspaceId">,
  connectors: readonly Connector[],
): Promise<ConnectorWithState[]> {
  const ids = connectors.map(({ connectorId }) => connectorId);
  const unusual = await unusualConnectors(context, workspaceId);
  const figures = await readConnectorFigures(context.store, unusual, ids);
  return connectors.map((one) => {
    const known = figures.get(one.connectorId) ?? none;
    const { active, needsReauth, exact, atLeast } = known;
    const connections = { active, needsReauth, exact, atLeast };
    return { ...one, health: healthOf(one, known), connections };
  });
}

const none: ConnectorFigures = {
  active: 0,
  needsReauth: 0,
  exact: true,
  atLeast: false,
  clientRefused: false,
  failing: false,
};

function healthOf(
  { testedAt, testFailedStep, secretReplacedAt }: Connector,
  { active, needsReauth, clientRefused, failing }: ConnectorFigures,
): Health {
  if (clientRefused) return "credentials_rejected";
  if (failing) return "not_answering";
  if (active + needsReauth > 0) return "working";
  if (testedAt === null) return "not_tested";
  if (testFailedStep === null) return "working";
  // It is the step in which the provider is shown the secret; of another secret it says nothing.
  const isOfSecret = testFailedStep === "code_exchange" && testedAt >= (secretReplacedAt ?? 0);
  return isOfSecret ? "credentials_rejected" : "not_tested";
}
