/** Every operation of our own API, by the headings of its document. */
import type { Route } from "../route.ts";
import { accountOperations } from "./account-operations.ts";
import { appCheckOperations } from "./app-check-operations.ts";
import { appLimitOperations } from "./app-limit-operations.ts";
import { appLogoOperations, putLogoOperations } from "./app-logo-operations.ts";
import { appOperations } from "./app-operations.ts";
import { attentionOperations } from "./attention-operations.ts";
import { auditOperations } from "./audit-operations.ts";
import { authorizationOperations } from "./authorization-operations.ts";
import { bulkOperations } from "./bulk-operations.ts";
import { catalogueAndPolicyOperations } from "./catalogue-operations.ts";
import { connectionOperations } from "./connection-operations.ts";
import { connectorOperations } from "./connector-operations.ts";
import { connectorTestOperations } from "./connector-test-operations.ts";
import { deletionOperations } from "./deletion-operations.ts";
import { encryptionKeyOperations } from "./encryption-key-operations.ts";
import { eventOperations } from "./event-operations.ts";
import { functionOperations } from "./function-operations.ts";
import { keyOperations } from "./key-operations.ts";
import { peopleOperations } from "./member-operations.ts";
import { myOperations } from "./my-operations.ts";
import { oauthClientOperations } from "./oauth-client-operations.ts";
import { overviewOperations } from "./overview-operations.ts";
import { passkeyOperations } from "./passkey-operations.ts";
import { previewOperations } from "./preview-operations.ts";
import { providerOperations } from "./provider-operations.ts";
import { serverOperations } from "./server-operations.ts";
import { serverWorkspaceOperations } from "./server-workspace-operations.ts";
import { serviceTokenOperations } from "./service-token-operations.ts";
import { sessionOperations } from "./session-operations.ts";
import { sharedOperations } from "./shared-operations.ts";
import { signInProviderOperations } from "./sign-in-provider-operations.ts";
import { signInTestOperations } from "./sign-in-test-operations.ts";
import { signalStreamOperations } from "./signal-stream-operations.ts";
import { timelineOperations } from "./timeline-operations.ts";
import { tokenOperations } from "./token-operations.ts";
import { userErasureOperations } from "./user-erasure-operations.ts";
import { userOperations } from "./user-operations.ts";
import { workspaceOperations } from "./workspace-operations.ts";

/** Bodies are JSON, and errors are. */
export const ownJsonRoutes: readonly Route[] = [
  ...serverOperations,
  ...tokenOperations,
  ...myOperations,
  ...authorizationOperations,
  ...connectionOperations,
  ...timelineOperations,
  ...bulkOperations,
  ...deletionOperations,
  ...encryptionKeyOperations,
  ...sharedOperations,
  ...eventOperations,
  ...userOperations,
  ...userErasureOperations,
  ...catalogueAndPolicyOperations,
  ...connectorOperations,
  ...oauthClientOperations,
  ...connectorTestOperations,
  ...previewOperations,
  ...providerOperations,
  ...appOperations,
  ...appLogoOperations,
  ...appLimitOperations,
  ...serviceTokenOperations,
  ...appCheckOperations,
  ...workspaceOperations,
  ...overviewOperations,
  ...attentionOperations,
  ...auditOperations,
  ...peopleOperations,
  ...keyOperations,
  ...accountOperations,
  ...passkeyOperations,
  ...sessionOperations,
  ...signInProviderOperations,
  ...signInTestOperations,
  ...signalStreamOperations,
  ...serverWorkspaceOperations,
];

/** Bodies of any type, passed on while they come. */
export const ownFunctionRoutes: readonly Route[] = functionOperations;

/** Bodies are pictures. */
export const ownPictureRoutes: readonly Route[] = putLogoOperations;

/** All of them: what the document and the pages made of it show. */
export const ownRoutes: readonly Route[] = [
  ...ownJsonRoutes,
  ...ownPictureRoutes,
  ...ownFunctionRoutes,
];
