/** Every attack, in the order in which they are run. */
import type { Attack } from "../attack.ts";
import { answerReplay, codeInjection, mixUp, openRedirect } from "./answers.ts";
import { forgedSignIn } from "./company.ts";
import { completionTheft } from "./completion.ts";
import { crossAppTakeover, foreignCallback, sharedRedirectUri } from "./cross-app-takeover.ts";
import { smuggledHeaders, smuggledRequests } from "./gateway.ts";
import { claimedAddress, closedOut, flood, guessing } from "./guessing.ts";
import {
  endlessAnswer,
  endlessKeys,
  followedRedirect,
  foreignMetadata,
  privateAddress,
} from "./network.ts";
import {
  deceptiveName,
  errorMarkup,
  errorText,
  linkScanner,
  lookAhead,
  popupTheft,
} from "./pages.ts";
import { framedPage, wonPress } from "./presses.ts";
import { sentLink } from "./sent-link.ts";
import { sessionFixation } from "./session-fixation.ts";
import { foreignTenant, forgedUser, lockedOut } from "./tenants.ts";

export const attacks: readonly Attack[] = [
  sessionFixation,
  sentLink,
  completionTheft,
  crossAppTakeover,
  sharedRedirectUri,
  foreignCallback,
  mixUp,
  codeInjection,
  answerReplay,
  openRedirect,
  popupTheft,
  framedPage,
  wonPress,
  linkScanner,
  lookAhead,
  errorMarkup,
  errorText,
  deceptiveName,
  foreignTenant,
  forgedUser,
  foreignMetadata,
  endlessAnswer,
  endlessKeys,
  followedRedirect,
  privateAddress,
  smuggledHeaders,
  smuggledRequests,
  lockedOut,
  forgedSignIn,
  closedOut,
  flood,
  guessing,
  claimedAddress,
];
