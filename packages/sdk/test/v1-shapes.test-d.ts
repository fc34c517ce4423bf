/**
 * Checked by the compiler only: what this package reads and sends is what the server's document says.
 * The types of the document are not published; they are all of `/v1`, and this package uses a part.
 */
import type { ApiRefusals } from "../src/refusal.ts";
import type * as document from "../src/v1.generated.ts";
import type * as own from "../src/v1-shapes.ts";

/** Every answer of the document can be read as ours. */
type Reads<Ours, Theirs> = Theirs extends Ours ? true : false;

/** As it arrives: what is undefined is left out. */
type Sent<Body> = Body extends readonly unknown[]
  ? Body
  : Body extends object
    ? { [Name in keyof Body]: Sent<Exclude<Body[Name], undefined>> }
    : Body;
/** Everything that can be sent is taken by the document, and it knows every member. */
type Sends<Ours, Theirs> =
  Sent<Ours> extends Theirs ? (keyof Ours extends keyof Theirs ? true : false) : false;

type Operation = keyof document.operations;
/** What a successful call answers. */
type Answer<Name extends Operation> = document.operations[Name]["responses"] extends
  | { readonly 200: { readonly content: { readonly "application/json": infer Body } } }
  | { readonly 201: { readonly content: { readonly "application/json": infer Body } } }
  ? Body
  : never;
type Request<Name extends Operation> = document.operations[Name] extends {
  readonly requestBody: { readonly content: { readonly "application/json": infer Body } };
}
  ? Body
  : never;

export const reads: {
  getToken: Reads<own.Token, Answer<"getToken">>;
  getTypeRefusals: Reads<ApiRefusals, Answer<"getTypeRefusals">>;
  createUserToken: Reads<own.UserToken, Answer<"createUserToken">>;
  getMe: Reads<own.Me, Answer<"getMe">>;
  startMyAuthorization: Reads<own.StartedAuthorization, Answer<"startMyAuthorization">>;
  getMyAuthorization: Reads<own.Authorization, Answer<"getMyAuthorization">>;
  getMyConnector: Reads<own.MyConnector, Answer<"getMyConnector">>;
  listMyConnectors: Reads<own.MyConnectorList, Answer<"listMyConnectors">>;
  disconnectMyConnector: Reads<own.Receipts, Answer<"disconnectMyConnector">>;
  problem: Reads<own.Problem, document.Problem>;
} = {
  getToken: true,
  getTypeRefusals: true,
  createUserToken: true,
  getMe: true,
  startMyAuthorization: true,
  getMyAuthorization: true,
  getMyConnector: true,
  listMyConnectors: true,
  disconnectMyConnector: true,
  problem: true,
};

export const sends: {
  getToken: Sends<own.GetTokenRequest, Request<"getToken">>;
  createUserToken: Sends<own.CreateUserTokenRequest, Request<"createUserToken">>;
  startMyAuthorization: Sends<own.StartMyAuthorizationRequest, Request<"startMyAuthorization">>;
} = { getToken: true, createUserToken: true, startMyAuthorization: true };

// That a check can fail.
// @ts-expect-error -- the document has no such member
export const noMember: Reads<own.Me & { readonly full_name: string }, Answer<"getMe">> = true;
// @ts-expect-error -- the document has another type
export const otherType: Reads<{ readonly expires_at: number }, Answer<"getToken">> = true;
interface WithForce extends own.GetTokenRequest {
  readonly force?: number;
}
// @ts-expect-error -- the document does not know the member
export const unknownMember: Sends<WithForce, Request<"getToken">> = true;
// @ts-expect-error -- the document wants a text
export const wrongMember: Sends<{ readonly user_id: number }, Request<"createUserToken">> = true;
