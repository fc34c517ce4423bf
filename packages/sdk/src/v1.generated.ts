/**
 * The operations of `/v1` and what they take and answer.
 * Made from the OpenAPI document by npm run sdk:types. Not to be edited by hand.
 */

export interface paths {
    "/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this server is and can do */
        get: operations["getServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in user */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A token that works now, of one connection */
        post: operations["getToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/user-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A short-lived JWT for one of the app's users */
        post: operations["createUserToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls: a person, or a workspace key */
        get: operations["getPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's own keys, without their secrets, newest first */
        get: operations["listPersonalKeys"];
        put?: never;
        /** Create a key that acts as the caller; its secret is told this once */
        post: operations["createPersonalKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key of the caller: it ends at once */
        delete: operations["deletePersonalKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's workspaces */
        get: operations["listWorkspaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workspace, and what the caller is in it */
        get: operations["getWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/audit-records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what, newest first */
        get: operations["listAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that were not used yet, those that end first before others */
        get: operations["listInvitations"];
        put?: never;
        /** Invite somebody; the link is told this once */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["deleteInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspace's keys, without their secrets, newest first */
        get: operations["listWorkspaceKeys"];
        put?: never;
        /** Create a workspace key; its secret is told this once */
        post: operations["createWorkspaceKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a workspace key: it ends at once */
        delete: operations["deleteWorkspaceKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The members of the workspace, by email */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/members/{operator_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a member out of the workspace; their account stays */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        /** Give a member another role */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/members/{operator_id}/reset-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link by which a member sets a new password; it is told this once */
        post: operations["createResetLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/members/{operator_id}/sign-in-identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Unlink a member from the company's identity provider: the next sign-in links anew */
        delete: operations["deleteMemberSignInIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The account at the provider behind a connection. */
        Account: {
            email: string | null;
            id: string;
            name: string | null;
        };
        AuditRecord: {
            /** @description `noun.verb`. */
            action: string;
            actor: {
                id: string;
                kind: string;
                label: string;
            };
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
            details: {
                [key: string]: string;
            };
            id: string;
            target: {
                id: string;
                kind: string;
            };
        };
        AuditRecordList: {
            data: components["schemas"]["AuditRecord"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description `url` is told this once: send it to the person. */
        CreatedInvitation: {
            email: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expires_at: string;
            id: string;
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
            /** Format: uri */
            url: string;
        };
        /** @description `secret` is told this once. */
        CreatedPersonalKey: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expires_at: string | null;
            id: string;
            name: string;
            /** @description Null where only the role limits it. */
            scopes: string[] | null;
            secret: string;
        };
        /** @description `secret` is told this once. */
        CreatedWorkspaceKey: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expires_at: string | null;
            id: string;
            name: string;
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
            /** @description Null where only the role limits it. */
            scopes: string[] | null;
            secret: string;
        };
        CreateInvitationRequest: {
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
        };
        CreatePersonalKeyRequest: {
            /** @default 90 */
            expires_in_days?: number;
            name: string;
            scopes: ("apps:read" | "apps:write" | "workspace:read" | "workspace:write" | "audit:read")[];
        };
        /** @description `POST /v1/apps/{app_id}/user-tokens`: a short-lived JWT for one user of an app. */
        CreateUserTokenRequest: {
            /** Format: email */
            email?: string;
            /** @description Seconds; ten minutes where it is left out. */
            expires_in?: number;
            /** @description Of the identity provider whose user this is, where the app has several. */
            issuer?: string;
            /** @description For people to read: of a longer one the first 200 characters are kept. */
            name?: string;
            user_id: string;
        };
        CreateWorkspaceKeyRequest: {
            /**
             * @description Whether it begins with `b44k_`, as tools of the official platform expect.
             * @default false
             */
            compatible?: boolean;
            /**
             * @description Null: it does not expire. Ninety where it is left out.
             * @default 90
             */
            expires_in_days?: number | null;
            name: string;
            /**
             * @description At most what the caller is.
             * @enum {string}
             */
            role: "admin" | "member" | "viewer";
            scopes: ("apps:read" | "apps:write" | "workspace:read" | "workspace:write" | "audit:read")[];
        };
        /** @description What was deleted, by its id. */
        Deleted: {
            /** @constant */
            deleted: true;
            id: string;
        };
        GetTokenRequest: {
            /** @description Names the connection by itself: give nothing else then. */
            connection_id?: string;
            /** @description The connector, with `owner`. */
            connector_id?: string;
            /** @description Seconds that the token must still live; at most a day. */
            min_ttl?: number;
            owner?: components["schemas"]["Owner"];
            /** @description `version` of a token that an API refused: only a newer one is answered. */
            refused_version?: number;
            /** @description Scopes that must have been granted. */
            scopes?: string[];
            /** @description The connector by its integration type; with owner `app` only. */
            type?: string;
        };
        Invitation: {
            email: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expires_at: string;
            id: string;
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
        };
        InvitationList: {
            data: components["schemas"]["Invitation"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description `GET /v1/apps/{app_id}/me`: the user whose JWT was sent. */
        Me: {
            email: string | null;
            issuer: string | null;
            name: string | null;
            /** @description As the issuer names the user. */
            user_id: string;
        };
        Member: {
            email: string;
            id: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            joined_at: string;
            name: string;
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
        };
        MemberList: {
            data: components["schemas"]["Member"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description Whose connection is meant: `app` for the shared one; `user` with the user's id, for work in the background; `user_token` with the JWT of the signed-in user, who is checked. */
        Owner: {
            /** @description Of the user's identity provider, where the app has several. */
            issuer?: string;
            /** @enum {string} */
            kind: "app" | "user" | "user_token";
            token?: string;
            user_id?: string;
        };
        Person: {
            email: string | null;
            id: string;
            /** @description `key`: a workspace key, which has no email and belongs to one workspace. */
            kind: "person" | "key" | (string & {});
            name: string;
            /** @description What the credential is limited to; null where only the role limits it. */
            scopes: string[] | null;
            workspaces: components["schemas"]["Workspace"][];
        };
        PersonalKey: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expires_at: string | null;
            id: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            last_used_at: string | null;
            name: string;
            /** @description Null where only the role limits it. */
            scopes: string[] | null;
        };
        PersonalKeyList: {
            data: components["schemas"]["PersonalKey"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description Every refusal of `/v1` (RFC 9457). `code` is stable: branch on it; all other text is for people. */
        Problem: {
            code: string;
            detail: string;
            /** @description All that is wrong with the request, where its form is. */
            errors?: components["schemas"]["RequestFault"][];
            missing_scopes?: string[];
            request_id: string;
            /** @description Whether the same call can succeed: never, once it was changed, after a consent, or later. */
            retry: "no" | "after_change" | "after_consent" | "later" | (string & {});
            status: number;
            title: string;
            /**
             * Format: uri
             * @description Where this server explains the code.
             */
            type: string;
        };
        /** @description One thing that is wrong with a request. Never holds the value that was sent. */
        RequestFault: {
            /** @description Stable: `missing`, `unknown`, `wrong_type`, `not_allowed`, `too_small`, `too_big`, `invalid`. */
            code: string;
            detail: string;
            in: "body" | "query" | "path" | "header" | (string & {});
            /** @description Of the parameter or the header. */
            name?: string;
            /** @description Where in the body: a JSON pointer (RFC 6901). */
            pointer?: string;
        };
        /** @description `url` is told this once: send it to the person. */
        ResetLink: {
            email: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expires_at: string;
            id: string;
            /** Format: uri */
            url: string;
        };
        /** @description `GET /v1`. Clients look at `features`, not at `version`. */
        Server: {
            api_versions: string[];
            /**
             * Format: uri
             * @description The page that explains the operations.
             */
            docs_url: string;
            features: string[];
            limits: {
                /** @description Bytes of a request's body. */
                body_bytes: number;
                /** @description Items of a page. */
                page_items: number;
            };
            /** Format: uri */
            openapi_url: string;
            /** Format: uri */
            public_url: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            time: string;
            version: string;
        };
        Token: {
            /** @description For calls of the provider's API. Ask for it each time instead of keeping it. */
            access_token: string;
            account: components["schemas"]["Account"] | null;
            connection_id: string;
            connector: {
                id: string;
                type: string;
            };
            /**
             * Format: date-time
             * @description Null where the token does not expire.
             */
            expires_at: string | null;
            /** @description Seconds that are left; null likewise. */
            expires_in: number | null;
            /** @description What was consented to, in the provider's words. */
            granted_scopes: string[];
            /** @description What calls are addressed by: settings that were chosen, and values that hosts are made of. */
            settings: {
                [key: string]: string;
            };
            /** @description How the API takes it; `Bearer` nearly always. */
            token_type: string;
            /** @description All that is known with the connection: `settings`, and what was kept of the provider's answers. */
            values: {
                [key: string]: string;
            };
            /** @description Counts the token sets of the connection; send it as `refused_version` once an API refuses this one. */
            version: number;
        };
        UpdateMemberRequest: {
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
        };
        UserToken: {
            access_token: string;
            expires_in: number;
            /** @constant */
            token_type: "Bearer";
        };
        Workspace: {
            id: string;
            name: string;
            /** @description What the caller is in it. */
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
        };
        WorkspaceKey: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expires_at: string | null;
            id: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            last_used_at: string | null;
            name: string;
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
            /** @description Null where only the role limits it. */
            scopes: string[] | null;
        };
        WorkspaceKeyList: {
            data: components["schemas"]["WorkspaceKey"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        WorkspaceList: {
            data: components["schemas"]["Workspace"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
    };
    responses: never;
    parameters: {
        /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Account = components['schemas']['Account'];
export type AuditRecord = components['schemas']['AuditRecord'];
export type AuditRecordList = components['schemas']['AuditRecordList'];
export type CreatedInvitation = components['schemas']['CreatedInvitation'];
export type CreatedPersonalKey = components['schemas']['CreatedPersonalKey'];
export type CreatedWorkspaceKey = components['schemas']['CreatedWorkspaceKey'];
export type CreateInvitationRequest = components['schemas']['CreateInvitationRequest'];
export type CreatePersonalKeyRequest = components['schemas']['CreatePersonalKeyRequest'];
export type CreateUserTokenRequest = components['schemas']['CreateUserTokenRequest'];
export type CreateWorkspaceKeyRequest = components['schemas']['CreateWorkspaceKeyRequest'];
export type Deleted = components['schemas']['Deleted'];
export type GetTokenRequest = components['schemas']['GetTokenRequest'];
export type Invitation = components['schemas']['Invitation'];
export type InvitationList = components['schemas']['InvitationList'];
export type Me = components['schemas']['Me'];
export type Member = components['schemas']['Member'];
export type MemberList = components['schemas']['MemberList'];
export type Owner = components['schemas']['Owner'];
export type Person = components['schemas']['Person'];
export type PersonalKey = components['schemas']['PersonalKey'];
export type PersonalKeyList = components['schemas']['PersonalKeyList'];
export type Problem = components['schemas']['Problem'];
export type RequestFault = components['schemas']['RequestFault'];
export type ResetLink = components['schemas']['ResetLink'];
export type Server = components['schemas']['Server'];
export type Token = components['schemas']['Token'];
export type UpdateMemberRequest = components['schemas']['UpdateMemberRequest'];
export type UserToken = components['schemas']['UserToken'];
export type Workspace = components['schemas']['Workspace'];
export type WorkspaceKey = components['schemas']['WorkspaceKey'];
export type WorkspaceKeyList = components['schemas']['WorkspaceKeyList'];
export type WorkspaceList = components['schemas']['WorkspaceList'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type $defs = Record<string, never>;
export interface operations {
    getServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `origin_not_allowed`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetTokenRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `connector_not_found`, `connection_not_found`, `not_connected`, `needs_reauth`, `missing_scopes`, `app_user_required`, `user_issuer_required`, `user_issuer_unknown`, `builder_connection_disabled`, `per_user_connection_disabled`, `connector_misconfigured`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `provider_unavailable`, `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
        };
    };
    createUserToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the app. */
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserTokenRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `user_issuer_required`, `user_issuer_unknown`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserToken"];
                };
            };
        };
    };
    getPerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
        };
    };
    listPersonalKeys: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `cursor_invalid`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalKeyList"];
                };
            };
        };
    };
    createPersonalKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePersonalKeyRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedPersonalKey"];
                };
            };
        };
    };
    deletePersonalKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `api_key_not_found`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    listWorkspaces: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `cursor_invalid`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceList"];
                };
            };
        };
    };
    getWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `cursor_invalid`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRecordList"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `cursor_invalid`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInvitationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `account_invalid`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitation"];
                };
            };
        };
    };
    deleteInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the invitation. */
                invitation_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `invitation_not_found`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    listWorkspaceKeys: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `cursor_invalid`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceKeyList"];
                };
            };
        };
    };
    createWorkspaceKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWorkspaceKeyRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWorkspaceKey"];
                };
            };
        };
    };
    deleteWorkspaceKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                key_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `api_key_not_found`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `cursor_invalid`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the operator. */
                operator_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `member_not_found`, `last_owner`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the operator. */
                operator_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMemberRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `member_not_found`, `last_owner`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
        };
    };
    createResetLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the operator. */
                operator_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `idempotency_key_reused`, `idempotency_in_progress`, `member_not_found`, `password_reset_refused`, `person_required`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResetLink"];
                };
            };
        };
    };
    deleteMemberSignInIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the operator. */
                operator_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `workspace_not_found`, `member_not_found`, `sign_in_identity_not_found`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `internal`, `database_unavailable`. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
}
