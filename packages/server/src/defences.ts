/** Every check that the server is constructed with. */
import { jwtVerify } from "jose";
import { personName } from "./lib/person-name.ts";
import { openReach } from "./lib/reach.ts";
import { openIdProvider } from "./oauth/sign-in.ts";
import { checkAuthorizationResponse } from "./provider/authorization-response.ts";
import { knownDevice } from "./service/accounts/index.ts";
import { requireAsymmetric } from "./service/app-users/index.ts";
import {
  checkReturnUrl,
  isBoundBrowser,
  isItsRedirectUri,
  isProven,
} from "./service/connect/index.ts";
import type { Defences } from "./service/defences/index.ts";
import { functionRequestHeaders } from "./service/functions/index.ts";
import { createLimitsParts, guessing } from "./service/limits/index.ts";
import { findMixUps } from "./service/providers/index.ts";
import { takeByState } from "./store/authorizations.ts";
import { findConnector } from "./store/connectors.ts";

export const allDefences: Defences = {
  isBoundBrowser,
  isItsRedirectUri,
  isProven,
  findMixUps,
  checkAuthorizationResponse,
  takeByState,
  checkReturnUrl,
  findConnector,
  personName,
  requireAsymmetric,
  jwtVerify,
  functionRequestHeaders,
  createLimitsParts,
  guessing,
  openReach,
  openIdProvider,
  knownDevice,
};
