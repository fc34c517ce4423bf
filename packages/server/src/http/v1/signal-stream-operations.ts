/** Signal streams: which identity providers may tell that somebody is gone. */
import { address } from "@grantry/contract/v1/common";
import { deleted, plainListQuery } from "@grantry/contract/v1/people";
import {
  createSignalStreamRequest,
  signalStream,
  signalStreamList,
  updateSignalStreamRequest,
} from "@grantry/contract/v1/signal-streams";
import type { z } from "zod";
import {
  createStream,
  deleteStream,
  listStreams,
  readStream,
  type ShownStream,
  updateStream,
} from "../../service/signals/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf } from "./time.ts";
import { version } from "./version.ts";

const tag = "People";
const path = "/v1/workspaces/:workspace_id/signal-streams";
const ofWorkspace = address("workspace_id");
const ofStream = address("workspace_id", "signal_stream_id");

function viewStream(stream: ShownStream): z.output<typeof signalStream> {
  const { lastSignalAt: at, lastSignalEvent: event, lastSignalOutcome: outcome } = stream;
  const isTold = at !== null && event !== null && outcome !== null;
  return {
    id: stream.signalStreamId,
    issuer: stream.issuer,
    audience: stream.audience,
    jwks_uri: stream.jwksUri,
    app_id: stream.appId,
    user_issuer: stream.userIssuer,
    action: stream.action,
    receiver_url: stream.receiverUrl,
    created_at: instantOf(stream.createdAt),
    last_signal: isTold ? { at: instantOf(at), event, outcome } : null,
  };
}

const streamVersion = version(ofStream, {
  read: async (context, operator, { signalStreamId }) =>
    viewStream(await readStream(context, operator, signalStreamId)),
  target: ({ signalStreamId }) => ({
    kind: "signal_stream",
    id: signalStreamId,
    actions: "signal_stream.",
  }),
  besides: ["last_signal"],
});

export const signalStreamOperations = [
  route({
    method: "GET",
    path,
    for: "operator",
    permission: "workspace:read",
    operationId: "listSignalStreams",
    tag,
    summary: "The identity providers whose signals the workspace takes, the newest first",
    params: ofWorkspace,
    query: plainListQuery,
    answer: signalStreamList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listStreams(context, operator),
        {
          keyOf: ({ createdAt, signalStreamId }) => [createdAt, signalStreamId],
          descending: true,
        },
        viewStream,
      ),
  }),
  route({
    method: "POST",
    path,
    for: "operator",
    permission: "workspace:own",
    operationId: "createSignalStream",
    tag,
    summary: "Take the signals of an identity provider, at an address of their own; for owners",
    params: ofWorkspace,
    body: createSignalStreamRequest,
    answer: signalStream,
    shows: { last_signal: null },
    status: 201,
    refuses: ["app_not_found", "issuer_unknown", "limit_reached"],
    handler: async (context, operator, { body }) =>
      viewStream(
        await createStream(context, operator, {
          issuer: body.issuer,
          audience: body.audience,
          jwksUri: body.jwks_uri,
          appId: body.app_id,
          userIssuer: body.user_issuer,
          action: body.action,
        }),
      ),
  }),
  route({
    method: "GET",
    path: `${path}/:signal_stream_id`,
    for: "operator",
    permission: "workspace:read",
    operationId: "getSignalStream",
    tag,
    summary: "One signal stream, and the last signal that came by it",
    params: ofStream,
    version: streamVersion,
    answer: signalStream,
    refuses: ["signal_stream_not_found"],
    handler: async (context, operator, { params: { signalStreamId } }) =>
      viewStream(await readStream(context, operator, signalStreamId)),
  }),
  route({
    method: "PATCH",
    path: `${path}/:signal_stream_id`,
    for: "operator",
    permission: "workspace:own",
    operationId: "updateSignalStream",
    tag,
    summary: "Change whose signals are taken there, or what comes of them; for owners",
    params: ofStream,
    version: streamVersion,
    body: updateSignalStreamRequest,
    answer: signalStream,
    shows: { action: "disconnect" },
    refuses: ["signal_stream_not_found", "issuer_unknown"],
    handler: async (context, operator, { params: { signalStreamId }, body }) =>
      viewStream(
        await updateStream(context, operator, {
          signalStreamId,
          issuer: body.issuer,
          audience: body.audience,
          jwksUri: body.jwks_uri,
          userIssuer: body.user_issuer,
          action: body.action,
        }),
      ),
  }),
  route({
    method: "DELETE",
    path: `${path}/:signal_stream_id`,
    for: "operator",
    permission: "workspace:own",
    operationId: "deleteSignalStream",
    tag,
    summary: "Take no more signals there, from now on; for owners",
    params: ofStream,
    version: streamVersion,
    answer: deleted,
    shows: { id: "sst_4fQ7k2" },
    refuses: ["signal_stream_not_found"],
    handler: async (context, operator, { params: { signalStreamId } }) => {
      await deleteStream(context, operator, signalStreamId);
      return { id: signalStreamId, deleted: true as const };
    },
  }),
];
