/** What needs somebody in a workspace, and what a new one has to do next. */
import { address } from "@grantry/contract/v1/common";
import { attentionList, firstSteps, ignoredAttention } from "@grantry/contract/v1/overview";
import type { z } from "zod";
import {
  type Attention,
  type AttentionKind,
  getAttention,
  getFirstSteps,
  ignoreAttention,
  type NamedConnector,
} from "../../service/overview/index.ts";
import { route } from "../route.ts";
import { instantOf, instantOrNull } from "./time.ts";

const workspace = "/v1/workspaces/:workspace_id";
const tag = "Workspaces";

type View = z.output<typeof attentionList>["data"][number];

const severities: Readonly<Record<AttentionKind, View["severity"]>> = {
  client_refused: "failing",
  shared_connection: "waiting",
  people: "waiting",
  provider_away: "failing",
  outcome_unknown: "failing",
  origin_refused: "soon",
  ends_soon: "soon",
  credential_ends: "soon",
  switched_off: "soon",
  only_owner: "soon",
  second_factor: "soon",
};

const viewConnector = ({ connectorId, integrationType, name }: NamedConnector) => ({
  id: connectorId,
  type: integrationType,
  name,
});

function viewAttention(entry: Attention): View {
  const { app, connector, credential, provider } = entry;
  return {
    id: entry.id,
    kind: entry.kind,
    severity: severities[entry.kind],
    count: entry.count,
    at_least: entry.atLeast,
    since: instantOrNull(entry.since),
    ends_at: instantOrNull(entry.endsAt),
    app: app && { ...app },
    connector: connector && viewConnector(connector),
    oauth_client: connector && { id: connector.oauthClientId, name: connector.clientName },
    provider: provider && { ...provider },
    credential: credential && {
      kind: credential.kind,
      id: credential.id,
      name: credential.name,
      last_used_at: instantOrNull(credential.lastUsedAt),
    },
    origin: entry.origin,
    owner: entry.ownerKind,
    reasons: entry.reasons.map((one) => ({ ...one })),
  };
}

export const attentionOperations = [
  route({
    method: "GET",
    path: `${workspace}/attention`,
    for: "operator",
    permission: "apps:read",
    operationId: "getAttention",
    tag,
    summary: "What needs somebody: one entry per cause, the most urgent first",
    params: address("workspace_id"),
    answer: attentionList,
    handler: async (context, { workspaceId }) => {
      const { entries, ignored } = await getAttention(context, workspaceId);
      return { data: entries.map(viewAttention), ignored };
    },
  }),
  route({
    method: "POST",
    path: `${workspace}/attention/:attention_id/ignore`,
    for: "operator",
    permission: "apps:write",
    operationId: "ignoreAttention",
    tag,
    summary: "Set an entry aside for a week, for everybody",
    params: address("workspace_id", "attention_id"),
    answer: ignoredAttention,
    refuses: ["attention_not_found"],
    handler: async (context, operator, { params: { attentionId } }) => ({
      id: attentionId,
      ignored_until: instantOf(await ignoreAttention(context, operator, attentionId)),
    }),
  }),
  route({
    method: "GET",
    path: `${workspace}/first-steps`,
    for: "operator",
    permission: "apps:read",
    operationId: "getFirstSteps",
    tag,
    summary: "What a new workspace has to do next, and what of it is done",
    params: address("workspace_id"),
    answer: firstSteps,
    handler: async (context, { workspaceId }) => {
      const { steps, production, app, connector } = await getFirstSteps(context, workspaceId);
      return {
        steps: steps.map((one) => ({ ...one })),
        production: production.map((one) => ({ ...one })),
        app: app && { ...app },
        connector: connector && { ...connector },
      };
    },
  }),
];
