/** Whether a workspace demands a second factor of its members. */
import { z } from "zod";

export const secondFactor = z
  .enum(["optional", "required"])
  .describe(
    "Whether members need one. `required`: whoever has a password and neither an authenticator app nor a passkey can do nothing in the workspace, by personal keys and command lines neither (`second_factor_required`). Who has no password is signed in by the company, and what that asks for is its matter; workspace keys are no people.",
  );

export const secondFactorMissing = z
  .boolean()
  .describe("Whether the caller must set one up before they can do anything in the workspace.");

export const hasSecondFactor = z
  .boolean()
  .nullable()
  .describe(
    "Whether the account has a second factor: an authenticator app or a passkey; or no password, so that the company signs it in. Null to who is no admin.",
  );
