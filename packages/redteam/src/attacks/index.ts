/** Every attack, in the order in which they are run. */
import type { Attack } from "../attack.ts";
import { answerReplay, codeInjection, mixUp, openRedirect } from "./answers.ts";
import { completionTheft } from "./completion.ts";
import { crossAppTakeover, foreignCallback, sharedRedirectUri } from "./cross-app-takeover.ts";
import { smuggledHeaders, smuggledRequests } from "./gateway.ts";
import { closedOut, flood, guessing } from "./guessing.ts";
import { endlessAnswer, followedRedirect, foreignMetadata, privateAddress } from "./network.ts";
import {
  deceptiveName,
  errorMarkup,
  errorText,
  framedPage,
  linkScanner,
  lookAhead,
  popupTheft,
} from "./pages.ts";
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
  linkScanner,
  lookAhead,
  errorMarkup,
  errorText,
  deceptiveName,
  foreignTenant,
  forgedUser,
  foreignMetadata,
  endlessAnswer,
  followedRedirect,
  privateAddress,
  smuggledHeaders,
  smuggledRequests,
  lockedOut,
  closedOut,
  flood,
  guessing,
];
