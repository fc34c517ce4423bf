/**
 * What this package reads of `/v1` and sends to it, in wire case. The whole of it is in the server's
 * OpenAPI document; a test holds these against the types that are made of that.
 */

export interface Account {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** Answer of getToken. */
export interface Token {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_at: string | null;
  readonly expires_in: number | null;
  readonly version: number;
  readonly connection_id: string;
  readonly connector: { readonly id: string; readonly type: string };
  readonly granted_scopes: readonly string[];
  readonly account: Account | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
  readonly hosts?: readonly string[];
}

export interface GetTokenRequest {
  readonly connector_id?: string | undefined;
  readonly type?: string | undefined;
  readonly owner: {
    readonly kind: "app" | "user" | "user_token";
    readonly user_id?: string | undefined;
    readonly issuer?: string | undefined;
    readonly token?: string | undefined;
  };
  readonly min_ttl?: number | undefined;
  readonly scopes?: string[] | undefined;
  readonly refused_version?: number | undefined;
  readonly hosts?: boolean | undefined;
}

export interface CreateUserTokenRequest {
  readonly user_id: string;
  readonly issuer?: string | undefined;
  readonly email?: string | undefined;
  readonly email_verified?: boolean | undefined;
  readonly name?: string | undefined;
  readonly expires_in?: number | undefined;
}

/** Answer of createUserToken. */
export interface UserToken {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
}

/** Answer of getMe. */
export interface Me {
  readonly user_id: string;
  readonly email: string | null;
  readonly name: string | null;
}

export interface StartMyAuthorizationRequest {
  readonly connector_id: string;
  readonly return_url?: string | undefined;
  readonly settings?: Record<string, string> | undefined;
  readonly challenge?: string | undefined;
}

export interface StartAuthorizationRequest
  extends Omit<StartMyAuthorizationRequest, "connector_id"> {
  readonly connector_id?: string | undefined;
  readonly type?: string | undefined;
  readonly owner: GetTokenRequest["owner"];
}

export interface CompleteMyAuthorizationRequest {
  readonly code: string;
  readonly verifier: string;
}

export interface CompleteAuthorizationRequest extends CompleteMyAuthorizationRequest {
  readonly owner: GetTokenRequest["owner"];
}

/** Answer of completeMyAuthorization and completeAuthorization. */
export interface CompletedAuthorization {
  readonly authorization: {
    readonly status: string;
    readonly error: { readonly code: string } | null;
  };
  readonly connection:
    | (Connection & {
        readonly connector: { readonly id: string; readonly type: string; readonly name: string };
      })
    | null;
  readonly choice_url: string | null;
}

/** Answer of startMyAuthorization. */
export interface StartedAuthorization {
  readonly id: string;
  readonly connect_url: string;
}

/** Answer of getMyAuthorization. */
export interface Authorization {
  readonly status: string;
  readonly error: { readonly code: string } | null;
}

export interface Connection {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  readonly status_since: string;
  readonly account: Account | null;
  readonly requested_scopes: readonly string[];
  readonly granted_scopes: readonly string[];
  readonly missing_scopes: readonly string[];
  readonly expires_at: string | null;
  readonly last_refreshed_at: string | null;
  readonly connected_at: string | null;
  readonly revocation: string | null;
}

/** Answer of getMyConnector. */
export interface MyConnector {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly logo: { readonly path: string; readonly color: string } | null;
  readonly connections: readonly Connection[];
}

/** Answer of listMyConnectors. */
export interface MyConnectorList {
  readonly data: readonly MyConnector[];
  readonly next_cursor: string | null;
}

/** Answer of disconnectMyConnector. */
export interface Receipts {
  readonly receipts: readonly { readonly connection_id: string; readonly revocation: string }[];
}

/** A refusal (RFC 9457). */
export interface Problem {
  readonly detail: string;
  readonly code: string;
  readonly request_id: string;
  readonly retry: string;
  readonly errors?: readonly {
    readonly in: string;
    readonly pointer?: string;
    readonly name?: string;
    readonly code: string;
    readonly detail: string;
  }[];
  readonly missing_scopes?: readonly string[];
}
