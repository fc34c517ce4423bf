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
    "/v1/apps/{app_id}/authorizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start connecting an account of a user, or one for the whole app; send the person's browser to connect_url */
        post: operations["startAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/authorizations/{authorization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of an attempt to connect that the app has under way */
        get: operations["getAuthorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/authorizations/{authorization_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up an attempt to connect for a user or the app; one that has ended stays as it is */
        post: operations["cancelAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/authorizations/{authorization_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete a consent that began with a challenge, for the same owner; only now is anything exchanged */
        post: operations["completeAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The app's connections, its users' and the shared ones */
        get: operations["listConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection of the app */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/connections/{connection_id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect: revoke at the provider and erase the tokens */
        post: operations["disconnectConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/connections/{connection_id}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same of a connection by its id: for who asks often, it costs less than a POST */
        get: operations["getConnectionToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/connections/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same, also by a user, whose id must not stand in an address */
        post: operations["searchConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/functions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a function of the app, by any method: for its signed-in user, as its backend, or as a visitor */
        post: operations["callFunction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/logos/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture at an app's `logo_url`, for ever; at one that it had before, its logo of now */
        get: operations["getAppLogo"];
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
    "/v1/apps/{app_id}/me/authorizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start connecting the user's account; send the user's browser to connect_url */
        post: operations["startMyAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/authorizations/{authorization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of an attempt to connect */
        get: operations["getMyAuthorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/authorizations/{authorization_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up an attempt to connect; one that has ended stays as it is */
        post: operations["cancelMyAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/authorizations/{authorization_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete a consent that began with a challenge; only now is anything exchanged */
        post: operations["completeMyAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The user's connections, disconnected ones, too */
        get: operations["listMyConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the user's connections */
        get: operations["getMyConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/connections/{connection_id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect: revoke at the provider and erase the tokens */
        post: operations["disconnectMyConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the user may connect, by name, with the user's connections */
        get: operations["listMyConnectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/connectors/{connector_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connector, a shared one of the app, too, with the user's connections */
        get: operations["getMyConnector"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/me/connectors/{connector_id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect every account of one connector */
        post: operations["disconnectMyConnector"];
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
    "/v1/apps/{app_id}/types/{type}/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the API of an integration type tells that it refuses a token */
        get: operations["getTypeRefusals"];
        put?: never;
        post?: never;
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
    "/v1/apps/{app_id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The app's users who have connected something, began to, or got a user token, newest first */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user of the app */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /** Erase a user: no token of theirs is given out from now on, their grants are revoked, and then nothing is left that names them */
        delete: operations["eraseUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/users/{user_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is kept of a user, as JSON lines without credentials; that it was taken out is recorded */
        get: operations["exportUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/users/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The users with an id of the app's own, which must not stand in an address */
        post: operations["searchUsers"];
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
        /** Change what the caller is called */
        patch: operations["updatePerson"];
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
    "/v1/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's passkeys, newest first */
        get: operations["listPasskeys"];
        put?: never;
        /** Keep the passkey that the browser has made */
        post: operations["addPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a passkey away: nobody signs in by it any more */
        delete: operations["deletePasskey"];
        options?: never;
        head?: never;
        /** Call a passkey otherwise */
        patch: operations["updatePasskey"];
        trace?: never;
    };
    "/v1/me/passkeys/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the browser needs to make a passkey, which counts as both factors */
        post: operations["beginPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the password: all other browsers, all command lines and personal keys end, and this browser gets a new session */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The browsers and command lines that the caller is signed in with, newest first */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign a browser or a command line of the caller out at once */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign all other browsers and all command lines of the caller out at once */
        post: operations["endOtherSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sign-in-factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller's account signs in by */
        get: operations["getSignInFactors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/totp/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret for an authenticator app; it is asked for at sign-in once it is confirmed */
        post: operations["beginTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the authenticator app in force by a code of it; the recovery codes are told this once */
        post: operations["confirmTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New recovery codes in the place of those that are left; they are told this once */
        post: operations["resetRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/totp/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the authenticator app away, with its recovery codes */
        post: operations["removeTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/encryption-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The root keys of the server by id, without what they are made of */
        get: operations["listRootKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freeze, unfreeze or disconnect a provider's connections in all workspaces */
        post: operations["createServerOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every workspace of the server, newest first */
        get: operations["listAllWorkspaces"];
        put?: never;
        /** Create an empty workspace; invite its first owner next */
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/workspaces/{workspace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workspace of the server */
        get: operations["getServerWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a workspace */
        patch: operations["updateServerWorkspace"];
        trace?: never;
    };
    "/v1/server/workspaces/{workspace_id}/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freeze a workspace: nothing of it is served and nothing in it changed, nothing is lost */
        post: operations["freezeWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/workspaces/{workspace_id}/owner-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite an owner to a workspace; the link is told this once */
        post: operations["createOwnerInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/workspaces/{workspace_id}/sign-in-domains/{domain}/prove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Vouch that an email domain which a workspace has declared is its company's */
        post: operations["proveSignInDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/workspaces/{workspace_id}/unfreeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Serve a frozen workspace again */
        post: operations["unfreezeWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by email address and password: the answer sets the cookie of the session; from pages of this server only */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out of this browser: the session ends, and its cookie goes */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by a passkey: the answer sets the session's cookie; for pages of the server alone */
        post: operations["createPasskeySession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/passkey/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a browser needs to find a passkey of this server; for pages of the server alone */
        post: operations["beginPasskeySignIn"];
        delete?: never;
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
        /** Delete a workspace: it is frozen at once, its connections are revoked and erased; a week later all of it is gone */
        delete: operations["deleteWorkspace"];
        options?: never;
        head?: never;
        /** Name a workspace, say what it is for, how its audit log is kept and whether members need a second factor; for owners */
        patch: operations["updateWorkspace"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The apps of the workspace, by name */
        get: operations["listApps"];
        put?: never;
        /** Create an app; it has no origins yet */
        post: operations["createApp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One app: origins, identity providers */
        get: operations["getApp"];
        put?: never;
        post?: never;
        /** Delete an app: it is frozen at once, its connections are revoked and erased, then all of it is gone */
        delete: operations["deleteApp"];
        options?: never;
        head?: never;
        /** Change an app: name, origins, identity providers, address of its functions, completion, branding */
        patch: operations["updateApp"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/authorizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Authorize a shared connection of the app; open connect_url in a browser */
        post: operations["startSharedAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/authorizations/{authorization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of it */
        get: operations["getSharedAuthorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/functions/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a function of the app once, by GET and without a user, and say how it answered */
        post: operations["testFunction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/identity-providers/check-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Why a user's token is accepted or refused, rule by rule; it is not kept */
        post: operations["checkUserToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often calls for the app may come, and how many were refused in the last day */
        get: operations["listAppLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give an app a logo, in place of the one it has */
        put: operations["putAppLogo"];
        post?: never;
        /** Take an app's logo away; it is answered as it is then */
        delete: operations["deleteAppLogo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/refused-origins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** From where pages called the app in the last day without being allowed to, the latest first */
        get: operations["listRefusedOrigins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/service-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The app's service tokens, without their secrets, newest first */
        get: operations["listServiceTokens"];
        put?: never;
        /** Create a service token, limited to what it is for; its secret is told this once */
        post: operations["createServiceToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/service-tokens/{service_token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One service token, without its secret */
        get: operations["getServiceToken"];
        put?: never;
        post?: never;
        /** Revoke a service token: it ends at once */
        delete: operations["deleteServiceToken"];
        options?: never;
        head?: never;
        /** Change what a service token may do, from its next use on; its secret stays */
        patch: operations["updateServiceToken"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/shared-connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The app's shared connections by type, also those that wait for their consent */
        get: operations["listSharedConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/shared-connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnect, and forget the scopes as well */
        delete: operations["deleteSharedConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/shared-connections/{connection_id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect: revoke at the provider and erase the tokens; its scopes stay */
        post: operations["disconnectSharedConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An app's users who have connected something, began to, or got a user token, newest first */
        get: operations["listWorkspaceUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user of an app */
        get: operations["getWorkspaceUser"];
        put?: never;
        post?: never;
        /** Erase a user: no token of theirs is given out from now on, their grants are revoked, and then nothing is left that names them */
        delete: operations["eraseWorkspaceUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/users/{user_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is kept of a user, as JSON lines without credentials; that it was taken out is recorded */
        get: operations["exportWorkspaceUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/users/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give users' connections to the users of an identity provider, page by page */
        post: operations["moveUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/apps/{app_id}/users/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The users with an id of the app's own, which must not stand in an address */
        post: operations["searchWorkspaceUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What needs somebody: one entry per cause, the most urgent first */
        get: operations["getAttention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/attention/{attention_id}/ignore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set an entry aside for a week, for everybody */
        post: operations["ignoreAttention"];
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
    "/v1/workspaces/{workspace_id}/audit-records/{record_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One record */
        get: operations["getAuditRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/audit-records/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that the filters let through, as a file, newest first; that it was taken out is recorded */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/audit-records/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check that no record was changed, removed, put in or moved; a part at a time */
        post: operations["verifyAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every type that can be connected, by its name for machines */
        get: operations["listCatalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/catalogue/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One type: its scopes, settings and how its OAuth client is registered */
        get: operations["getCatalogueType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspace's connections */
        get: operations["listWorkspaceConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything known about a connection, except its tokens */
        get: operations["getWorkspaceConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections/{connection_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the provider whether the grant of a connection lives */
        post: operations["checkConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections/{connection_id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect whoever's connection it is */
        post: operations["disconnectWorkspaceConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections/{connection_id}/reconnect-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link by which the person connects the same account again; it is told this once */
        post: operations["requestReconnect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections/{connection_id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refresh a connection now, also before next_try_at */
        post: operations["refreshConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections/{connection_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a connection again that had ended: its tokens are kept */
        post: operations["retryConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections/{connection_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a connection, the newest first */
        get: operations["listConnectionTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connections/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same, also by a user, whose id must not stand in an address */
        post: operations["searchWorkspaceConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The connectors that every app may use, or those of single apps, newest first */
        get: operations["listConnectors"];
        put?: never;
        /** Create a connector with its OAuth client */
        post: operations["createConnector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connectors/{connector_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connector */
        get: operations["getConnector"];
        put?: never;
        post?: never;
        /** Delete a connector, and erase the tokens of its connections */
        delete: operations["deleteConnector"];
        options?: never;
        head?: never;
        /** Change a connector: name, scopes, settings, or its OAuth client's secret */
        patch: operations["updateConnector"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connectors/{connector_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a change of a connector, or its end, would do to connections */
        post: operations["previewConnectorChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connectors/{connector_id}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go through the real flow once and keep nothing; open connect_url in a browser */
        post: operations["testConnector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/connectors/{connector_id}/tests/{authorization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What came of a test that you started, step by step */
        get: operations["getConnectorTest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/encryption-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that seal the workspace's tokens and secrets, the newest first */
        get: operations["listEncryptionKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/encryption-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the workspace a new key and seal everything anew with it, in the background; the key of before opens what is left */
        post: operations["rotateEncryptionKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to the workspace's connections, oldest first unless sort says otherwise */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/finish-deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a workspace that is being deleted go as soon as its grants are given back, with its receipts; for owners */
        post: operations["finishWorkspaceDeletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/first-steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a new workspace has to do next, and what of it is done */
        get: operations["getFirstSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/freezes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Freezes that stand, the newest first: what they are about cannot be connected either */
        get: operations["listFreezes"];
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
        /** Invite somebody; the link is told this once, and mailed where mail is configured */
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
    "/v1/workspaces/{workspace_id}/invitations/{invitation_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new link of an invitation, good for a week; the one before ends */
        post: operations["resendInvitation"];
        delete?: never;
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
        /** One key of the workspace, without its secret */
        get: operations["getWorkspaceKey"];
        put?: never;
        post?: never;
        /** Revoke a workspace key: it ends at once */
        delete: operations["deleteWorkspaceKey"];
        options?: never;
        head?: never;
        /** Change what a workspace key may do, from its next use on; its secret stays */
        patch: operations["updateWorkspaceKey"];
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
        /** One member of the workspace */
        get: operations["getMember"];
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
    "/v1/workspaces/{workspace_id}/oauth-clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspace's OAuth clients, those that were registered first before others */
        get: operations["listOAuthClients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/oauth-clients/{oauth_client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One OAuth client, and what must be registered for it */
        get: operations["getOAuthClient"];
        put?: never;
        post?: never;
        /** Delete an OAuth client that no connector uses */
        delete: operations["deleteOAuthClient"];
        options?: never;
        head?: never;
        /** Rename a client; say that other servers use it, too, or that shared connections get it */
        patch: operations["updateOAuthClient"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/oauth-clients/{oauth_client_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the provider whether it accepts a client's ID and secret */
        post: operations["checkOAuthClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/oauth-clients/{oauth_client_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace a client's secret, with the one of before tried beside it or forgotten */
        post: operations["rotateOAuthClientSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/oauth-clients/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The redirect URI of a client that is yet to be registered at its provider */
        post: operations["reserveOAuthClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspace's operations, the newest first; kept for thirty days */
        get: operations["listOperations"];
        put?: never;
        /** Freeze, unfreeze, disconnect, erase or refresh many connections; what takes long goes on in the background */
        post: operations["createOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/operations/{operation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an operation is */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/operations/{operation_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an operation; what is done stays done */
        post: operations["cancelOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/operations/{operation_id}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of each connection, by id */
        get: operations["listReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which kinds of connections and which scopes the workspace allows, by type */
        get: operations["listPolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/policies/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the workspace allows of one type */
        get: operations["getPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Allow or stop kinds of connections and scopes of a type */
        patch: operations["updatePolicy"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/policies/{type}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a change of what is allowed would do to connections */
        post: operations["previewPolicyChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/policies/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same for up to a hundred types: all or none */
        post: operations["updatePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspace's custom providers */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/providers/{provider_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One custom provider, with its entry */
        get: operations["getProvider"];
        /** Create or change a custom provider: an entry, or an issuer to find it out from */
        put: operations["putProvider"];
        post?: never;
        /** Delete a custom provider that no connector uses */
        delete: operations["deleteProvider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/providers/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The entry that an issuer's metadata makes, to be looked at before it is put */
        post: operations["discoverProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of grants that were to be taken back, the newest first */
        get: operations["listRevocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/revocations/{revocation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of one grant that was to be taken back */
        get: operations["getRevocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/sign-in-provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The identity provider by which the workspace's people sign in */
        get: operations["getSignInProvider"];
        /** Declare it, or another one; for owners */
        put: operations["putSignInProvider"];
        post?: never;
        /** Take it away: people sign in by their passwords again; for owners */
        delete: operations["deleteSignInProvider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/sign-in-provider/domains/{domain}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look for the DNS record that proves a domain; once it is there, people sign in by it */
        post: operations["verifySignInDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/sign-in-provider/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go through the real flow once and sign nobody in; open sign_in_url in your browser */
        post: operations["testSignInProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/sign-in-provider/tests/{sign_in_test_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What came of a test that you began, step by step */
        get: operations["getSignInProviderTest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/sign-in-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The identity provider by which the workspace's people sign in; an empty list where there is none */
        get: operations["listSignInProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/signal-streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The identity providers whose signals the workspace takes, the newest first */
        get: operations["listSignalStreams"];
        put?: never;
        /** Take the signals of an identity provider, at an address of their own; for owners */
        post: operations["createSignalStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/signal-streams/{signal_stream_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One signal stream, and the last signal that came by it */
        get: operations["getSignalStream"];
        put?: never;
        post?: never;
        /** Take no more signals there, from now on; for owners */
        delete: operations["deleteSignalStream"];
        options?: never;
        head?: never;
        /** Change whose signals are taken there, or what comes of them; for owners */
        patch: operations["updateSignalStream"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much happened over time: tokens served, refreshes, connections, waiting times */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
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
        AddPasskeyRequest: {
            credential: {
                id: string;
                rawId: string;
                response: {
                    attestationObject: string;
                    clientDataJSON: string;
                    transports?: string[];
                } & {
                    [key: string]: unknown;
                };
                /** @constant */
                type: "public-key";
            } & {
                [key: string]: unknown;
            };
            name: string;
        };
        App: {
            branding: components["schemas"]["Branding"];
            /** @description `required`: a consent of a user begins only with a challenge, so that the app itself completes it. `offered`: also without, by the browser that began or a page that asks. */
            completion: "offered" | "required" | (string & {});
            /** @description Below it the app's backend functions run; null where it has none. */
            functions_url: string | null;
            id: string;
            /** @description Whose JWTs name its users; none: this server vouches for them. */
            identity_providers: {
                algorithms: string[];
                audience?: string;
                azp?: string[];
                client_id?: string[];
                email_claim: string;
                issuer: string;
                jwks_uri?: string;
                name_claim: string;
                token_types?: string[];
                user_id_claim: string;
            }[];
            name: string;
            /** @description Addresses of its native apps, by a scheme of their own or https: a browser may be sent back to exactly these, and only where a challenge was given. */
            native_return_urls: string[];
            /** @description Where its pages live: they may call the API, and browsers may be sent back to them. `https://*.preview.example.com` stands for pages whose host has exactly one label more. */
            origins: string[];
        };
        /** @description Counted by each process by itself. Whoever runs the server sets it, so that no workspace takes from another. */
        AppLimit: {
            /** @description Of whom it is counted: `app`, `user`, `connection`, or `workspace` and `app`. */
            of: string;
            /** @description As `limit` of `rate_limited` names it. */
            policy: string;
            /** @description How many may come at once; null where nothing is limited. */
            quota: number | null;
            /** @description Calls in the last 24 hours, over all processes. */
            refused_last_day: number;
            /** @description In which the whole quota is there again; null of calls that are under way at once. */
            seconds: number | null;
        };
        AppLimitList: {
            data: components["schemas"]["AppLimit"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        AppList: {
            data: components["schemas"]["App"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description The bytes as they were given. */
        AppLogo: unknown;
        /** @description One cause that needs somebody, with what a sentence about it needs. */
        Attention: {
            app: components["schemas"]["Named"] | null;
            /** @description Whether there may be more than `count`: there are too many to count all of them. */
            at_least: boolean;
            connector: components["schemas"]["ConnectorReference"] | null;
            /** @description How many connections, or people, are meant. */
            count: number;
            credential: {
                id: string;
                /** @description workspace_key, service_token. Open. */
                kind: string;
                /** Format: date-time */
                last_used_at: string | null;
                name: string;
            } | null;
            /**
             * Format: date-time
             * @description When the first token, or the credential, ends; null where that is not known.
             */
            ends_at: string | null;
            /** @description Stays the same as long as the cause does. */
            id: string;
            /** @description client_refused, shared_connection, people, provider_away, outcome_unknown, origin_refused, ends_soon, credential_ends, switched_off, only_owner, second_factor. Open: more will come. */
            kind: string;
            oauth_client: components["schemas"]["Named"] | null;
            /** @description From where pages call the app, which has not declared it. */
            origin: string | null;
            /** @description Whose the connections are. */
            owner: ("app" | "user" | (string & {})) | null;
            provider: components["schemas"]["Named"] | null;
            reasons: {
                count: number;
                reason: string;
            }[];
            /** @description `failing`: something does not work. `waiting`: for people. `soon`: in good time. */
            severity: "failing" | "waiting" | "soon" | (string & {});
            /**
             * Format: date-time
             * @description Since when. Of refreshes that fail: when one of them worked last.
             */
            since: string | null;
        };
        AttentionList: {
            /** @description The most urgent first; 100 at most. */
            data: components["schemas"]["Attention"][];
            /** @description How many more somebody has set aside, or are beyond the hundred. */
            ignored: number;
        };
        /** @description Lines, by `format`. */
        AuditExport: string;
        AuditRecord: {
            /** @description `noun.verb`. */
            action: string;
            /** @description Who did it: a person (`operator`), a `workspace_key`, a `service_token`, an `app_user`, or the `server`. The label of a person is their name and email address as they are now; their id, once they were erased. */
            actor: {
                id: string;
                kind: string;
                label: string;
            };
            /** @description The network address from which it was asked for; null where nobody asked, or that is not known. */
            address: string | null;
            /** Format: date-time */
            at: string;
            /** @description What else is known of it. Never a secret. */
            details: {
                [key: string]: string;
            };
            /** @description SHA-256 over the record and the hash of the one before it, in base64url. */
            hash: string | null;
            id: string;
            /** @description Its place in the chain of the workspace; null for a moment, until it is linked. */
            number: number | null;
            /** @description The `x-request-id` of the call. */
            request_id: string | null;
            /** @description `ok`, or the code of the refusal. */
            result: string;
            /** @description What it was done to. */
            target: {
                id: string;
                kind: string;
                /** @description What a connection is called as long as it is there: its connector, and whose it is. Null in exports, and of all else, whose names stand in `details`. */
                label: string | null;
            };
        };
        AuditRecordList: {
            data: components["schemas"]["AuditRecord"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        AuditVerification: {
            /**
             * Format: date-time
             * @description When older records were last removed, as the workspace's retention says.
             */
            anchored_at: string | null;
            /** @description Null: all that was checked is as it was written. */
            broken: {
                /** @description `removed`: no record has this number. `changed`: it is not what was written, or was put in or moved here. `end_changed`: the end of the chain is not what the server sealed. `end_was_changed`: that was found before, when records were linked. */
                kind: "removed" | "changed" | "end_changed" | "end_was_changed" | (string & {});
                /** @description The number of the first record that is wrong. */
                number: number;
                /** @description That record; null where it is not there. */
                record_id: string | null;
            } | null;
            /** @description How many records this part has checked. */
            checked: number;
            /** @description Whether a record of the number and hash of `expected` is there; where nothing is broken besides, all records up to it are as they were. Null where none is expected. */
            expected_found: boolean | null;
            /** @description The oldest record that is kept. */
            first_number: number | null;
            /** @description Its hash. Noted elsewhere with the number, it can be `expected` later. */
            last_hash: string | null;
            /** @description The newest record that is linked. */
            last_number: number | null;
            /** @description Where the next part begins; null after the last. */
            next_number: number | null;
            /** @description False where the encryption key that the end names is not there: nothing proves the end. */
            seal_known: boolean;
            /** @description How many of the newest records are not linked yet; 1,000 at most. */
            unlinked: number;
        };
        Authorization: {
            /** @description Why it failed: a stable code, and the provider's own words, cleaned, where it said something. */
            error: {
                code: string;
                /** @description What the person was told; null where the code's title says all. */
                detail: string | null;
                provider_error: {
                    code: string;
                    description: string | null;
                } | null;
            } | null;
            id: string;
            /** @description What became of the attempt, for good: `completed` stays also where its connection has ended since, which the connection itself says. `awaiting_completion`: the person consented, and nothing is exchanged before the app completes it. `expired`: nobody completed it in time. `canceled`: by the app. */
            status: "pending" | "awaiting_completion" | "completed" | "failed" | "expired" | "canceled" | (string & {});
        };
        /** @description How an app shows itself on the connect pages. Frame, marks and warnings stay ours. */
        Branding: {
            /** @description Of the button that goes on, as #rrggbb. */
            color: string | null;
            /** @description How people know the app; null: by its name. It must not resemble the name of another app of the server, or of a service. */
            display_name: string | null;
            /** @description Where the logo is that putAppLogo gave; another logo has another address. */
            logo_url: string | null;
            privacy_url: string | null;
            /** @description Where users find help: https or mailto. */
            support_url: string | null;
        };
        CatalogueType: {
            category: string;
            description: string;
            documentation_url: string;
            /** @description Where calls of its API go; a setting may be part of it, as `{name}`. */
            hosts: string[];
            name: string;
            provider: {
                /** @description One of the workspace's own. */
                custom: boolean;
                id: string;
                name: string;
            };
            /** @description How an OAuth client is registered. */
            registration: {
                steps: {
                    text: string;
                    url: string | null;
                }[];
                url: string;
            };
            scopes: {
                /** @description Asked for whatever is said. */
                always: boolean;
                /** @description Asked for where nobody says what is. */
                default: boolean;
                /** @description The same for developers, in short, with what the provider asks before it grants it; null where the catalogue does not say. */
                description: string | null;
                /** @description What else it holds, and what it does not allow; null where nothing is to add. */
                note: string | null;
                scope: string;
                /** @description What it lets an app do, in words for the person who consents; null where the catalogue does not say. */
                title: string | null;
            }[];
            setting_fields: components["schemas"]["SettingField"][];
            type: string;
        };
        CatalogueTypeList: {
            data: components["schemas"]["CatalogueType"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        ChangePasswordRequest: {
            /** @description The present one, although the caller is signed in: a session may be somebody else's by now. */
            current_password: string;
            /** @description At least 12 characters. */
            new_password: string;
        };
        /** @description How a user's token is judged, rule by rule. It is neither kept nor logged. */
        CheckedUserToken: {
            accepted: boolean;
            rules: {
                /** @description In a sentence, which may repeat what the token holds. */
                detail: string;
                /** @description Of which identity provider; null where none is meant yet. */
                issuer: string | null;
                ok: boolean;
                rule: "form" | "issuer" | "type" | "algorithm" | "signature" | "lifetime" | "audience" | "party" | "user_id" | (string & {});
            }[];
            /** @description Null where it is refused. */
            user: {
                email: string | null;
                /** @description Null where this server vouches for the user. */
                issuer: string | null;
                name: string | null;
                user_id: string;
            } | null;
        };
        CheckUserTokenRequest: {
            token: string;
        };
        CompleteAuthorizationRequest: {
            /** @description `grantry_code`, as the browser brought it. */
            code: string;
            owner: components["schemas"]["Owner"];
            /** @description The one of the challenge, out of the session of the app in which it began. */
            verifier: string;
        };
        /** @description The same call answers the same again: `completed` with the connection; `pending` while it is being completed elsewhere, or the person is to choose; `failed` with the reason, for good. */
        CompletedAuthorization: {
            authorization: components["schemas"]["Authorization"];
            /**
             * Format: uri
             * @description Where the account reaches several things of which one is connected: the page on which the person chooses, in the browser that consented. It goes on to the return URL.
             */
            choice_url: string | null;
            /** @description As it is now; null where the authorization is not completed. */
            connection: components["schemas"]["Connection"] | null;
        };
        CompleteMyAuthorizationRequest: {
            /** @description `grantry_code`, as the browser brought it. */
            code: string;
            /** @description The one of the challenge, out of the session of the app in which it began. */
            verifier: string;
        };
        ConfirmTotpRequest: {
            /** @description That the app shows for the secret that was told last. */
            code: string;
        };
        Connection: {
            account: components["schemas"]["Account"] | null;
            app_id: string;
            /** Format: date-time */
            connected_at: string | null;
            connector: components["schemas"]["ConnectorReference"];
            /**
             * Format: date-time
             * @description When the access token ends; null where it does not.
             */
            expires_at: string | null;
            granted_scopes: string[];
            id: string;
            /** Format: date-time */
            last_refreshed_at: string | null;
            missing_scopes: string[];
            /** @description What of its connector was changed since it was connected: connecting again brings it up to date. `client_changed`: it was granted to another client, and ends with its access token. `scopes_added`: users are asked for more by now. Open: more will come. */
            outdated_by: ("client_changed" | "scopes_added" | (string & {}))[];
            owner: components["schemas"]["ConnectionOwner"];
            /** @description Why it stands at `needs_reauth`. */
            reason: ("invalid_grant" | "revoked" | "refresh_token_expired" | "no_refresh_token" | "missing_scopes" | "outcome_unknown" | "refresh_refused" | (string & {})) | null;
            requested_scopes: string[];
            /** @description Of a disconnected one: what became of its grant; null where that is not known any more. */
            revocation: ("revoked" | "already_ended" | "not_supported" | "queued" | "failed" | "kept_for_other_connections" | "kept_for_other_servers" | (string & {})) | null;
            settings: {
                [key: string]: string;
            };
            status: "active" | "needs_reauth" | "disconnected" | (string & {});
            /** Format: date-time */
            status_since: string;
        };
        ConnectionCheck: {
            /** @description As it is now. */
            connection: components["schemas"]["WorkspaceConnection"];
            /** @description Whether the grant lives, by the provider: it takes it, or does not any more (`ended`, also where the token is over and nothing refreshes it). `unknown`: it has no call that would tell, did not answer, or was asked in the last ten seconds. Open: more may come. */
            verdict: "accepted" | "ended" | "unknown" | (string & {});
        };
        ConnectionList: {
            data: components["schemas"]["Connection"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
            /** @description How many there are; null where `count` did not ask. Estimated above 10,000. */
            total: {
                exact: boolean;
                value: number;
            } | null;
        };
        ConnectionOwner: {
            kind: "app" | "user" | (string & {});
            /** @description Nobody can use it: it is of before issuers were kept, in an app with several. An operator assigns it by moveUsers. */
            unassigned: boolean;
            /** @description Null where it is the app's. */
            user: components["schemas"]["UserReference"] | null;
        };
        Connector: {
            /** @description The one app that it belongs to; null where every app may use it. */
            app: {
                id: string;
                name: string;
            } | null;
            /** @description How many work, and how many must be connected again. */
            connections: {
                active: number;
                /** @description Whether there may be far more: there are more than are counted, and no hourly count says how many. */
                at_least: boolean;
                /** @description False above 1,000: then they are of the last hour. */
                exact: boolean;
                needs_reauth: number;
            };
            /** Format: date-time */
            created_at: string;
            /** @description By what is known, without asking the provider. `credentials_rejected`: it refuses the OAuth client. `not_answering`: refreshes fail again and again for another reason. `not_tested`: nothing is connected, and no test went through. */
            health: "working" | "credentials_rejected" | "not_answering" | "not_tested" | (string & {});
            id: string;
            /** @description Null where it was never tested. */
            last_test: {
                /** Format: date-time */
                at: string;
                /** @description Null where every step passed. */
                failed_step: string | null;
            } | null;
            name: string;
            oauth_client: {
                client_id: string;
                id: string;
            };
            /** @description What must be registered at the provider. */
            redirect_uri: string;
            scopes: string[];
            settings: {
                [key: string]: string;
            };
            type: string;
            /** @description Scopes that the catalogue does not list: they are asked for as they stand; one may be misspelt. */
            unlisted_scopes: string[];
            /** Format: date-time */
            updated_at: string;
        };
        ConnectorList: {
            data: components["schemas"]["Connector"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description A connector as it stands inside of other things. */
        ConnectorReference: {
            id: string;
            name: string;
            type: string;
        };
        /** @description `failed` where one of its steps failed. Nothing is kept of what was granted. */
        ConnectorTest: {
            connector_id: string;
            /** Format: date-time */
            created_at: string;
            /** @description Why it failed: a stable code, and the provider's own words, cleaned, where it said something. */
            error: {
                code: string;
                /** @description What the person was told; null where the code's title says all. */
                detail: string | null;
                provider_error: {
                    code: string;
                    description: string | null;
                } | null;
            } | null;
            /**
             * Format: date-time
             * @description Until then it must be finished.
             */
            expires_at: string;
            id: string;
            /** @constant */
            purpose: "test";
            requested_scopes: string[];
            /** @description What became of the attempt, for good: `completed` stays also where its connection has ended since, which the connection itself says. `awaiting_completion`: the person consented, and nothing is exchanged before the app completes it. `expired`: nobody completed it in time. `canceled`: by the app. */
            status: "pending" | "awaiting_completion" | "completed" | "failed" | "expired" | "canceled" | (string & {});
            /** @description All of them, in their order. */
            steps: components["schemas"]["ConnectorTestStep"][];
        };
        ConnectorTestStep: {
            /** @description What was seen, for people; null where the result says all. */
            detail: string | null;
            /** @description `redirect_uri`: the provider sends people back to it. `response`: state, issuer and form of its answer. `api_call`: the first call that the catalogue declares. `revocation`: the grant is given back. */
            name: "redirect_uri" | "consent" | "response" | "code_exchange" | "account" | "scopes" | "api_call" | "revocation" | (string & {});
            /** @description Of a failure: what to do. */
            remedy: string | null;
            /** @description `skipped`: it cannot be shown here, and `detail` says why. `not_run`: the test has not come to it. */
            result: "passed" | "failed" | "skipped" | "not_run" | (string & {});
        };
        CreateAppRequest: {
            name: string;
        };
        CreateConnectorRequest: {
            name: string;
            /** @description The OAuth client that the workspace has for this provider and client ID is used; else it is made. */
            oauth_client?: {
                client_id: string;
                client_secret: string;
                /** @description Of reserveOAuthClient: the id of a client that is made. */
                id?: string | null;
            };
            /** @description In place of oauth_client: a client of the same provider that the workspace has. */
            oauth_client_id?: string;
            /** @description Without them the catalogue's defaults are asked for. */
            scopes?: string[] | null;
            settings?: {
                [key: string]: string;
            };
            type: string;
        };
        /** @description `url` is told this once: send it to the person, unless `mail` says that it is sent. */
        CreatedInvitation: {
            email: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            mail: components["schemas"]["Mail"];
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
            /** Format: uri */
            url: string;
        };
        /** @description `secret` is told this once. */
        CreatedPersonalKey: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            id: string;
            name: string;
            /** @description Null where only the role limits it. */
            scopes: string[] | null;
            secret: string;
        };
        /** @description `secret` is told this once. */
        CreatedServiceToken: {
            /** @description Whose tokens and connections it reaches; null: of all connectors of the app, also those that come later. */
            connector_ids: string[] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** @description The server made it to be given to the app's functions; it ends by itself after minutes. */
            for_functions: boolean;
            id: string;
            /**
             * Format: date-time
             * @description To within a few minutes; null: never, or not since this is kept.
             */
            last_used_at: string | null;
            name: string;
            /** @description What it may do; null: everything that a service token can do, as with those that are older than scopes. */
            scopes: string[] | null;
            secret: string;
            /** @description How the secret begins; null for a token that was made before this was kept. */
            secret_prefix: string | null;
        };
        /** @description `secret` is told this once. */
        CreatedWorkspaceKey: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
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
        CreateOperationRequest: {
            /**
             * @description Only says what it would be about.
             * @default false
             */
            dry_run?: boolean;
            /** @description As `at_least` of the dry run. True expects that there are too many to count: `expected_total` is not compared then, and may be left out. False, which is also meant beside `expected_total` where it is left out, expects that all are counted. */
            expected_at_least?: boolean;
            /** @description How many you believe it is about: another number is refused, and too many to count, unless `expected_at_least` is true. Not compared by a dry run. */
            expected_total?: number;
            /** @description All that is given must hold. */
            filter: {
                /**
                 * @description Every connection of the workspace: nothing else then.
                 * @constant
                 */
                all?: true;
                /** @description Of this app. */
                app_id?: string;
                /** Format: date-time */
                connected_from?: string;
                /**
                 * Format: date-time
                 * @description Not included.
                 */
                connected_to?: string;
                /** @description Of this connector. */
                connector_id?: string;
                /** @description That are active though the last refresh failed, or only others. */
                degraded?: boolean;
                /**
                 * Format: date-time
                 * @description That are active, and end before unless their owner connects again.
                 */
                ends_to?: string;
                /** @description That are frozen, or only others. */
                frozen?: boolean;
                /** @description These connections. */
                ids?: string[];
                /**
                 * Format: date-time
                 * @description Whose token was last read before; not those that never were.
                 */
                last_used_to?: string;
                /**
                 * @description The apps' shared connections, or their users'.
                 * @enum {string}
                 */
                owner?: "app" | "user";
                /** @description At this provider, of the catalogue or a custom one. */
                provider_id?: string;
                /** @description How the user's id, or the id, email or name of the account at the provider begins. */
                query?: string;
                /**
                 * @description That need a new consent for this reason.
                 * @enum {string}
                 */
                reason?: "invalid_grant" | "revoked" | "refresh_token_expired" | "no_refresh_token" | "missing_scopes" | "outcome_unknown" | "refresh_refused";
                /** @enum {string} */
                status?: "active" | "needs_reauth";
                /** @description Of connectors of this integration type. */
                type?: string;
                /** @description Of the user whom the app knows by this id. */
                user?: {
                    issuer?: string | null;
                    user_id: string;
                };
            };
            /**
             * @description `freeze`: no token of them is given out any more, by any process, when this is answered; nothing is lost. A filter of `app_id`, `connector_id`, `type`, `provider_id`, `owner` and `user` alone, or `all`, stands until an unfreeze by the same: none is connected meanwhile. `unfreeze`: those that no other freeze is about. `disconnect`: frozen at once, then revoked at their providers. `erase`: the same, and nothing is kept of them, of disconnected ones neither.
             * @enum {string}
             */
            kind: "freeze" | "unfreeze" | "disconnect" | "erase" | "refresh";
        };
        CreateOwnerInvitationRequest: {
            email: string;
        };
        CreatePasskeySessionRequest: {
            credential: {
                id: string;
                rawId: string;
                response: {
                    authenticatorData: string;
                    clientDataJSON: string;
                    signature: string;
                    userHandle?: string | null;
                } & {
                    [key: string]: unknown;
                };
                /** @constant */
                type: "public-key";
            } & {
                [key: string]: unknown;
            };
        };
        CreatePersonalKeyRequest: {
            /** @default 90 */
            expires_in_days?: number;
            name: string;
            /** @description `server:own` is for the server's operators to give. */
            scopes: ("apps:read" | "workspace:read" | "apps:write" | "connections:write" | "workspace:write" | "connections:revoke" | "audit:read" | "workspace:own" | "server:own")[];
        };
        CreateReconnectRequest: {
            /**
             * @description `link`: you send it to the person.
             * @default link
             * @enum {string}
             */
            deliver?: "link";
        };
        CreateServerOperationRequest: {
            /**
             * @description Only says what it would be about.
             * @default false
             */
            dry_run?: boolean;
            /**
             * @description As of createOperation, in every workspace that has an OAuth client of the provider.
             * @enum {string}
             */
            kind: "freeze" | "unfreeze" | "disconnect";
            /** @description The provider's, as listCatalogue has it. */
            provider_id: string;
        };
        CreateServiceTokenRequest: {
            /** @description The only connectors whose tokens and connections it reaches; left out or null: all of the app's. */
            connector_ids?: string[] | null;
            /**
             * Format: date-time
             * @description When it ends; left out or null: it does not. In place of `expires_in_days`.
             */
            expires_at?: string | null;
            /** @description After how many days it ends, in place of `expires_at`. */
            expires_in_days?: number | null;
            name: string;
            /** @description Left out: everything but `users:erase`. A token needs no more than it is used for. */
            scopes?: ("tokens:read" | "connections:read" | "connections:manage" | "users:sign-in" | "users:erase" | "events:read" | "functions:call")[];
        };
        CreateSessionRequest: {
            /**
             * @description Of the authenticator app, or a recovery code; left out by an account without.
             * @default
             */
            code?: string;
            email: string;
            password: string;
        };
        CreateSignalStreamRequest: {
            /**
             * @description Of a stream for an app: what becomes of a user's connections. `freeze`: none is served until an operation unfreezes them. `disconnect`: they are frozen at once, and revoked at their providers. Null in a stream for the company sign-in.
             * @default null
             * @enum {string|null}
             */
            action?: "freeze" | "disconnect" | null;
            /**
             * @description Whose users it speaks of; null: the people of the workspace's company sign-in.
             * @default null
             */
            app_id?: string | null;
            /** @description What `aud` of its messages must hold; agree on it with the transmitter. */
            audience: string;
            /** @description What `iss` of its messages is. */
            issuer: string;
            /**
             * Format: uri
             * @description Where the keys stand that it signs with: `jwks_uri` of its configuration.
             */
            jwks_uri: string;
            /**
             * @description Of a stream for an app: the issuer of the identity provider whose users it speaks of; null in a request: `issuer`. Of the company sign-in it is always that provider's.
             * @default null
             */
            user_issuer?: string | null;
        };
        /** @description `POST /v1/apps/{app_id}/user-tokens`: a short-lived JWT for one user of an app. */
        CreateUserTokenRequest: {
            /** Format: email */
            email?: string;
            /** @description Whether the app knows that the address is the user's. Only then a page that asks somebody to confirm a consent names the user by it; else by `user_id`. */
            email_verified?: boolean;
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
            scopes: ("apps:read" | "workspace:read" | "apps:write" | "connections:write" | "workspace:write" | "connections:revoke" | "audit:read" | "workspace:own")[];
        };
        CreateWorkspaceRequest: {
            /** @description 1 to 64 letters, digits, `-` and `_`. The server makes one where it is left out. */
            id?: string;
            name: string;
        };
        /** @description What was deleted, by its id. */
        Deleted: {
            /** @constant */
            deleted: true;
            id: string;
        };
        DeletedSignInProvider: {
            /** @constant */
            deleted: true;
        };
        DeletionRequest: {
            /** @description The name of what is deleted. */
            confirm: string;
        };
        /** @description What an entry by issuer may hold besides is taken, too. */
        DiscoverProviderRequest: {
            id: string;
            /** @description As its metadata names it, to the letter. */
            issuer: string;
            name: string;
            /** @description Without them those of OpenID Connect that the server knows. */
            scopes?: string[];
        } & {
            [key: string]: unknown;
        };
        /** @description A data key of the workspace, which seals its tokens and secrets. Never the key itself. */
        EncryptionKey: {
            /** Format: date-time */
            created_at: string;
            id: string;
            sealed: components["schemas"]["SealedCount"];
            /** @description `staged`: known to the processes, not used yet. `primary`: used for what is new. `deprecated`: opens what is left of before. */
            state: "staged" | "primary" | "deprecated" | (string & {});
        };
        EncryptionKeyList: {
            data: components["schemas"]["EncryptionKey"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        EndedSessions: {
            /** @description How many were signed in besides the caller's. */
            browsers: number;
            command_lines: number;
        };
        Event: {
            app_id: string;
            connection_id: string;
            /** @description What was connected; null where the connection is gone. */
            connector: components["schemas"]["ConnectorReference"] | null;
            /** Format: date-time */
            created_at: string;
            /** @description `reason` of needs_reauth; `ends_at` (epoch seconds) of ends_soon, and of connected where nothing refreshes it. */
            data: {
                [key: string]: string;
            };
            id: string;
            /** @description Counts the events of its connection, in the order in which they happened: 1 is the first. */
            number: number;
            /** @description Open: more will come. */
            type: "connection.connected" | "connection.disconnected" | "connection.needs_reauth" | "connection.ends_soon" | "connection.resumed" | (string & {});
        };
        EventList: {
            data: components["schemas"]["Event"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description What the person signs in by, shown again before that changes. */
        FactorProof: {
            /**
             * @description Of the authenticator app, or a recovery code; left out by an account without.
             * @default
             */
            code?: string;
            /** @description The present one, although the caller is signed in: a session may be somebody else's by now. */
            password: string;
        };
        FirstSteps: {
            /** @description The first one, for code and commands. */
            app: components["schemas"]["Named"] | null;
            /** @description The first one likewise. */
            connector: components["schemas"]["ConnectorReference"] | null;
            /** @description What the last one takes: public_url, postgresql, second_owner, second_factor. */
            production: components["schemas"]["Step"][];
            /** @description create_app, allow_origin, add_connector, connect, copy_code (a backend has got a token), production. */
            steps: components["schemas"]["Step"][];
        };
        /** @description One user of each issuer. */
        FoundUsers: {
            data: components["schemas"]["User"][];
        };
        /** @description Stands until an unfreeze with the same filter: what it is about cannot be connected. */
        Freeze: {
            /** Format: date-time */
            created_at: string;
            created_by: {
                kind: string;
                label: string;
            };
            filter: {
                /**
                 * @description Every connection of the workspace: nothing else then.
                 * @constant
                 */
                all?: true;
                /** @description Of this app. */
                app_id?: string;
                /** Format: date-time */
                connected_from?: string;
                /**
                 * Format: date-time
                 * @description Not included.
                 */
                connected_to?: string;
                /** @description Of this connector. */
                connector_id?: string;
                /** @description That are active though the last refresh failed, or only others. */
                degraded?: boolean;
                /**
                 * Format: date-time
                 * @description That are active, and end before unless their owner connects again.
                 */
                ends_to?: string;
                /** @description That are frozen, or only others. */
                frozen?: boolean;
                /** @description These connections. */
                ids?: string[];
                /**
                 * Format: date-time
                 * @description Whose token was last read before; not those that never were.
                 */
                last_used_to?: string;
                /** @description The apps' shared connections, or their users'. */
                owner?: "app" | "user" | (string & {});
                /** @description At this provider, of the catalogue or a custom one. */
                provider_id?: string;
                /** @description How the user's id, or the id, email or name of the account at the provider begins. */
                query?: string;
                /** @description That need a new consent for this reason. */
                reason?: "invalid_grant" | "revoked" | "refresh_token_expired" | "no_refresh_token" | "missing_scopes" | "outcome_unknown" | "refresh_refused" | (string & {});
                status?: "active" | "needs_reauth" | (string & {});
                /** @description Of connectors of this integration type. */
                type?: string;
                /** @description Of the user whom the app knows by this id; of `erase_user` by the handle alone, which names nobody any more when it is done. */
                user?: {
                    id?: string;
                    issuer?: string | null;
                    user_id?: string;
                };
            };
            /** @description That of the operation that began it. */
            id: string;
        };
        FreezeList: {
            data: components["schemas"]["Freeze"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        FreezeWorkspaceRequest: {
            /** @description For the people of the workspace, who are shown it. */
            reason: string;
        };
        /** @description Status and body of the function, passed on while they come. A refusal of this server has the header `Grantry-Error`, which no function's answer has. */
        FunctionAnswer: unknown;
        GetTokenRequest: {
            /** @description Names the connection by itself: give nothing else then. */
            connection_id?: string;
            /** @description The connector, with `owner`. */
            connector_id?: string;
            /** @description Whether the answer is to say where the token may go. */
            hosts?: boolean;
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
        IgnoredAttention: {
            id: string;
            /** Format: date-time */
            ignored_until: string;
        };
        Impact: {
            /** @description Whose they are, by name; where `at_least` is true, of those that were looked at. */
            apps: {
                connections: number;
                id: string;
                name: string;
            }[];
            /** @description Whether there may be more than each of the numbers here: too many to count all of them. */
            at_least: boolean;
            /** @description How many work now and are touched by any of it. Of shared ones and of users' ones 10,000 each are looked at. */
            connections: number;
            /** @description How many end, at once or when their access tokens do. */
            ended: number;
            /**
             * Format: date-time
             * @description Of those that end with their tokens: when the last one does.
             */
            last_token_ends_at: string | null;
            /** @description How many get what the change adds only once their people connect again. */
            must_reconnect: number;
            /** @description What the change does, and to how many. */
            warnings: {
                /** @description Whether there may be more than `connections`: too many to count all of them. */
                at_least: boolean;
                /** @description `scopes_added`, `scopes_removed`: who is connected keeps what they have until they connect again. `client_changed`: refresh tokens belong to the client of before. `settings_changed`: only new connections get them. `deleted`: they end at once, and their tokens are erased. `tokens_stop`, `tokens_resume`: connections are kept, and give no tokens any more, or again. `scopes_not_asked`: they have more than will be allowed, and keep it. */
                code: "scopes_added" | "scopes_removed" | "client_changed" | "settings_changed" | "deleted" | "tokens_stop" | "tokens_resume" | "scopes_not_asked" | (string & {});
                connections: number;
            }[];
        };
        Invitation: {
            email: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            mail: components["schemas"]["Mail"];
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
        };
        InvitationList: {
            data: components["schemas"]["Invitation"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description What became of the message with a link. */
        Mail: {
            /** @description `not_configured`: this server sends no mail. `too_many`: the address, or the workspace, was sent as many in a day as there may be. `refused`: the mail server refuses the address or the message. `unreachable`: it did not take it in three days, or until the link ended. Null where there is nothing to say, also in a list of invitations where no message was written. */
            reason: ("not_configured" | "too_many" | "refused" | "unreachable" | (string & {})) | null;
            /** @description `none`: no message was written. `queued`: it goes within seconds, or is tried again for three days where the mail server is away. `sent`: the mail server has taken it. `failed`: it is not tried any more. */
            status: "none" | "queued" | "sent" | "failed" | (string & {});
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
            /** @description Whether the workspace's identity provider has signed the account in, and is linked to it; null to who is no admin. */
            company_sign_in: boolean | null;
            email: string;
            id: string;
            /** Format: date-time */
            joined_at: string;
            name: string;
            /** @description Whether it has a password. Null to who is no admin. */
            password: boolean | null;
            /** @description Whether its password alone opens the account: it has one, and nothing is asked for besides. Null to who is no admin. */
            password_only: boolean | null;
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
            /** @description Whether the account has a second factor: an authenticator app or a passkey; or no password, so that the company signs it in. Null to who is no admin. */
            second_factor: boolean | null;
        };
        MemberList: {
            data: components["schemas"]["Member"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        MovedUsers: {
            connections: {
                connection_id: string;
                connector_id: string;
                /** @description What the user is called at `to`. */
                new_user_id: string;
                /** @description `kept`: the user has connected there by now; both connections stay where they are. */
                outcome: "moved" | "kept" | (string & {});
                user_id: string;
            }[];
            dry_run: boolean;
            /** @description To be given as `after`, until it is null. A call may find nothing and still not be the last. */
            next: string | null;
        };
        MoveUsersRequest: {
            /** @description `next` of the call before. */
            after?: string;
            /**
             * @description Only says what it would do.
             * @default false
             */
            dry_run?: boolean;
            /** @description `unassigned`: connections that nobody is known to own. `issuer`: those of an issuer's users. */
            from: {
                /** @description Null: of users that the app had while it had no identity provider. */
                issuer?: string | null;
                /** @enum {string} */
                kind: "unassigned" | "issuer";
                /** @description Out of whichever claim where it is left out. */
                user_id_claim?: string;
            };
            /**
             * @description How many connections of the workspace are looked at.
             * @default 200
             */
            limit?: number;
            /** @description An identity provider of the app; null only where it has none. */
            to: {
                issuer: string | null;
            };
            /** @description Only these user ids, each with the one it has at `to`; all, each with its own, where left out. */
            users?: {
                [key: string]: string;
            };
        };
        /** @description A connector that the signed-in user may connect. */
        MyConnector: {
            connections: components["schemas"]["Connection"][];
            id: string;
            /** @description Null where there is none that is free to use: two letters of the name will do. */
            logo: {
                /** @description As #RRGGBB, for a white ground. */
                color: string;
                /** @description Of an SVG of 24 by 24, to be filled. */
                path: string;
            } | null;
            name: string;
            setting_fields: components["schemas"]["SettingField"][];
            type: string;
        };
        MyConnectorList: {
            data: components["schemas"]["MyConnector"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        Named: {
            id: string;
            name: string;
        };
        OAuthClient: {
            client_id: string;
            /** @description What uses it; `app_id` of those that belong to one app. */
            connectors: {
                app_id: string | null;
                id: string;
                name: string;
            }[];
            /** Format: date-time */
            created_at: string;
            id: string;
            name: string;
            /** @description Shared connections get this one where several of the provider fit. */
            preferred: boolean;
            /** @description The secret of before is tried where the provider refuses the one of now. */
            previous_secret: boolean;
            /** @description The authorization server, or a custom provider. */
            provider_id: string;
            redirect_uri: string;
            /**
             * Format: date-time
             * @description Null where it never was.
             */
            secret_replaced_at: string | null;
            /** Format: date-time */
            updated_at: string;
            /** @description Other servers use it, too: disconnecting erases here and revokes nothing at the provider. */
            used_by_other_servers: boolean;
        };
        OAuthClientCheck: {
            /** @description `unknown`: the provider has no call that would tell, or did not answer. */
            accepted: "yes" | "no" | "unknown" | (string & {});
            /** @description For people. */
            detail: string;
        };
        OAuthClientList: {
            data: components["schemas"]["OAuthClient"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description The id and redirect URI of a client that is to be registered. Nothing is kept. */
        OAuthClientReservation: {
            /** @description Give it as `oauth_client.id` to createConnector. */
            id: string;
            /** @description What must be registered at the provider. */
            redirect_uri: string;
        };
        /** @description Who is signed in now; the session itself is the cookie of the answer. */
        OpenedSession: {
            person_id: string;
        };
        /** @description Goes on in the background, whatever becomes of the process that began it. */
        Operation: {
            /** @description Of the answer that creates it, and of a dry run: whose they are, as far as they were counted. */
            apps: {
                app_id: string;
                connections: number;
            }[] | null;
            /** Format: date-time */
            created_at: string;
            created_by: {
                kind: string;
                label: string;
            };
            dry_run: boolean;
            filter: {
                /**
                 * @description Every connection of the workspace: nothing else then.
                 * @constant
                 */
                all?: true;
                /** @description Of this app. */
                app_id?: string;
                /** Format: date-time */
                connected_from?: string;
                /**
                 * Format: date-time
                 * @description Not included.
                 */
                connected_to?: string;
                /** @description Of this connector. */
                connector_id?: string;
                /** @description That are active though the last refresh failed, or only others. */
                degraded?: boolean;
                /**
                 * Format: date-time
                 * @description That are active, and end before unless their owner connects again.
                 */
                ends_to?: string;
                /** @description That are frozen, or only others. */
                frozen?: boolean;
                /** @description These connections. */
                ids?: string[];
                /**
                 * Format: date-time
                 * @description Whose token was last read before; not those that never were.
                 */
                last_used_to?: string;
                /** @description The apps' shared connections, or their users'. */
                owner?: "app" | "user" | (string & {});
                /** @description At this provider, of the catalogue or a custom one. */
                provider_id?: string;
                /** @description How the user's id, or the id, email or name of the account at the provider begins. */
                query?: string;
                /** @description That need a new consent for this reason. */
                reason?: "invalid_grant" | "revoked" | "refresh_token_expired" | "no_refresh_token" | "missing_scopes" | "outcome_unknown" | "refresh_refused" | (string & {});
                status?: "active" | "needs_reauth" | (string & {});
                /** @description Of connectors of this integration type. */
                type?: string;
                /** @description Of the user whom the app knows by this id; of `erase_user` by the handle alone, which names nobody any more when it is done. */
                user?: {
                    id?: string;
                    issuer?: string | null;
                    user_id?: string;
                };
            };
            /** Format: date-time */
            finished_at: string | null;
            /** @description Null of a dry run. */
            id: string | null;
            /** @description `rotate_encryption_key` is about sealed values in place of connections, and has no receipts. Open: more will come. */
            kind: "freeze" | "unfreeze" | "disconnect" | "erase" | "refresh" | "erase_user" | "delete_app" | "delete_workspace" | "rotate_encryption_key" | (string & {});
            progress: components["schemas"]["OperationProgress"];
            /** @description `succeeded`: nothing is left to do, also where some failed. Open. */
            status: "queued" | "running" | "succeeded" | "canceled" | (string & {});
            /** @description Of the answer that creates it, and of a dry run: what the filter names and is not there. A typing error, perhaps. Another app, connector, type or provider than there is is refused. */
            unknown: {
                /** @description Of `ids`: those that no connection here has. */
                ids: string[];
                /** @description Whether no app here has or had the user. */
                user: boolean;
            } | null;
        };
        OperationList: {
            data: components["schemas"]["Operation"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        OperationProgress: {
            /** @description Whether there may have been more than `total`: `done` may then become more, too. */
            at_least: boolean;
            /** @description Fewer than `total` at the end where some had ended by themselves. */
            done: number;
            failed: number;
            /** @description How many there were at the start, counted to 10,000. */
            total: number;
        };
        OperationReceipt: {
            app_id: string;
            /** Format: date-time */
            at: string;
            connection_id: string;
            /** @description Null where the connection or its connector is gone. */
            connector: components["schemas"]["ConnectorReference"] | null;
            /** @description Whether nothing is kept of the connection any more. */
            erased: boolean;
            /** @description Stable code of why it failed, or is tried again. */
            failure: string | null;
            /**
             * Format: date-time
             * @description When its grant is tried again to be revoked.
             */
            next_try_at: string | null;
            /** @description Of a disconnected one, what became of its grant by now: see Revocation. `erased`: it had ended before, and nothing is kept of it. `not_connected`: it had ended before, also where it was connected anew since. `unknown`: that is kept no longer. Open. */
            result: "revoked" | "already_ended" | "not_supported" | "queued" | "failed" | "kept_for_other_connections" | "kept_for_other_servers" | "frozen" | "unfrozen" | "erased" | "not_connected" | "refreshed" | "unknown" | (string & {});
            type: string;
            /** @description As the app knows its user; null of a shared one, and where it is gone. */
            user_id: string | null;
        };
        OperationReceiptList: {
            data: components["schemas"]["OperationReceipt"][];
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
        Passkey: {
            /** Format: date-time */
            created_at: string;
            id: string;
            /** Format: date-time */
            last_used_at: string | null;
            name: string;
        };
        PasskeyList: {
            data: components["schemas"]["Passkey"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description What the browser is asked (WebAuthn, PublicKeyCredentialCreationOptionsJSON or …RequestOptionsJSON). Good once, for five minutes, in this browser. */
        PasskeyOptions: {
            public_key: {
                challenge: string;
            } & {
                [key: string]: unknown;
            };
        };
        Person: {
            email: string | null;
            id: string;
            /** @description `key`: a workspace key, which has no email and belongs to one workspace. */
            kind: "person" | "key" | (string & {});
            name: string;
            /** @description What the credential is limited to; null where only the role limits it. */
            scopes: string[] | null;
            /** @description Whether the person answers for the whole server, beside what they are in workspaces. */
            server_operator: boolean;
            workspaces: components["schemas"]["Workspace"][];
        };
        PersonalKey: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            id: string;
            /** Format: date-time */
            last_used_at: string | null;
            name: string;
            /** @description Null where only the role limits it. */
            scopes: string[] | null;
            /** @description How the secret begins; null for a key that was made before this was kept. */
            secret_prefix: string | null;
        };
        PersonalKeyList: {
            data: components["schemas"]["PersonalKey"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description All of the policies that were changed, as they are now. */
        Policies: {
            data: components["schemas"]["Policy"][];
        };
        Policy: {
            /** @description The scopes that may be asked for; null where all may. */
            allowed_scopes: string[] | null;
            /** @description What may be asked for besides: scopes that the type always needs, and other spellings. */
            also_allowed_scopes: string[];
            /** @description Shared connections, which operators make for an app. */
            shared_connections: "allowed" | "off" | (string & {});
            type: string;
            unlisted_scopes: string[];
            /** @description Connections that users make for themselves. */
            user_connections: "allowed" | "off" | (string & {});
        };
        PolicyList: {
            data: components["schemas"]["Policy"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        PreviewConnectorChangeRequest: {
            /** @description As for updateConnector; a secret is not needed. */
            change?: {
                client_id?: string;
                scopes?: string[] | null;
                settings?: {
                    [key: string]: string;
                };
            };
            /** @constant */
            delete?: true;
        };
        /** @description Every refusal of `/v1` (RFC 9457). `code` is stable: branch on it; all other text is for people. */
        Problem: {
            /**
             * Format: date-time
             * @description Of `precondition_failed`: when that was.
             */
            changed_at?: string;
            /** @description Of `precondition_failed`: who made the last change, where that is on record. */
            changed_by?: {
                id: string;
                kind: string;
                label: string;
            };
            code: string;
            detail: string;
            /** @description All that is wrong with the request, where its form is. */
            errors?: components["schemas"]["RequestFault"][];
            /** @description Of `rate_limited`: what was used up. `RateLimit-Policy` says how much there is. */
            limit?: {
                /** @description Of whom it is counted: `address`, `app`, `user`, `connection`, `key`, `workspace` or `provider`. */
                of: string;
                policy: string;
            };
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
        ProvenSignInDomain: {
            domain: string;
            /** @constant */
            proven_by: "server";
            workspace_id: string;
        };
        Provider: {
            /** Format: date-time */
            created_at: string;
            /** @description As it is kept; of a discovered one, as discovery filled it in. */
            entry: {
                [key: string]: unknown;
            };
            id: string;
            name: string;
            types: string[];
            /** Format: date-time */
            updated_at: string;
        };
        /** @description What an issuer's metadata makes of it. Nothing is kept. */
        ProviderDraft: {
            /** @description For putProvider: as it stands, or changed. */
            entry: {
                [key: string]: unknown;
            };
        };
        ProviderList: {
            data: components["schemas"]["Provider"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        PutProviderRequest: {
            /** @description Of its OAuth clients: needed where the change says where secrets and tokens are sent. */
            client_secrets?: string[];
            /** @description An entry of the catalogue's schema, or what discovery needs: `issuer`, `name` and more. */
            entry: {
                [key: string]: unknown;
            };
        };
        PutSignInProviderRequest: {
            client_id: string;
            /** @description May be left out where `issuer` and `client_id` stay. */
            client_secret?: string;
            /**
             * @default null
             * @enum {string|null}
             */
            default_role?: "admin" | "member" | "viewer" | null;
            domains: string[];
            issuer: string;
        };
        /** @description What became of the grant of a connection that was just disconnected. */
        Receipt: {
            connection_id: string;
            revocation: "revoked" | "already_ended" | "not_supported" | "queued" | "failed" | "kept_for_other_connections" | "kept_for_other_servers" | (string & {});
        };
        Receipts: {
            receipts: components["schemas"]["Receipt"][];
        };
        /** @description `url` is told this once: send it to the person. It works once, for the account that is connected now, and takes the place of a link of before. */
        ReconnectRequest: {
            /** Format: date-time */
            expires_at: string;
            /** Format: uri */
            url: string;
        };
        /** @description Told this once. Each stands in for a code of the app, once. */
        RecoveryCodes: {
            recovery_codes: string[];
        };
        /** @description One kind of answer: all that is given holds, and no exception does. */
        RefusalSign: {
            /** @description A text or number in the body that is, or begins with, one of these. */
            body?: {
                /** @description Where in the JSON, step by step; `*` is every entry of a list. */
                at: string[];
                equals: string[];
                starts_with: string[];
            };
            /** @description A header that is there and holds this text, whatever the case. */
            header?: {
                holds: string;
                name: string;
            };
            /** @description Of HTTP: one of these. */
            statuses: number[];
            /** @description None of these may hold. */
            unless: {
                /** @description A text or number in the body that is, or begins with, one of these. */
                body?: {
                    /** @description Where in the JSON, step by step; `*` is every entry of a list. */
                    at: string[];
                    equals: string[];
                    starts_with: string[];
                };
                /** @description A header that is there and holds this text, whatever the case. */
                header?: {
                    holds: string;
                    name: string;
                };
            }[];
        };
        /** @description From where pages called an app that has not declared it. */
        RefusedOrigin: {
            /** Format: date-time */
            first_refused_at: string;
            /**
             * Format: date-time
             * @description About.
             */
            last_refused_at: string;
            origin: string;
        };
        RefusedOriginList: {
            data: components["schemas"]["RefusedOrigin"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
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
        /** @description `url` is told this once: send it to the person, unless `mail` says that it is sent. */
        ResetLink: {
            email: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            mail: components["schemas"]["Mail"];
            /** Format: uri */
            url: string;
        };
        /** @description What became of a grant that was to be taken back: it changes until `ended_at` is set. */
        Revocation: {
            access_token: ("revoked" | "ended" | "unsupported" | "failed" | (string & {})) | null;
            /** @description Null where the grant was that of a connector's test. */
            app_id: string | null;
            /** @description `account_replaced`: another account was connected in its place. `not_kept`: the consent was refused here. `late_refresh`: a refresh ended after its connection had. */
            cause: "disconnected" | "account_replaced" | "not_kept" | "late_refresh" | (string & {});
            /** @description Null where no connection came of the grant. */
            connection_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            /** @description Stable code of why the last try failed. */
            failure: string | null;
            id: string;
            /** Format: date-time */
            next_try_at: string | null;
            /** @description Null for a token that there was not, and where none was tried. */
            refresh_token: ("revoked" | "ended" | "unsupported" | "failed" | (string & {})) | null;
            result: "revoked" | "already_ended" | "not_supported" | "queued" | "failed" | "kept_for_other_connections" | "kept_for_other_servers" | (string & {});
            tries: number;
            type: string;
        };
        RevocationList: {
            data: components["schemas"]["Revocation"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description A root key of the server: never what it is made of. */
        RootKey: {
            /** @description How many data keys it wraps. */
            data_keys: number;
            id: string;
            /** @description `staged`: known to the processes, not used yet. `primary`: used for what is new. `deprecated`: opens what is left of before. `retired`: taken away for good; no server needs it, and its id is not used again. */
            state: "staged" | "primary" | "deprecated" | "retired" | (string & {});
        };
        RootKeyList: {
            data: components["schemas"]["RootKey"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        RotateOAuthClientSecretRequest: {
            /** @description The new one; without it the secret stays, and `keep_previous: false` forgets the old one. */
            client_secret?: string;
            /**
             * @description Whether the secret of before is tried where the provider refuses the new one.
             * @default true
             */
            keep_previous?: boolean;
        };
        SealedCount: {
            /** @description Whether there may be more: of each table 10,000 rows of the workspace are looked at. */
            at_least: boolean;
            /** @description How many values it seals, of those that were looked at. */
            count: number;
        };
        SearchConnectionsRequest: {
            /** @description Of this connector. */
            connector_id?: string;
            /** @description Whether to say in `total` how many there are: exactly to 10,000, then about. */
            count?: boolean;
            cursor?: string;
            /** @default 50 */
            limit?: number;
            /**
             * @description The app's shared connections, or its users'.
             * @enum {string}
             */
            owner?: "app" | "user";
            /**
             * @description `-` for the other way round; by id where it is left out. What has no time stands as if it never ended, or had never been used.
             * @enum {string}
             */
            sort?: "created_at" | "-created_at" | "updated_at" | "-updated_at" | "last_used_at" | "-last_used_at" | "expires_at" | "-expires_at";
            /**
             * @description That stand so.
             * @enum {string}
             */
            status?: "active" | "needs_reauth" | "disconnected";
            /** @description Of connectors of this integration type. */
            type?: string;
            user?: {
                /** @description The handle, `usr_…`; or else `user_id`. */
                id?: string;
                /** @description Of any issuer where it is left out; null: of users that this server vouches for. */
                issuer?: string | null;
                /** @description The app's own id of the user. */
                user_id?: string;
            };
        };
        SearchUsersRequest: {
            /** @description Of any issuer where it is left out; null: users that this server vouches for. */
            issuer?: string | null;
            user_id: string;
        };
        SearchWorkspaceConnectionsRequest: {
            /** @description Of this app. */
            app_id?: string;
            /** @description Of this connector. */
            connector_id?: string;
            /** @description Whether to say in `total` how many there are: exactly to 10,000, then about. */
            count?: boolean;
            cursor?: string;
            /** @description That are active though the last refresh failed, or only others. */
            degraded?: boolean;
            /**
             * Format: date-time
             * @description That are active, and end before unless their owner connects again: their refresh token ends, or a token that nothing refreshes.
             */
            ends_to?: string;
            /**
             * Format: date-time
             * @description Whose access token ends before.
             */
            expires_to?: string;
            /** @description That are frozen, or only others. */
            frozen?: boolean;
            /**
             * Format: date-time
             * @description Whose token was last read before; not those that never were.
             */
            last_used_to?: string;
            /** @default 50 */
            limit?: number;
            /** @description Of connectors with this OAuth client. */
            oauth_client_id?: string;
            /**
             * @description The app's shared connections, or its users'.
             * @enum {string}
             */
            owner?: "app" | "user";
            /** @description At this provider, of the catalogue or a custom one. */
            provider_id?: string;
            /** @description How the user's id, or the id, email or name of the account at the provider begins. */
            query?: string;
            /**
             * @description That need a new consent for this reason.
             * @enum {string}
             */
            reason?: "invalid_grant" | "revoked" | "refresh_token_expired" | "no_refresh_token" | "missing_scopes" | "outcome_unknown" | "refresh_refused";
            /**
             * @description `-` for the other way round; by id where it is left out. What has no time stands as if it never ended, or had never been used.
             * @enum {string}
             */
            sort?: "created_at" | "-created_at" | "updated_at" | "-updated_at" | "last_used_at" | "-last_used_at" | "expires_at" | "-expires_at";
            /**
             * @description That stand so.
             * @enum {string}
             */
            status?: "active" | "needs_reauth" | "disconnected";
            /** @description Of connectors of this integration type. */
            type?: string;
            user?: {
                /** @description The handle, `usr_…`; or else `user_id`. */
                id?: string;
                /** @description Of any issuer where it is left out; null: of users that this server vouches for. */
                issuer?: string | null;
                /** @description The app's own id of the user. */
                user_id?: string;
            };
        };
        Series: {
            /** @description Of tokens_served: fresh, refreshed, remaining. Of refreshes: how they ended, `ok` first. Of connections: the states. Of reconnects: connected, reconnected. Of reader_wait: count, mean_ms, p50_ms, p95_ms. Of rate_limited: by the limit that refused a call. */
            name: string;
            /** @description One for each of `times`; null where there is none. */
            values: (number | null)[];
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
            /** Format: date-time */
            time: string;
            version: string;
        };
        ServerOperation: {
            dry_run: boolean;
            kind: string;
            provider_id: string;
            workspaces: {
                /** @description Whether there may be more. */
                at_least: boolean;
                /** @description Counted to 10,000. */
                connections: number;
                /** @description Stable code of why nothing was begun there. */
                failure: string | null;
                name: string;
                /** @description Of the workspace's own operation; null of a dry run, and where it failed. */
                operation_id: string | null;
                workspace_id: string;
            }[];
        };
        /** @description A workspace as the server's operator sees it. */
        ServerWorkspace: {
            /** Format: date-time */
            created_at: string;
            /** @description While it is frozen nothing of the workspace is served and nothing in it can be changed; null: it is not. */
            frozen: {
                /** Format: date-time */
                at: string;
                /** @description Who froze it, for people to read. */
                by: string;
                reason: string;
            } | null;
            id: string;
            name: string;
        };
        ServerWorkspaceList: {
            data: components["schemas"]["ServerWorkspace"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        ServiceToken: {
            /** @description Whose tokens and connections it reaches; null: of all connectors of the app, also those that come later. */
            connector_ids: string[] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** @description The server made it to be given to the app's functions; it ends by itself after minutes. */
            for_functions: boolean;
            id: string;
            /**
             * Format: date-time
             * @description To within a few minutes; null: never, or not since this is kept.
             */
            last_used_at: string | null;
            name: string;
            /** @description What it may do; null: everything that a service token can do, as with those that are older than scopes. */
            scopes: string[] | null;
            /** @description How the secret begins; null for a token that was made before this was kept. */
            secret_prefix: string | null;
        };
        ServiceTokenList: {
            data: components["schemas"]["ServiceToken"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        Session: {
            /** @description From where it was signed in, IPv6 by its first 64 bits; null where that is not known. */
            address: string | null;
            /** @description What it is, in words: `Firefox on Linux`; null where that is not known. */
            client: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
            id: string;
            kind: "browser" | "command_line" | (string & {});
            /**
             * Format: date-time
             * @description To the minute.
             */
            last_used_at: string | null;
            /** @description What a command line is limited to; null for a browser. */
            scopes: string[] | null;
        };
        SessionList: {
            data: components["schemas"]["Session"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        SettingField: {
            example: string;
            help: string;
            name: string;
            /** @description A regular expression that the value must match, and what to say where it does not. */
            pattern: string;
            pattern_error: string;
            /** @description It has no value of its own: somebody must give one. */
            required: boolean;
            title: string;
        };
        SharedAuthorization: {
            /**
             * Format: uri
             * @description A credential; null likewise.
             */
            connect_url: string | null;
            /** @description What was not asked for because the workspace does not allow it. */
            dropped_scopes: string[];
            /** @description Null where nothing was started. */
            id: string | null;
            /** @description `would_start`: what `dry_run` asked about would need a browser. */
            status: "pending" | "completed" | "would_start" | (string & {});
            /** @description What the catalogue does not list: it is asked for as it stands, and may be misspelt. */
            unlisted_scopes: string[];
        };
        SignalStream: {
            /** @description Of a stream for an app: what becomes of a user's connections. `freeze`: none is served until an operation unfreezes them. `disconnect`: they are frozen at once, and revoked at their providers. Null in a stream for the company sign-in. */
            action: ("freeze" | "disconnect" | (string & {})) | null;
            /** @description Whose users it speaks of; null: the people of the workspace's company sign-in. */
            app_id: string | null;
            audience: string;
            /** Format: date-time */
            created_at: string;
            id: string;
            issuer: string;
            jwks_uri: string;
            /** @description The last message that was taken; null where none was yet. */
            last_signal: {
                /** Format: date-time */
                at: string;
                /** @description The last part of the event's URI; `unknown` for one that means nothing here. */
                event: string;
                /** @description `acted`: what it asked for was done. `nobody`: it is about nobody who is known here. `noted`: it asks for nothing, as `verification`. */
                outcome: "acted" | "nobody" | "noted" | (string & {});
            } | null;
            /** @description Where the transmitter sends to (RFC 8935). */
            receiver_url: string;
            user_issuer: string | null;
        };
        SignalStreamList: {
            data: components["schemas"]["SignalStream"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description What the caller's account signs in by. */
        SignInFactors: {
            /** @description Whether a code is asked for besides the password. */
            authenticator_app: boolean;
            /** @description Whether a company's identity provider signs it in. */
            company: boolean;
            /** @description Whether the account can have passkeys at this server's address. */
            passkeys_possible: boolean;
            /** @description Whether it has one. */
            password: boolean;
            recovery_codes_left: number;
        };
        SignInProvider: {
            /** @description To be registered there, too: it tells when somebody is signed out (OpenID Connect Back-Channel Logout 1.0). */
            back_channel_logout_uri: string;
            client_id: string;
            /** @description What somebody becomes who comes without an invitation; null: they need one. */
            default_role: ("admin" | "member" | "viewer" | (string & {})) | null;
            domains: {
                domain: string;
                /** @description `dns`: by the record below; `server`: by whoever runs this server; null: not yet. Nobody signs in by a domain that is not proven. */
                proven_by: ("dns" | "server" | (string & {})) | null;
                /** @description The TXT record to set in the DNS. */
                txt_name: string;
                txt_value: string;
            }[];
            issuer: string;
            /** @description To be registered at the identity provider. */
            redirect_uri: string;
        };
        SignInProviderList: {
            data: components["schemas"]["SignInProvider"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description `failed` where one of its steps failed. Nobody is signed in by it, and no account is changed. It is kept for an hour. */
        SignInTest: {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Until then it must be finished.
             */
            expires_at: string;
            id: string;
            /**
             * Format: uri
             * @description Open it in a browser in which you are signed in here, and sign in at the provider; null where nothing waits for it.
             */
            sign_in_url: string | null;
            /** @description `pending`: it waits for you to open `sign_in_url`. */
            status: "pending" | "completed" | "failed" | "expired" | (string & {});
            /** @description All of them, in their order. */
            steps: components["schemas"]["SignInTestStep"][];
        };
        SignInTestStep: {
            /** @description What was seen, for people; null where the result says all. */
            detail: string | null;
            /** @description `client`: the provider accepts client ID and secret. `redirect_uri`: it sends people back to it. `sign_in`: somebody signed in there. `code_exchange`: the code was exchanged for an ID token that counts. `account`: what would become of that person here. */
            name: "discovery" | "keys" | "client" | "redirect_uri" | "sign_in" | "code_exchange" | "account" | (string & {});
            /** @description Of a failure: what to do. */
            remedy: string | null;
            /** @description `skipped`: it cannot be shown here, and `detail` says why. `not_run`: the test has not come to it. */
            result: "passed" | "failed" | "skipped" | "not_run" | (string & {});
        };
        StartAuthorizationRequest: {
            /** @description S256 of a verifier that stays in the app's own session (RFC 7636): the consent is then completed by the app, which the browser brings a single-use code. Without: by the browser that began, or a page that asks. */
            challenge?: string;
            /** @description The connector; or `type`. */
            connector_id?: string;
            /** @description Language of the connect pages, as a BCP 47 tag; the browser says where it is left out or not spoken: en, de, fr, es, pt, ja. */
            locale?: string;
            /** @description Whose account is connected: a user's, or with `app` one for everybody who uses the app, which needs a challenge. */
            owner: components["schemas"]["Owner"];
            /**
             * Format: uri
             * @description Where the browser goes at the end: on an origin of the app; with a challenge also one of its native return URLs. A challenge needs it.
             */
            return_url?: string;
            /** @description What is needed and left out is asked for by the connect page. */
            settings?: {
                [key: string]: string;
            };
            /** @description The connector by its integration type; with owner `app` only. */
            type?: string;
        };
        /** @description `connect_url` is a credential: single use, ten minutes. Send the user's own browser there. */
        StartedAuthorization: {
            /** Format: uri */
            connect_url: string;
            /** @description Why it failed: a stable code, and the provider's own words, cleaned, where it said something. */
            error: {
                code: string;
                /** @description What the person was told; null where the code's title says all. */
                detail: string | null;
                provider_error: {
                    code: string;
                    description: string | null;
                } | null;
            } | null;
            id: string;
            /** @description What became of the attempt, for good: `completed` stays also where its connection has ended since, which the connection itself says. `awaiting_completion`: the person consented, and nothing is exchanged before the app completes it. `expired`: nobody completed it in time. `canceled`: by the app. */
            status: "pending" | "awaiting_completion" | "completed" | "failed" | "expired" | "canceled" | (string & {});
        };
        /** @description `connect_url` is a credential: single use, ten minutes. Open it in your own browser, and ask for the test again until it is no longer `pending`. */
        StartedConnectorTest: {
            /** Format: uri */
            connect_url: string;
            connector_id: string;
            /** Format: date-time */
            created_at: string;
            /** @description Why it failed: a stable code, and the provider's own words, cleaned, where it said something. */
            error: {
                code: string;
                /** @description What the person was told; null where the code's title says all. */
                detail: string | null;
                provider_error: {
                    code: string;
                    description: string | null;
                } | null;
            } | null;
            /**
             * Format: date-time
             * @description Until then it must be finished.
             */
            expires_at: string;
            id: string;
            /** @constant */
            purpose: "test";
            requested_scopes: string[];
            /** @description What became of the attempt, for good: `completed` stays also where its connection has ended since, which the connection itself says. `awaiting_completion`: the person consented, and nothing is exchanged before the app completes it. `expired`: nobody completed it in time. `canceled`: by the app. */
            status: "pending" | "awaiting_completion" | "completed" | "failed" | "expired" | "canceled" | (string & {});
            /** @description All of them, in their order. */
            steps: components["schemas"]["ConnectorTestStep"][];
        };
        StartMyAuthorizationRequest: {
            /** @description S256 of a verifier that stays in the app's own session (RFC 7636): the consent is then completed by the app, which the browser brings a single-use code. Without: by the browser that began, or a page that asks. */
            challenge?: string;
            connector_id: string;
            /** @description Language of the connect pages, as a BCP 47 tag; the browser says where it is left out or not spoken: en, de, fr, es, pt, ja. */
            locale?: string;
            /**
             * Format: uri
             * @description Where the browser goes at the end: on an origin of the app; with a challenge also one of its native return URLs. A challenge needs it.
             */
            return_url?: string;
            /** @description What is needed and left out is asked for by the connect page. */
            settings?: {
                [key: string]: string;
            };
        };
        StartSharedAuthorizationRequest: {
            connector_id?: string;
            /**
             * @description Only says what would be done; goes with `exact`.
             * @default false
             */
            dry_run?: boolean;
            /** @description Language of the connect pages, as a BCP 47 tag; the browser says where it is left out or not spoken: en, de, fr, es, pt, ja. */
            locale?: string;
            /**
             * @description Takes the place of another operator's connection, once the consent completes; goes with `add`.
             * @default false
             */
            replace?: boolean;
            /**
             * Format: uri
             * @description Goes with `add`.
             */
            return_url?: string;
            /**
             * @description `add`: to what the connection has. `exact`: these and no others; goes with `type`.
             * @default add
             * @enum {string}
             */
            scope_mode?: "exact" | "add";
            /** @description None: what the connection has, or the connector's scopes. */
            scopes?: string[];
            settings?: {
                [key: string]: string;
            };
            /** @description An integration type; the app's connector of it is made where there is none. Or `connector_id`. */
            type?: string;
        };
        /** @description Counted by all processes of the server. What happened in the last ten seconds may not be in it yet. */
        Statistics: {
            bucket: "hour" | "day" | (string & {});
            metric: "tokens_served" | "refreshes" | "connections" | "reader_wait" | "rate_limited" | "reconnects" | (string & {});
            series: components["schemas"]["Series"][];
            /** @description When each hour or day (UTC) began; the last may be under way. Hours are kept for five weeks, days for thirteen months. */
            times: string[];
        };
        Step: {
            done: boolean;
            /** @description Open: more will come. */
            name: string;
        };
        TestConnectorRequest: {
            /** @description Language of the connect pages, as a BCP 47 tag; the browser says where it is left out or not spoken: en, de, fr, es, pt, ja. */
            locale?: string;
        };
        TestedFunction: {
            error: {
                code: string;
                detail: string;
            } | null;
            milliseconds: number;
            /** @description Of the function's answer; null where none came. */
            status: number | null;
        };
        TestFunctionRequest: {
            name: string;
        };
        TestSignInProviderRequest: Record<string, never>;
        TimelineEntry: {
            /** @description Who did it: an operator, the app's user, or its backend; null where that is not known. */
            actor: {
                kind: string;
                label: string;
            } | null;
            /**
             * Format: date-time
             * @description When; of several, the last.
             */
            at: string;
            /** @description Why: the code of a failure, the `reason` of needs_reauth; `reported` of a refresh that was asked for because an API had refused the token. */
            code: string | null;
            /** @description Equal things of a day (UTC) are one entry: how many. */
            count: number;
            /** @description `account`, `granted` and `requested` (how many scopes), `added` (scopes) of a consent, `by` (the operator who gave it); `ends_at` (epoch seconds); `changed` of a connector; `allowed` by a policy. No account stands here once the connection is disconnected. */
            details: {
                [key: string]: string;
            };
            /** Format: date-time */
            first_at: string;
            /** @description Of this list: not to be asked for. */
            id: string;
            /** @description Open: more will come. `consent_left`: begun and not finished. `refresh_unanswered`: the provider may have carried it out. `policy_changed`: what the workspace allows of this type. */
            kind: "connected" | "reconnected" | "account_replaced" | "consent_failed" | "consent_left" | "refreshed" | "refresh_failed" | "refresh_unanswered" | "needs_reauth" | "ends_soon" | "resumed" | "disconnected" | "refresh_requested" | "retry_requested" | "check_requested" | "reconnect_requested" | "connector_changed" | "policy_changed" | (string & {});
            /** @description What became of a grant that ended with it. */
            receipt: components["schemas"]["Revocation"] | null;
        };
        TimelineEntryList: {
            data: components["schemas"]["TimelineEntry"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
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
            /** @description Where `hosts` was asked for: the origins of the API that the token is for; `*` stands for a part of a host's name. Left out for a workspace's own provider. */
            hosts?: string[];
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
        /** @description What an authenticator app needs, told this once: the secret (Base32), and the same as a URI, which a QR code holds. */
        TotpSetup: {
            secret: string;
            uri: string;
        };
        /** @description How the API of an integration type tells that it refuses an access token. */
        TypeRefusals: {
            /** @description The token is good, and lacks a permission. Wins over `refused_token`. */
            missing_scope: components["schemas"]["RefusalSign"][];
            /** @description The token is over or was taken back. */
            refused_token: components["schemas"]["RefusalSign"][];
            type: string;
        };
        /** @description A merge patch: what is left out stays; lists are replaced whole. */
        UpdateAppRequest: {
            /** @description Members that are left out stay; null takes one away. */
            branding?: {
                color?: string | null;
                display_name?: string | null;
                privacy_url?: string | null;
                support_url?: string | null;
            };
            /** @enum {string} */
            completion?: "offered" | "required";
            /** @description Null takes it away. */
            functions_url?: string | null;
            identity_providers?: {
                algorithms?: ("RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "EdDSA" | "Ed25519")[];
                audience?: string;
                azp?: string[];
                client_id?: string[];
                email_claim?: string;
                issuer: string;
                /** Format: uri */
                jwks_uri?: string;
                name_claim?: string;
                /** @enum {string} */
                preset?: "auth0" | "clerk" | "supabase" | "firebase" | "better-auth" | "workos" | "cognito" | "entra" | "keycloak";
                token_types?: string[];
                user_id_claim?: string;
            }[];
            name?: string;
            native_return_urls?: string[];
            origins?: string[];
        };
        /** @description A merge patch: what is left out stays. */
        UpdateConnectorRequest: {
            name?: string;
            /** @description A new secret keeps the one before as the second to try. A new client ID needs its secret. */
            oauth_client?: {
                client_id?: string;
                client_secret?: string;
            };
            /** @description Null asks for the catalogue's defaults again. */
            scopes?: string[] | null;
            /** @description Needs the client secret with it: it may say where the secret is sent. */
            settings?: {
                [key: string]: string;
            };
        };
        UpdateMemberRequest: {
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
        };
        /** @description A merge patch: what is left out stays. */
        UpdateOAuthClientRequest: {
            name?: string;
            /** @description At most one per provider: the one before is so no more. */
            preferred?: boolean;
            used_by_other_servers?: boolean;
        };
        UpdatePasskeyRequest: {
            name: string;
        };
        UpdatePersonRequest: {
            name?: string;
        };
        UpdatePoliciesRequest: {
            policies: {
                /** @description Null allows all again. */
                allowed_scopes?: string[] | null;
                /** @enum {string} */
                shared_connections?: "allowed" | "off";
                type: string;
                /** @enum {string} */
                user_connections?: "allowed" | "off";
            }[];
        };
        /** @description A merge patch: what is left out stays. */
        UpdatePolicyRequest: {
            /** @description Null allows all again. */
            allowed_scopes?: string[] | null;
            /** @enum {string} */
            shared_connections?: "allowed" | "off";
            /** @enum {string} */
            user_connections?: "allowed" | "off";
        };
        UpdateServerWorkspaceRequest: {
            name?: string;
        };
        /** @description A merge patch: what is left out stays; lists are replaced whole. */
        UpdateServiceTokenRequest: {
            /** @description Null: all of the app's. */
            connector_ids?: string[] | null;
            /**
             * Format: date-time
             * @description Null: it does not end.
             */
            expires_at?: string | null;
            name?: string;
            /** @description Null: everything that a service token can do. */
            scopes?: ("tokens:read" | "connections:read" | "connections:manage" | "users:sign-in" | "users:erase" | "events:read" | "functions:call")[] | null;
        };
        UpdateSignalStreamRequest: {
            /**
             * @description Of a stream for an app: what becomes of a user's connections. `freeze`: none is served until an operation unfreezes them. `disconnect`: they are frozen at once, and revoked at their providers. Null in a stream for the company sign-in.
             * @enum {string|null}
             */
            action?: "freeze" | "disconnect" | null;
            /** @description What `aud` of its messages must hold; agree on it with the transmitter. */
            audience?: string;
            issuer?: string;
            /**
             * Format: uri
             * @description Where the keys stand that it signs with: `jwks_uri` of its configuration.
             */
            jwks_uri?: string;
            /** @description Of a stream for an app: the issuer of the identity provider whose users it speaks of; null in a request: `issuer`. Of the company sign-in it is always that provider's. */
            user_issuer?: string | null;
        };
        /** @description A merge patch: what is left out stays; the list is replaced whole. */
        UpdateWorkspaceKeyRequest: {
            /**
             * Format: date-time
             * @description Null: it does not expire.
             */
            expires_at?: string | null;
            name?: string;
            /**
             * @description At most what the caller is.
             * @enum {string}
             */
            role?: "admin" | "member" | "viewer";
            /** @description At most what the caller has. */
            scopes?: ("apps:read" | "workspace:read" | "apps:write" | "connections:write" | "workspace:write" | "connections:revoke" | "audit:read" | "workspace:own")[];
        };
        UpdateWorkspaceRequest: {
            /**
             * @description How reads of tokens are recorded. `batched`: within a quarter of a second; a server that is killed loses what it has not written by then. `strict`: before the token leaves; where that cannot be, none does (`audit_unavailable`).
             * @enum {string}
             */
            audit_mode?: "batched" | "strict";
            /** @enum {string} */
            environment?: "development" | "staging" | "production";
            name?: string;
            /** @description What is left out stays as it is. */
            retention?: {
                /** @description Days that records of the audit log are kept; null: for ever. */
                audit_days?: number | null;
                /** @description How many records the audit log keeps, the newest; null: all. */
                audit_records?: number | null;
            };
            /**
             * @description Whether members need one. `required`: whoever has a password and neither an authenticator app nor a passkey can do nothing in the workspace, by personal keys and command lines neither (`second_factor_required`). Who has no password is signed in by the company, and what that asks for is its matter; workspace keys are no people.
             * @enum {string}
             */
            second_factor?: "optional" | "required";
        };
        /** @description A user of an app who has connected something, or began to. */
        User: {
            connections: {
                active: number;
                needs_reauth: number;
            };
            /** Format: date-time */
            created_at: string;
            /** @description As the user's token said last. */
            email: string | null;
            /** @description `usr_…`: random, names the user in addresses. */
            id: string;
            /** @description Null where this server vouches for the user. */
            issuer: string | null;
            name: string | null;
            /** @description As the app's identity provider, or the app itself, names the user. */
            user_id: string;
        };
        /** @description JSON lines, each with `kind`: `user` first, then every `connection` (as `getWorkspaceConnection` shows it), each followed by its `timeline` (as `listConnectionTimeline` does). Consents that began within the last day are not among them, and no credential. Open: more kinds will come. */
        UserExport: string;
        UserList: {
            data: components["schemas"]["User"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description A user of an app as it stands inside of other things. */
        UserReference: {
            /** @description `usr_…`: random, names the user in addresses; null where nobody is known to be meant. */
            id: string | null;
            /** @description Null where this server vouches for the user: an app without an identity provider. */
            issuer: string | null;
            /** @description As the app's identity provider, or the app itself, names the user. */
            user_id: string;
        };
        UserToken: {
            access_token: string;
            expires_in: number;
            /** @constant */
            token_type: "Bearer";
        };
        VerifyAuditRequest: {
            /** @description A record that was noted elsewhere, and is to be there unchanged. */
            expected?: {
                /** @description Its `hash`, or the `last_hash` beside that. */
                hash: string;
                /** @description Its `number`, or a `last_number`. */
                number: number;
            };
            /** @description `next_number` of the part before; left out at the beginning. */
            from_number?: number;
        };
        Workspace: {
            /** @description How reads of tokens are recorded. `batched`: within a quarter of a second; a server that is killed loses what it has not written by then. `strict`: before the token leaves; where that cannot be, none does (`audit_unavailable`). */
            audit_mode: "batched" | "strict" | (string & {});
            /** @description What it is for. In one for production, which every workspace is until somebody says otherwise, pages ask more before something ends. */
            environment: "development" | "staging" | "production" | (string & {});
            id: string;
            name: string;
            /** @description How long records are kept. */
            retention: {
                /** @description Days that records of the audit log are kept; null: for ever. */
                audit_days: number | null;
                /** @description How many records the audit log keeps, the newest; null: all. */
                audit_records: number | null;
            };
            /** @description What the caller is in it. */
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
            /** @description Whether members need one. `required`: whoever has a password and neither an authenticator app nor a passkey can do nothing in the workspace, by personal keys and command lines neither (`second_factor_required`). Who has no password is signed in by the company, and what that asks for is its matter; workspace keys are no people. */
            second_factor: "optional" | "required" | (string & {});
            /** @description Whether the caller must set one up before they can do anything in the workspace. */
            second_factor_missing: boolean;
        };
        /** @description All that the server knows of a connection but its tokens. */
        WorkspaceConnection: {
            account: components["schemas"]["Account"] | null;
            app_id: string;
            /** Format: date-time */
            connected_at: string | null;
            /** @description Of a shared one: the operator who authorized it; null where that is not known. */
            connected_by: {
                email: string | null;
                label: string;
            } | null;
            connector: components["schemas"]["ConnectorReference"];
            /**
             * Format: date-time
             * @description When it was first connected.
             */
            created_at: string;
            /** @description Active, and the last refresh failed or its outcome is unknown. */
            degraded: boolean;
            /**
             * Format: date-time
             * @description When the access token ends; null where it does not.
             */
            expires_at: string | null;
            /** @description The failures since the last success. */
            failure: {
                code: string;
                count: number;
            } | null;
            /**
             * Format: date-time
             * @description While it is frozen no token of it is given out; null: it is not.
             */
            frozen_at: string | null;
            granted_scopes: string[];
            /** @description What it has, spelt as it was asked for; of one that was never connected, what it is to have. */
            held_scopes: string[];
            id: string;
            /** Format: date-time */
            last_refreshed_at: string | null;
            /**
             * Format: date-time
             * @description When a token was last read, about.
             */
            last_used_at: string | null;
            missing_scopes: string[];
            /**
             * Format: date-time
             * @description When it is due to be refreshed unasked; null where it waits to be used.
             */
            next_refresh_at: string | null;
            /**
             * Format: date-time
             * @description Before this no refresh is tried.
             */
            next_try_at: string | null;
            /** Format: date-time */
            outcome_unknown_since: string | null;
            /** @description What of its connector was changed since it was connected: connecting again brings it up to date. `client_changed`: it was granted to another client, and ends with its access token. `scopes_added`: users are asked for more by now. Open: more will come. */
            outdated_by: ("client_changed" | "scopes_added" | (string & {}))[];
            owner: components["schemas"]["ConnectionOwner"];
            /** @description Why it stands at `needs_reauth`. */
            reason: ("invalid_grant" | "revoked" | "refresh_token_expired" | "no_refresh_token" | "missing_scopes" | "outcome_unknown" | "refresh_refused" | (string & {})) | null;
            /** @description Of a disconnected one. */
            receipt: components["schemas"]["Revocation"] | null;
            /** Format: date-time */
            refresh_token_expires_at: string | null;
            /** @description Whether there is something from which a new token can be had. */
            refreshable: boolean;
            /** @description Whether a process is refreshing it now. */
            refreshing: boolean;
            /** @description Since when, and how often, the provider refuses in words that do not say that the grant is over. */
            refused: {
                count: number;
                /** Format: date-time */
                since: string;
            } | null;
            requested_scopes: string[];
            /** @description Of a disconnected one: what became of its grant; null where that is not known any more. */
            revocation: ("revoked" | "already_ended" | "not_supported" | "queued" | "failed" | "kept_for_other_connections" | "kept_for_other_servers" | (string & {})) | null;
            settings: {
                [key: string]: string;
            };
            status: "active" | "needs_reauth" | "disconnected" | (string & {});
            /** Format: date-time */
            status_since: string;
            /** @description Whether the access token may be over before its time: the answer to a refresh was lost. */
            token_doubtful: boolean;
            /** @description Counts token sets. */
            version: number;
        };
        WorkspaceConnectionList: {
            data: components["schemas"]["WorkspaceConnection"][];
            /** @description Send it as `cursor` for the next page; null at the end of the list. */
            next_cursor: string | null;
            /** @description How many there are; null where `count` did not ask. Estimated above 10,000. */
            total: {
                exact: boolean;
                value: number;
            } | null;
        };
        WorkspaceKey: {
            /** Format: date-time */
            created_at: string;
            /** @description Who made it, for people; null for a key that was made before this was kept. */
            created_by: string | null;
            /** Format: date-time */
            expires_at: string | null;
            id: string;
            /** Format: date-time */
            last_used_at: string | null;
            name: string;
            role: "owner" | "admin" | "member" | "viewer" | (string & {});
            /** @description Null where only the role limits it. */
            scopes: string[] | null;
            /** @description How the secret begins; null for a key that was made before this was kept. */
            secret_prefix: string | null;
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
        /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
        IfMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description Names this state of the resource's configuration: send it as `If-Match` with a change. */
        ETag: string;
        /** @description Present where the call had come before with its key: the answer is the first one. */
        IdempotencyReplayed: "true";
    };
    pathItems: never;
}
export type Account = components['schemas']['Account'];
export type AddPasskeyRequest = components['schemas']['AddPasskeyRequest'];
export type App = components['schemas']['App'];
export type AppLimit = components['schemas']['AppLimit'];
export type AppLimitList = components['schemas']['AppLimitList'];
export type AppList = components['schemas']['AppList'];
export type AppLogo = components['schemas']['AppLogo'];
export type Attention = components['schemas']['Attention'];
export type AttentionList = components['schemas']['AttentionList'];
export type AuditExport = components['schemas']['AuditExport'];
export type AuditRecord = components['schemas']['AuditRecord'];
export type AuditRecordList = components['schemas']['AuditRecordList'];
export type AuditVerification = components['schemas']['AuditVerification'];
export type Authorization = components['schemas']['Authorization'];
export type Branding = components['schemas']['Branding'];
export type CatalogueType = components['schemas']['CatalogueType'];
export type CatalogueTypeList = components['schemas']['CatalogueTypeList'];
export type ChangePasswordRequest = components['schemas']['ChangePasswordRequest'];
export type CheckedUserToken = components['schemas']['CheckedUserToken'];
export type CheckUserTokenRequest = components['schemas']['CheckUserTokenRequest'];
export type CompleteAuthorizationRequest = components['schemas']['CompleteAuthorizationRequest'];
export type CompletedAuthorization = components['schemas']['CompletedAuthorization'];
export type CompleteMyAuthorizationRequest = components['schemas']['CompleteMyAuthorizationRequest'];
export type ConfirmTotpRequest = components['schemas']['ConfirmTotpRequest'];
export type Connection = components['schemas']['Connection'];
export type ConnectionCheck = components['schemas']['ConnectionCheck'];
export type ConnectionList = components['schemas']['ConnectionList'];
export type ConnectionOwner = components['schemas']['ConnectionOwner'];
export type Connector = components['schemas']['Connector'];
export type ConnectorList = components['schemas']['ConnectorList'];
export type ConnectorReference = components['schemas']['ConnectorReference'];
export type ConnectorTest = components['schemas']['ConnectorTest'];
export type ConnectorTestStep = components['schemas']['ConnectorTestStep'];
export type CreateAppRequest = components['schemas']['CreateAppRequest'];
export type CreateConnectorRequest = components['schemas']['CreateConnectorRequest'];
export type CreatedInvitation = components['schemas']['CreatedInvitation'];
export type CreatedPersonalKey = components['schemas']['CreatedPersonalKey'];
export type CreatedServiceToken = components['schemas']['CreatedServiceToken'];
export type CreatedWorkspaceKey = components['schemas']['CreatedWorkspaceKey'];
export type CreateInvitationRequest = components['schemas']['CreateInvitationRequest'];
export type CreateOperationRequest = components['schemas']['CreateOperationRequest'];
export type CreateOwnerInvitationRequest = components['schemas']['CreateOwnerInvitationRequest'];
export type CreatePasskeySessionRequest = components['schemas']['CreatePasskeySessionRequest'];
export type CreatePersonalKeyRequest = components['schemas']['CreatePersonalKeyRequest'];
export type CreateReconnectRequest = components['schemas']['CreateReconnectRequest'];
export type CreateServerOperationRequest = components['schemas']['CreateServerOperationRequest'];
export type CreateServiceTokenRequest = components['schemas']['CreateServiceTokenRequest'];
export type CreateSessionRequest = components['schemas']['CreateSessionRequest'];
export type CreateSignalStreamRequest = components['schemas']['CreateSignalStreamRequest'];
export type CreateUserTokenRequest = components['schemas']['CreateUserTokenRequest'];
export type CreateWorkspaceKeyRequest = components['schemas']['CreateWorkspaceKeyRequest'];
export type CreateWorkspaceRequest = components['schemas']['CreateWorkspaceRequest'];
export type Deleted = components['schemas']['Deleted'];
export type DeletedSignInProvider = components['schemas']['DeletedSignInProvider'];
export type DeletionRequest = components['schemas']['DeletionRequest'];
export type DiscoverProviderRequest = components['schemas']['DiscoverProviderRequest'];
export type EncryptionKey = components['schemas']['EncryptionKey'];
export type EncryptionKeyList = components['schemas']['EncryptionKeyList'];
export type EndedSessions = components['schemas']['EndedSessions'];
export type Event = components['schemas']['Event'];
export type EventList = components['schemas']['EventList'];
export type FactorProof = components['schemas']['FactorProof'];
export type FirstSteps = components['schemas']['FirstSteps'];
export type FoundUsers = components['schemas']['FoundUsers'];
export type Freeze = components['schemas']['Freeze'];
export type FreezeList = components['schemas']['FreezeList'];
export type FreezeWorkspaceRequest = components['schemas']['FreezeWorkspaceRequest'];
export type FunctionAnswer = components['schemas']['FunctionAnswer'];
export type GetTokenRequest = components['schemas']['GetTokenRequest'];
export type IgnoredAttention = components['schemas']['IgnoredAttention'];
export type Impact = components['schemas']['Impact'];
export type Invitation = components['schemas']['Invitation'];
export type InvitationList = components['schemas']['InvitationList'];
export type Mail = components['schemas']['Mail'];
export type Me = components['schemas']['Me'];
export type Member = components['schemas']['Member'];
export type MemberList = components['schemas']['MemberList'];
export type MovedUsers = components['schemas']['MovedUsers'];
export type MoveUsersRequest = components['schemas']['MoveUsersRequest'];
export type MyConnector = components['schemas']['MyConnector'];
export type MyConnectorList = components['schemas']['MyConnectorList'];
export type Named = components['schemas']['Named'];
export type OAuthClient = components['schemas']['OAuthClient'];
export type OAuthClientCheck = components['schemas']['OAuthClientCheck'];
export type OAuthClientList = components['schemas']['OAuthClientList'];
export type OAuthClientReservation = components['schemas']['OAuthClientReservation'];
export type OpenedSession = components['schemas']['OpenedSession'];
export type Operation = components['schemas']['Operation'];
export type OperationList = components['schemas']['OperationList'];
export type OperationProgress = components['schemas']['OperationProgress'];
export type OperationReceipt = components['schemas']['OperationReceipt'];
export type OperationReceiptList = components['schemas']['OperationReceiptList'];
export type Owner = components['schemas']['Owner'];
export type Passkey = components['schemas']['Passkey'];
export type PasskeyList = components['schemas']['PasskeyList'];
export type PasskeyOptions = components['schemas']['PasskeyOptions'];
export type Person = components['schemas']['Person'];
export type PersonalKey = components['schemas']['PersonalKey'];
export type PersonalKeyList = components['schemas']['PersonalKeyList'];
export type Policies = components['schemas']['Policies'];
export type Policy = components['schemas']['Policy'];
export type PolicyList = components['schemas']['PolicyList'];
export type PreviewConnectorChangeRequest = components['schemas']['PreviewConnectorChangeRequest'];
export type Problem = components['schemas']['Problem'];
export type ProvenSignInDomain = components['schemas']['ProvenSignInDomain'];
export type Provider = components['schemas']['Provider'];
export type ProviderDraft = components['schemas']['ProviderDraft'];
export type ProviderList = components['schemas']['ProviderList'];
export type PutProviderRequest = components['schemas']['PutProviderRequest'];
export type PutSignInProviderRequest = components['schemas']['PutSignInProviderRequest'];
export type Receipt = components['schemas']['Receipt'];
export type Receipts = components['schemas']['Receipts'];
export type ReconnectRequest = components['schemas']['ReconnectRequest'];
export type RecoveryCodes = components['schemas']['RecoveryCodes'];
export type RefusalSign = components['schemas']['RefusalSign'];
export type RefusedOrigin = components['schemas']['RefusedOrigin'];
export type RefusedOriginList = components['schemas']['RefusedOriginList'];
export type RequestFault = components['schemas']['RequestFault'];
export type ResetLink = components['schemas']['ResetLink'];
export type Revocation = components['schemas']['Revocation'];
export type RevocationList = components['schemas']['RevocationList'];
export type RootKey = components['schemas']['RootKey'];
export type RootKeyList = components['schemas']['RootKeyList'];
export type RotateOAuthClientSecretRequest = components['schemas']['RotateOAuthClientSecretRequest'];
export type SealedCount = components['schemas']['SealedCount'];
export type SearchConnectionsRequest = components['schemas']['SearchConnectionsRequest'];
export type SearchUsersRequest = components['schemas']['SearchUsersRequest'];
export type SearchWorkspaceConnectionsRequest = components['schemas']['SearchWorkspaceConnectionsRequest'];
export type Series = components['schemas']['Series'];
export type Server = components['schemas']['Server'];
export type ServerOperation = components['schemas']['ServerOperation'];
export type ServerWorkspace = components['schemas']['ServerWorkspace'];
export type ServerWorkspaceList = components['schemas']['ServerWorkspaceList'];
export type ServiceToken = components['schemas']['ServiceToken'];
export type ServiceTokenList = components['schemas']['ServiceTokenList'];
export type Session = components['schemas']['Session'];
export type SessionList = components['schemas']['SessionList'];
export type SettingField = components['schemas']['SettingField'];
export type SharedAuthorization = components['schemas']['SharedAuthorization'];
export type SignalStream = components['schemas']['SignalStream'];
export type SignalStreamList = components['schemas']['SignalStreamList'];
export type SignInFactors = components['schemas']['SignInFactors'];
export type SignInProvider = components['schemas']['SignInProvider'];
export type SignInProviderList = components['schemas']['SignInProviderList'];
export type SignInTest = components['schemas']['SignInTest'];
export type SignInTestStep = components['schemas']['SignInTestStep'];
export type StartAuthorizationRequest = components['schemas']['StartAuthorizationRequest'];
export type StartedAuthorization = components['schemas']['StartedAuthorization'];
export type StartedConnectorTest = components['schemas']['StartedConnectorTest'];
export type StartMyAuthorizationRequest = components['schemas']['StartMyAuthorizationRequest'];
export type StartSharedAuthorizationRequest = components['schemas']['StartSharedAuthorizationRequest'];
export type Statistics = components['schemas']['Statistics'];
export type Step = components['schemas']['Step'];
export type TestConnectorRequest = components['schemas']['TestConnectorRequest'];
export type TestedFunction = components['schemas']['TestedFunction'];
export type TestFunctionRequest = components['schemas']['TestFunctionRequest'];
export type TestSignInProviderRequest = components['schemas']['TestSignInProviderRequest'];
export type TimelineEntry = components['schemas']['TimelineEntry'];
export type TimelineEntryList = components['schemas']['TimelineEntryList'];
export type Token = components['schemas']['Token'];
export type TotpSetup = components['schemas']['TotpSetup'];
export type TypeRefusals = components['schemas']['TypeRefusals'];
export type UpdateAppRequest = components['schemas']['UpdateAppRequest'];
export type UpdateConnectorRequest = components['schemas']['UpdateConnectorRequest'];
export type UpdateMemberRequest = components['schemas']['UpdateMemberRequest'];
export type UpdateOAuthClientRequest = components['schemas']['UpdateOAuthClientRequest'];
export type UpdatePasskeyRequest = components['schemas']['UpdatePasskeyRequest'];
export type UpdatePersonRequest = components['schemas']['UpdatePersonRequest'];
export type UpdatePoliciesRequest = components['schemas']['UpdatePoliciesRequest'];
export type UpdatePolicyRequest = components['schemas']['UpdatePolicyRequest'];
export type UpdateServerWorkspaceRequest = components['schemas']['UpdateServerWorkspaceRequest'];
export type UpdateServiceTokenRequest = components['schemas']['UpdateServiceTokenRequest'];
export type UpdateSignalStreamRequest = components['schemas']['UpdateSignalStreamRequest'];
export type UpdateWorkspaceKeyRequest = components['schemas']['UpdateWorkspaceKeyRequest'];
export type UpdateWorkspaceRequest = components['schemas']['UpdateWorkspaceRequest'];
export type User = components['schemas']['User'];
export type UserExport = components['schemas']['UserExport'];
export type UserList = components['schemas']['UserList'];
export type UserReference = components['schemas']['UserReference'];
export type UserToken = components['schemas']['UserToken'];
export type VerifyAuditRequest = components['schemas']['VerifyAuditRequest'];
export type Workspace = components['schemas']['Workspace'];
export type WorkspaceConnection = components['schemas']['WorkspaceConnection'];
export type WorkspaceConnectionList = components['schemas']['WorkspaceConnectionList'];
export type WorkspaceKey = components['schemas']['WorkspaceKey'];
export type WorkspaceKeyList = components['schemas']['WorkspaceKeyList'];
export type WorkspaceList = components['schemas']['WorkspaceList'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterIfMatch = components['parameters']['IfMatch'];
export type HeaderETag = components['headers']['ETag'];
export type HeaderIdempotencyReplayed = components['headers']['IdempotencyReplayed'];
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
    startAuthorization: {
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
                "application/json": components["schemas"]["StartAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `connector_not_found`, `user_connections_disabled`, `connection_config_invalid`, `return_url_not_allowed`, `scopes_forbidden`, `challenge_required`, `shared_connections_disabled`, `app_user_required`, `issuer_required`, `issuer_unknown`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedAuthorization"];
                };
            };
        };
    };
    getAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the authorization. */
                authorization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `authorization_not_found`. */
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
                    "application/json": components["schemas"]["Authorization"];
                };
            };
        };
    };
    cancelAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the authorization. */
                authorization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `authorization_not_found`. */
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
                    "application/json": components["schemas"]["Authorization"];
                };
            };
        };
    };
    completeAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the authorization. */
                authorization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `completion_invalid`, `app_user_required`, `issuer_required`, `issuer_unknown`. */
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
                    "application/json": components["schemas"]["CompletedAuthorization"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description Of this connector. */
                connector_id?: string;
                /** @description Whether to say in `total` how many there are: exactly to 10,000, then about. */
                count?: "true" | "false";
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
                /** @description The app's shared connections, or its users'. */
                owner?: "app" | "user";
                /** @description `-` for the other way round; by id where it is left out. What has no time stands as if it never ended, or had never been used. */
                sort?: "created_at" | "-created_at" | "updated_at" | "-updated_at" | "last_used_at" | "-last_used_at" | "expires_at" | "-expires_at";
                /** @description That stand so. */
                status?: "active" | "needs_reauth" | "disconnected";
                /** @description Of connectors of this integration type. */
                type?: string;
                /** @description Of the user with this handle, `usr_…`. */
                user?: string;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connection. */
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `connection_not_found`. */
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
                    "application/json": components["schemas"]["Connection"];
                };
            };
        };
    };
    disconnectConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connection. */
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `forbidden`, `connection_not_found`, `not_connected`. */
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
                    "application/json": components["schemas"]["Receipt"];
                };
            };
        };
    };
    getConnectionToken: {
        parameters: {
            query?: {
                /** @description Seconds that the token must still live; at most a day. */
                min_ttl?: number;
                /** @description `version` of a token that an API refused: only a newer one is answered. */
                refused_version?: number;
                /** @description Scopes that must have been granted, separated by spaces. */
                scopes?: string;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connection. */
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `connection_not_found`, `not_connected`, `needs_reauth`, `missing_scopes`, `shared_connections_disabled`, `user_connections_disabled`, `connector_misconfigured`. */
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
    searchConnections: {
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
                "application/json": components["schemas"]["SearchConnectionsRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
        };
    };
    callFunction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The name of the function. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `workspace_frozen`, `origin_not_allowed`, `forbidden`, `app_not_found`, `functions_not_configured`, `body_too_large`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `functions_unavailable`, `functions_timeout`, `functions_answer_invalid`, `internal`, `database_unavailable`. */
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
                    "*/*": components["schemas"]["FunctionAnswer"];
                };
            };
        };
    };
    getAppLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description Of these bytes; another logo has another. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `route_not_found`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `database_unavailable`, `internal`. */
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
                    "image/png": components["schemas"]["AppLogo"];
                    "image/webp": components["schemas"]["AppLogo"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `workspace_frozen`, `origin_not_allowed`. */
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
    startMyAuthorization: {
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
                "application/json": components["schemas"]["StartMyAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `workspace_frozen`, `origin_not_allowed`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `connector_not_found`, `user_connections_disabled`, `connection_config_invalid`, `return_url_not_allowed`, `scopes_forbidden`, `challenge_required`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedAuthorization"];
                };
            };
        };
    };
    getMyAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the authorization. */
                authorization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `workspace_frozen`, `origin_not_allowed`, `authorization_not_found`. */
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
                    "application/json": components["schemas"]["Authorization"];
                };
            };
        };
    };
    cancelMyAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the authorization. */
                authorization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `workspace_frozen`, `origin_not_allowed`, `authorization_not_found`. */
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
                    "application/json": components["schemas"]["Authorization"];
                };
            };
        };
    };
    completeMyAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the authorization. */
                authorization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteMyAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `workspace_frozen`, `origin_not_allowed`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `completion_invalid`. */
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
                    "application/json": components["schemas"]["CompletedAuthorization"];
                };
            };
        };
    };
    listMyConnections: {
        parameters: {
            query?: {
                /** @description Of this connector. */
                connector_id?: string;
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
                /** @description That stand so. */
                status?: "active" | "needs_reauth" | "disconnected";
                /** @description Of connectors of this integration type. */
                type?: string;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `origin_not_allowed`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
        };
    };
    getMyConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connection. */
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `origin_not_allowed`, `connection_not_found`. */
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
                    "application/json": components["schemas"]["Connection"];
                };
            };
        };
    };
    disconnectMyConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connection. */
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `origin_not_allowed`, `connection_not_found`, `not_connected`. */
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
                    "application/json": components["schemas"]["Receipt"];
                };
            };
        };
    };
    listMyConnectors: {
        parameters: {
            query?: {
                /** @description Of this connector. */
                connector_id?: string;
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `workspace_frozen`, `origin_not_allowed`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["MyConnectorList"];
                };
            };
        };
    };
    getMyConnector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connector. */
                connector_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `workspace_frozen`, `origin_not_allowed`, `connector_not_found`. */
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
                    "application/json": components["schemas"]["MyConnector"];
                };
            };
        };
    };
    disconnectMyConnector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connector. */
                connector_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `user_token_required`, `origin_not_allowed`, `connector_not_found`, `not_connected`. */
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
                    "application/json": components["schemas"]["Receipts"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `connector_not_found`, `connection_not_found`, `not_connected`, `needs_reauth`, `missing_scopes`, `app_user_required`, `issuer_required`, `issuer_unknown`, `shared_connections_disabled`, `user_connections_disabled`, `connector_misconfigured`. */
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
    getTypeRefusals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description An integration type, as listCatalogue has it. */
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `connector_not_found`. */
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
                    "application/json": components["schemas"]["TypeRefusals"];
                };
            };
        };
    };
    createUserToken: {
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
                "application/json": components["schemas"]["CreateUserTokenRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `issuer_required`, `issuer_unknown`. */
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
    listUsers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["UserList"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `user_not_found`. */
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
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    eraseUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `forbidden`, `user_not_found`. */
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
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    exportUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `user_not_found`. */
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
                    "application/jsonl": components["schemas"]["UserExport"];
                };
            };
        };
    };
    searchUsers: {
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
                "application/json": components["schemas"]["SearchUsersRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `service_token_required`, `workspace_frozen`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`. */
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
                    "application/json": components["schemas"]["FoundUsers"];
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
    updatePerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePersonRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `account_invalid`. */
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `limit_reached`, `server_operator_required`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
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
    listPasskeys: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["PasskeyList"];
                };
            };
        };
    };
    addPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddPasskeyRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `passkey_invalid`, `passkey_refused`, `account_invalid`, `sign_in_failed`. */
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
                    "application/json": components["schemas"]["Passkey"];
                };
            };
        };
    };
    deletePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the passkey. */
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `passkey_not_found`. */
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
    updatePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the passkey. */
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePasskeyRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `passkey_not_found`, `account_invalid`. */
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
                    "application/json": components["schemas"]["Passkey"];
                };
            };
        };
    };
    beginPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorProof"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `sign_in_failed`, `too_many_attempts`, `passkey_refused`. */
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
                    "application/json": components["schemas"]["PasskeyOptions"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `sign_in_failed`, `too_many_attempts`, `account_invalid`. */
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
                    "application/json": components["schemas"]["SignInFactors"];
                };
            };
        };
    };
    listSessions: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["SessionList"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `session_not_found`. */
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
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`. */
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
                    "application/json": components["schemas"]["EndedSessions"];
                };
            };
        };
    };
    getSignInFactors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`. */
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
                    "application/json": components["schemas"]["SignInFactors"];
                };
            };
        };
    };
    beginTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `authenticator_app_exists`, `authenticator_app_refused`. */
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
                    "application/json": components["schemas"]["TotpSetup"];
                };
            };
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmTotpRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `authenticator_app_exists`, `authenticator_app_refused`, `authenticator_app_not_found`, `code_wrong`, `sign_in_failed`, `too_many_attempts`. */
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
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
        };
    };
    resetRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorProof"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `authenticator_app_not_found`, `sign_in_failed`, `too_many_attempts`. */
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
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
        };
    };
    removeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorProof"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `sign_in_failed`, `too_many_attempts`. */
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
                    "application/json": components["schemas"]["SignInFactors"];
                };
            };
        };
    };
    listRootKeys: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["RootKeyList"];
                };
            };
        };
    };
    createServerOperation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServerOperationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `provider_not_found`. */
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
                    "application/json": components["schemas"]["ServerOperation"];
                };
            };
        };
    };
    listAllWorkspaces: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["ServerWorkspaceList"];
                };
            };
        };
    };
    createWorkspace: {
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
                "application/json": components["schemas"]["CreateWorkspaceRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `workspace_exists`, `limit_reached`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerWorkspace"];
                };
            };
        };
    };
    getServerWorkspace: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `workspace_not_found`. */
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
                    "application/json": components["schemas"]["ServerWorkspace"];
                };
            };
        };
    };
    updateServerWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateServerWorkspaceRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `workspace_not_found`. */
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
                    "application/json": components["schemas"]["ServerWorkspace"];
                };
            };
        };
    };
    freezeWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FreezeWorkspaceRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `workspace_not_found`. */
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
                    "application/json": components["schemas"]["ServerWorkspace"];
                };
            };
        };
    };
    createOwnerInvitation: {
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
                "application/json": components["schemas"]["CreateOwnerInvitationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `workspace_not_found`, `account_invalid`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitation"];
                };
            };
        };
    };
    proveSignInDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An email domain, as the workspace has declared it. */
                domain: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `workspace_not_found`, `sign_in_domain_not_found`. */
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
                    "application/json": components["schemas"]["ProvenSignInDomain"];
                };
            };
        };
    };
    unfreezeWorkspace: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `server_operator_required`, `forbidden`, `workspace_not_found`. */
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
                    "application/json": components["schemas"]["ServerWorkspace"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSessionRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `sign_in_failed`, `second_factor_required`, `too_many_attempts`, `cross_site_refused`. */
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
                    "application/json": components["schemas"]["Person"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `person_required`, `session_required`. */
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
    createPasskeySession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePasskeySessionRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `cross_site_refused`, `sign_in_failed`. */
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
                    "application/json": components["schemas"]["OpenedSession"];
                };
            };
        };
    };
    beginPasskeySignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `cross_site_refused`, `passkey_refused`, `too_many_attempts`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `database_unavailable`, `internal`. */
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
                    "application/json": components["schemas"]["PasskeyOptions"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    deleteWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeletionRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `confirmation_mismatch`. */
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
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    updateWorkspace: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateWorkspaceRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    listApps: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["AppList"];
                };
            };
        };
    };
    createApp: {
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
                "application/json": components["schemas"]["CreateAppRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `limit_reached`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
        };
    };
    getApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
        };
    };
    deleteApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeletionRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `confirmation_mismatch`. */
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
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    updateApp: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAppRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `app_name_taken`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
        };
    };
    startSharedAuthorization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartSharedAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `connector_not_found`, `connector_not_configured`, `connected_by_other_operator`, `shared_connections_disabled`, `scopes_invalid`, `scopes_forbidden`, `connection_config_invalid`, `return_url_not_allowed`. */
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
            /** @description Nothing had to be made: the connection has what is asked for already; or, of a `dry_run`, nothing was started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedAuthorization"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedAuthorization"];
                };
            };
        };
    };
    getSharedAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the authorization. */
                authorization_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `authorization_not_found`. */
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
                    "application/json": components["schemas"]["Authorization"];
                };
            };
        };
    };
    testFunction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestFunctionRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `functions_not_configured`. */
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
                    "application/json": components["schemas"]["TestedFunction"];
                };
            };
        };
    };
    checkUserToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckUserTokenRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`. */
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
                    "application/json": components["schemas"]["CheckedUserToken"];
                };
            };
        };
    };
    listAppLimits: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["AppLimitList"];
                };
            };
        };
    };
    putAppLogo: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "image/*": unknown;
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `precondition_failed`, `body_too_large`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
        };
    };
    deleteAppLogo: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `precondition_failed`. */
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
                    "application/json": components["schemas"]["App"];
                };
            };
        };
    };
    listRefusedOrigins: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["RefusedOriginList"];
                };
            };
        };
    };
    listServiceTokens: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["ServiceTokenList"];
                };
            };
        };
    };
    createServiceToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceTokenRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `limit_reached`, `connector_not_found`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedServiceToken"];
                };
            };
        };
    };
    getServiceToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the service token. */
                service_token_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `service_token_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceToken"];
                };
            };
        };
    };
    deleteServiceToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the service token. */
                service_token_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `precondition_failed`, `service_token_not_found`. */
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
    updateServiceToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the service token. */
                service_token_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateServiceTokenRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `service_token_not_found`, `connector_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceToken"];
                };
            };
        };
    };
    listSharedConnections: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["WorkspaceConnectionList"];
                };
            };
        };
    };
    deleteSharedConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `connection_not_found`. */
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
    disconnectSharedConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `connection_not_found`, `not_connected`. */
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
                    "application/json": components["schemas"]["Receipt"];
                };
            };
        };
    };
    listWorkspaceUsers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["UserList"];
                };
            };
        };
    };
    getWorkspaceUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the user. */
                user_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `user_not_found`. */
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
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    eraseWorkspaceUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the user. */
                user_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `user_not_found`. */
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
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    exportWorkspaceUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the user. */
                user_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `user_not_found`. */
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
                    "application/jsonl": components["schemas"]["UserExport"];
                };
            };
        };
    };
    moveUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveUsersRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `issuer_unknown`. */
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
                    "application/json": components["schemas"]["MovedUsers"];
                };
            };
        };
    };
    searchWorkspaceUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the app. */
                app_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchUsersRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`. */
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
                    "application/json": components["schemas"]["FoundUsers"];
                };
            };
        };
    };
    getAttention: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`. */
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
                    "application/json": components["schemas"]["AttentionList"];
                };
            };
        };
    };
    ignoreAttention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the attention. */
                attention_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `attention_not_found`. */
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
                    "application/json": components["schemas"]["IgnoredAttention"];
                };
            };
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                /** @description `connector.created`. */
                action?: string;
                /** @description By this person, this workspace key, or `server`: the id of a record's `actor`. */
                actor_id?: string;
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description Recorded then or later. */
                from?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
                /** @description To this thing: the id of a record's `target`. */
                target_id?: string;
                /** @description Recorded before. */
                to?: string;
                /** @description Whether reads of tokens (`token.read`) are among them; `without` where it is left out: they are many. */
                token_reads?: "without" | "with" | "only";
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
    getAuditRecord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                record_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `audit_record_not_found`. */
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
                    "application/json": components["schemas"]["AuditRecord"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description `connector.created`. */
                action?: string;
                /** @description By this person, this workspace key, or `server`: the id of a record's `actor`. */
                actor_id?: string;
                /** @description `jsonl`: a record per line, as listAuditRecords has them. `csv`: for spreadsheets (RFC 4180); a cell that could be a formula begins with an apostrophe. */
                format?: "jsonl" | "csv";
                /** @description Recorded then or later. */
                from?: string;
                /** @description To this thing: the id of a record's `target`. */
                target_id?: string;
                /** @description Recorded before. */
                to?: string;
                /** @description Whether reads of tokens (`token.read`) are among them; `without` where it is left out: they are many. */
                token_reads?: "without" | "with" | "only";
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`. */
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
                    "application/jsonl": components["schemas"]["AuditExport"];
                    "text/csv": components["schemas"]["AuditExport"];
                };
            };
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyAuditRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`. */
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
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
        };
    };
    listCatalogue: {
        parameters: {
            query?: {
                /** @description Of this category: one that a type has. */
                category?: string;
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
                /** @description Part of a type's or a provider's name. */
                query?: string;
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["CatalogueTypeList"];
                };
            };
        };
    };
    getCatalogueType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An integration type, as listCatalogue has it. */
                type: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `connector_not_found`. */
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
                    "application/json": components["schemas"]["CatalogueType"];
                };
            };
        };
    };
    listWorkspaceConnections: {
        parameters: {
            query?: {
                /** @description Of this app. */
                app_id?: string;
                /** @description Of this connector. */
                connector_id?: string;
                /** @description Whether to say in `total` how many there are: exactly to 10,000, then about. */
                count?: "true" | "false";
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description That are active though the last refresh failed, or only others. */
                degraded?: "true" | "false";
                /** @description That are active, and end before unless their owner connects again: their refresh token ends, or a token that nothing refreshes. */
                ends_to?: string;
                /** @description Whose access token ends before. */
                expires_to?: string;
                /** @description That are frozen, or only others. */
                frozen?: "true" | "false";
                /** @description Whose token was last read before; not those that never were. */
                last_used_to?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
                /** @description Of connectors with this OAuth client. */
                oauth_client_id?: string;
                /** @description The app's shared connections, or its users'. */
                owner?: "app" | "user";
                /** @description At this provider, of the catalogue or a custom one. */
                provider_id?: string;
                /** @description That need a new consent for this reason. */
                reason?: "invalid_grant" | "revoked" | "refresh_token_expired" | "no_refresh_token" | "missing_scopes" | "outcome_unknown" | "refresh_refused";
                /** @description `-` for the other way round; by id where it is left out. What has no time stands as if it never ended, or had never been used. */
                sort?: "created_at" | "-created_at" | "updated_at" | "-updated_at" | "last_used_at" | "-last_used_at" | "expires_at" | "-expires_at";
                /** @description That stand so. */
                status?: "active" | "needs_reauth" | "disconnected";
                /** @description Of connectors of this integration type. */
                type?: string;
                /** @description Of the user with this handle, `usr_…`. */
                user?: string;
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["WorkspaceConnectionList"];
                };
            };
        };
    };
    getWorkspaceConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `connection_not_found`. */
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
                    "application/json": components["schemas"]["WorkspaceConnection"];
                };
            };
        };
    };
    checkConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `connection_not_found`, `not_connected`, `needs_reauth`, `connector_misconfigured`. */
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
                    "application/json": components["schemas"]["ConnectionCheck"];
                };
            };
        };
    };
    disconnectWorkspaceConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `connection_not_found`, `not_connected`. */
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
                    "application/json": components["schemas"]["Receipt"];
                };
            };
        };
    };
    requestReconnect: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateReconnectRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `connection_not_found`, `reconnect_not_possible`, `user_connections_disabled`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconnectRequest"];
                };
            };
        };
    };
    refreshConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `connection_not_found`, `not_connected`, `needs_reauth`, `connector_misconfigured`. */
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
                    "application/json": components["schemas"]["WorkspaceConnection"];
                };
            };
        };
    };
    retryConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `connection_not_found`, `not_connected`, `needs_reauth`, `connector_misconfigured`. */
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
                    "application/json": components["schemas"]["WorkspaceConnection"];
                };
            };
        };
    };
    listConnectionTimeline: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the connection. */
                connection_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`, `connection_not_found`. */
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
                    "application/json": components["schemas"]["TimelineEntryList"];
                };
            };
        };
    };
    searchWorkspaceConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchWorkspaceConnectionsRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["WorkspaceConnectionList"];
                };
            };
        };
    };
    listConnectors: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
                /** @description `user` unless told. `app`: of one app each; only listed, not found by id. */
                owner?: "app" | "user";
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["ConnectorList"];
                };
            };
        };
    };
    createConnector: {
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
                "application/json": components["schemas"]["CreateConnectorRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `limit_reached`, `oauth_client_not_found`, `name_taken`, `scopes_invalid`, `scopes_forbidden`, `connection_config_invalid`, `client_secret_differs`, `secret_required`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
        };
    };
    getConnector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the connector. */
                connector_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `connector_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
        };
    };
    deleteConnector: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the connector. */
                connector_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `precondition_failed`, `connector_not_found`. */
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
    updateConnector: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the connector. */
                connector_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateConnectorRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `connector_not_found`, `name_taken`, `scopes_invalid`, `scopes_forbidden`, `connection_config_invalid`, `secret_required`, `limit_reached`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
        };
    };
    previewConnectorChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the connector. */
                connector_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewConnectorChangeRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `connector_not_found`, `connector_misconfigured`, `scopes_invalid`, `scopes_forbidden`, `connection_config_invalid`. */
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
                    "application/json": components["schemas"]["Impact"];
                };
            };
        };
    };
    testConnector: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the connector. */
                connector_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestConnectorRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `connector_not_found`, `connector_misconfigured`, `user_connections_disabled`, `scopes_invalid`, `scopes_forbidden`, `connection_config_invalid`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedConnectorTest"];
                };
            };
        };
    };
    getConnectorTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the authorization. */
                authorization_id: string;
                /** @description The id of the connector. */
                connector_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `authorization_not_found`. */
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
                    "application/json": components["schemas"]["ConnectorTest"];
                };
            };
        };
    };
    listEncryptionKeys: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["EncryptionKeyList"];
                };
            };
        };
    };
    rotateEncryptionKey: {
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
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `idempotency_key_reused`, `idempotency_in_progress`, `limit_reached`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description The id of the app. */
                app_id?: string;
                /** @description Of connections that are there. */
                connector_id?: string;
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
                /** @description `created_at` unless told. `-created_at`: the newest first; `next_cursor` is null at the oldest then. */
                sort?: "created_at" | "-created_at";
                /** @description An integration type, as listCatalogue has it. */
                type?: "connection.connected" | "connection.disconnected" | "connection.needs_reauth" | "connection.ends_soon" | "connection.resumed";
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["EventList"];
                };
            };
        };
    };
    finishWorkspaceDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeletionRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `operation_not_found`, `confirmation_mismatch`. */
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
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    getFirstSteps: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`. */
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
                    "application/json": components["schemas"]["FirstSteps"];
                };
            };
        };
    };
    listFreezes: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["FreezeList"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `cursor_invalid`. */
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `limit_reached`, `account_invalid`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invitation_not_found`. */
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
    resendInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `idempotency_key_reused`, `idempotency_in_progress`, `invitation_not_found`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitation"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `cursor_invalid`. */
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `limit_reached`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWorkspaceKey"];
                };
            };
        };
    };
    getWorkspaceKey: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `api_key_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceKey"];
                };
            };
        };
    };
    deleteWorkspaceKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `precondition_failed`, `api_key_not_found`. */
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
    updateWorkspaceKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the key. */
                key_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateWorkspaceKeyRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `api_key_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceKey"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
    getMember: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `member_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `precondition_failed`, `member_not_found`, `last_owner`. */
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
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `member_not_found`, `last_owner`. */
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
                    ETag: components["headers"]["ETag"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `idempotency_key_reused`, `idempotency_in_progress`, `member_not_found`, `password_reset_refused`, `person_required`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `member_not_found`, `sign_in_identity_not_found`. */
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
    listOAuthClients: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["OAuthClientList"];
                };
            };
        };
    };
    getOAuthClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the oauth client. */
                oauth_client_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `oauth_client_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthClient"];
                };
            };
        };
    };
    deleteOAuthClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the oauth client. */
                oauth_client_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `precondition_failed`, `oauth_client_not_found`, `oauth_client_in_use`. */
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
    updateOAuthClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the oauth client. */
                oauth_client_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateOAuthClientRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `oauth_client_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthClient"];
                };
            };
        };
    };
    checkOAuthClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the oauth client. */
                oauth_client_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `oauth_client_not_found`, `connector_misconfigured`. */
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
                    "application/json": components["schemas"]["OAuthClientCheck"];
                };
            };
        };
    };
    rotateOAuthClientSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the oauth client. */
                oauth_client_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateOAuthClientSecretRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `oauth_client_not_found`. */
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
                    "application/json": components["schemas"]["OAuthClient"];
                };
            };
        };
    };
    reserveOAuthClient: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`. */
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
                    "application/json": components["schemas"]["OAuthClientReservation"];
                };
            };
        };
    };
    listOperations: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["OperationList"];
                };
            };
        };
    };
    createOperation: {
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
                "application/json": components["schemas"]["CreateOperationRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `confirmation_mismatch`, `app_not_found`, `connector_not_found`, `provider_not_found`. */
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
            /** @description Of a `dry_run`: what it would be about. Nothing was begun. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the operation. */
                operation_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `operation_not_found`. */
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
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    cancelOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the operation. */
                operation_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `operation_not_found`. */
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
                    "application/json": components["schemas"]["Operation"];
                };
            };
        };
    };
    listReceipts: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the operation. */
                operation_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`, `operation_not_found`. */
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
                    "application/json": components["schemas"]["OperationReceiptList"];
                };
            };
        };
    };
    listPolicies: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["PolicyList"];
                };
            };
        };
    };
    getPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An integration type, as listCatalogue has it. */
                type: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `connector_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    updatePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description An integration type, as listCatalogue has it. */
                type: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePolicyRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `scopes_invalid`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    previewPolicyChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An integration type, as listCatalogue has it. */
                type: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePolicyRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `scopes_invalid`. */
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
                    "application/json": components["schemas"]["Impact"];
                };
            };
        };
    };
    updatePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePoliciesRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `scopes_invalid`. */
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
                    "application/json": components["schemas"]["Policies"];
                };
            };
        };
    };
    listProviders: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
        };
    };
    getProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the provider. */
                provider_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `provider_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
        };
    };
    putProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the provider. */
                provider_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutProviderRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `provider_invalid`, `provider_in_use`, `secret_required`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
        };
    };
    deleteProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the provider. */
                provider_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `precondition_failed`, `provider_not_found`, `provider_in_use`. */
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
    discoverProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscoverProviderRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `provider_invalid`, `too_many_attempts`. */
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
                    "application/json": components["schemas"]["ProviderDraft"];
                };
            };
        };
    };
    listRevocations: {
        parameters: {
            query?: {
                /** @description Of this connection. */
                connection_id?: string;
                /** @description `next_cursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description How many at most. A page may hold fewer and still not be the last. */
                limit?: number;
                /** @description `queued`: still tried. `ended`: done, or given up. `failed`: only those given up. */
                status?: "queued" | "ended" | "failed";
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["RevocationList"];
                };
            };
        };
    };
    getRevocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the revocation. */
                revocation_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `revocation_not_found`. */
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
                    "application/json": components["schemas"]["Revocation"];
                };
            };
        };
    };
    getSignInProvider: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `sign_in_provider_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInProvider"];
                };
            };
        };
    };
    putSignInProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutSignInProviderRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `person_required`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInProvider"];
                };
            };
        };
    };
    deleteSignInProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `precondition_failed`, `person_required`, `sign_in_provider_not_found`. */
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
                    "application/json": components["schemas"]["DeletedSignInProvider"];
                };
            };
        };
    };
    verifySignInDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An email domain, as the workspace has declared it. */
                domain: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `person_required`, `sign_in_provider_not_found`, `sign_in_domain_not_found`, `sign_in_domain_taken`, `domain_not_proven`. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed. A problem document (RFC 9457); branch on its `code`: `domain_lookup_failed`, `internal`, `database_unavailable`. */
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
                    "application/json": components["schemas"]["SignInProvider"];
                };
            };
        };
    };
    testSignInProvider: {
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
                "application/json": components["schemas"]["TestSignInProviderRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `person_required`, `sign_in_provider_not_found`, `too_many_attempts`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInTest"];
                };
            };
        };
    };
    getSignInProviderTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the sign in test. */
                sign_in_test_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `person_required`, `sign_in_test_not_found`. */
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
                    "application/json": components["schemas"]["SignInTest"];
                };
            };
        };
    };
    listSignInProviders: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["SignInProviderList"];
                };
            };
        };
    };
    listSignalStreams: {
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `cursor_invalid`. */
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
                    "application/json": components["schemas"]["SignalStreamList"];
                };
            };
        };
    };
    createSignalStream: {
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
                "application/json": components["schemas"]["CreateSignalStreamRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `idempotency_key_reused`, `idempotency_in_progress`, `app_not_found`, `issuer_unknown`, `limit_reached`. */
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
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalStream"];
                };
            };
        };
    };
    getSignalStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the signal stream. */
                signal_stream_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `signal_stream_not_found`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalStream"];
                };
            };
        };
    };
    deleteSignalStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the signal stream. */
                signal_stream_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `precondition_failed`, `signal_stream_not_found`. */
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
    updateSignalStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the signal stream. */
                signal_stream_id: string;
                /** @description The id of the workspace. */
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSignalStreamRequest"];
            };
        };
        responses: {
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_frozen`, `workspace_not_found`, `invalid_json`, `body_too_large`, `unsupported_media_type`, `precondition_failed`, `signal_stream_not_found`, `issuer_unknown`. */
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalStream"];
                };
            };
        };
    };
    getStatistics: {
        parameters: {
            query: {
                /** @description Only of this app. */
                app_id?: string;
                /** @description What one value is of: an hour, or a day (UTC). */
                bucket?: "hour" | "day";
                /** @description Only of this connector. */
                connector_id?: string;
                /** @description A day ago by the hour, thirty days ago by the day, where it is left out. */
                from?: string;
                /** @description What is counted. */
                metric: "tokens_served" | "refreshes" | "connections" | "reader_wait" | "rate_limited" | "reconnects";
                /** @description Now, where it is left out or lies ahead. */
                to?: string;
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
            /** @description Refused. A problem document (RFC 9457); branch on its `code`: `bad_request`, `unauthorized`, `cross_site_refused`, `operator_required`, `forbidden`, `second_factor_required`, `workspace_not_found`, `app_not_found`, `connector_not_found`. */
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
                    "application/json": components["schemas"]["Statistics"];
                };
            };
        };
    };
}
