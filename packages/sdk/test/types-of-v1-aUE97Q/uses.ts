import type { GetTokenRequest, operations, paths, Problem, Token, Workspace } from "../../src/v1.generated.ts";
export const request: GetTokenRequest = { type: "slack", owner: { kind: "app" } };
export const unknownMember: GetTokenRequest = { kind: "slack" }; // wrong
export const unknownOwner: GetTokenRequest = { owner: { kind: "team" } }; // wrong
export const expiry = (token: Token): string | null => token.expires_at;
export const never = (token: Token): string => token.expires_at; // wrong
export const role: Workspace["role"] = "a role of next year";
export const retry = ({ retry }: Problem): boolean => retry === "later";
export const get: paths["/v1/apps/{app_id}/tokens"]["get"] = {}; // wrong
export const query: operations["listMembers"]["parameters"]["query"] = {};
export const limit: operations["listMembers"]["parameters"]["query"] = { limit: "many" }; // wrong
