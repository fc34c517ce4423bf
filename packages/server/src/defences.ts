/** Every check that the server is constructed with. */
import { jwtVerify } from "jose";
import { personName } from "./lib/person-name.ts";
import { openReach } from "./lib/reach.ts";
import { checkAuthorizationResponse } from "./provider/authorization-response.ts";
import { knownDevice } from "./service/accounts/devices.ts";
import { requireAsymmetric } from "./service/app-users/token-rules.ts";
import { isBoundBrowser, isItsRedirectUri } from "./service/connect/browser-cookie.ts";
import { isProven } from "./service/connect/redeem.ts";
import { checkReturnUrl } from "./service/connect/return-url.ts";
import type { Defences } from "./service/defences.ts";
import { functionRequestHeaders } from "./service/functions/headers.ts";
import { guessing } from "./service/limits/index.ts";
import { createLimitsParts } from "./service/limits/parts.ts";
import { findMixUps } from "./service/providers/mix-up.ts";
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
  knownDevice,
};
