/**
 * Spotify, the Web API. Facts from
 * https://developer.spotify.com/documentation/web-api/tutorials/code-flow, the pages refreshing-tokens
 * and redirect_uri beside it, and https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration.
 *
 * A consent lasts six months, however often it is refreshed. The answer to a refresh may hold a new
 * refresh token. There is no revocation endpoint: a user takes the access back in the account settings.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const spotify = {
  id: "spotify",
  name: "Spotify",
  documentation: "https://developer.spotify.com/documentation/web-api/tutorials/code-flow",
  metadata: {
    authorization_endpoint: "https://accounts.spotify.com/authorize",
    token_endpoint: "https://accounts.spotify.com/api/token",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
  },
  settings: [
    {
      name: "show_dialog",
      display_name: "Always ask",
      description:
        "true asks again where the person allowed the app before, so that another account can be chosen.",
      placeholder: "false",
      required: false,
      validation_pattern: "^(?:true|false)$",
      validation_error: "Give true or false.",
    },
  ],
  authorization: { pkce: "S256", parameters: { show_dialog: "{show_dialog}" } },
  refresh: {
    mode: "refresh_token",
    rotation: "may_rotate",
    inconclusive: "hold",
    refresh_token_lifetime: { absolute_seconds: 15_552_000 },
  },
  account: {
    request: { url: "https://api.spotify.com/v1/me" },
    // Immutable, since May 2026; an id may change. Accounts connected before are stored by theirs.
    id: ["account_id"],
    former_ids: [["id"]],
    email: ["email"],
    name: ["display_name"],
  },
  api: {
    missing_scope: [
      {
        statuses: [403],
        body: { at: ["error", "message"], starts_with: ["Insufficient client scope"] },
      },
    ],
    hosts: [
      { name: "default", url: "https://api.spotify.com", for: "Everything under /v1" },
      { name: "images", url: "https://i.scdn.co", for: "Covers and pictures", needs_token: false },
    ],
    rate_limit: {
      documented:
        "A rolling window of 30 seconds for the app. In development mode there is a quota besides, for all apps of a developer together; error.reason QUOTA_EXCEEDED tells the two apart.",
      retry_after: "seconds",
    },
    pagination: [
      {
        kind: "offset",
        request: { offset: "offset", limit: "limit" },
        response: { next_url_path: "next", items_path: "items" },
        limit_max: 50,
        where: "Most lists",
      },
    ],
  },
  registration: {
    url: "https://developer.spotify.com/dashboard/create",
    redirect_uri_rules:
      "Exact match. https, except for 127.0.0.1 and [::1], where any port matches; localhost is refused.",
    steps: [
      {
        do: "Have a Premium subscription: an app in development mode works only as long as its owner has one.",
        url: "https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide",
      },
      {
        do: "In the developer dashboard, create an app and choose the Web API.",
        url: "https://developer.spotify.com/dashboard/create",
      },
      { do: "Add the redirect URI.", url: "https://developer.spotify.com/dashboard" },
      {
        do: "While the app is in development mode, add everyone who may connect under User Management, five people at most.",
        url: "https://developer.spotify.com/dashboard",
      },
      {
        do: "Under Settings, copy the client ID and the client secret.",
        url: "https://developer.spotify.com/dashboard",
      },
    ],
    review:
      "Extended quota is given to registered businesses with a launched service and at least 250,000 active users a month.",
    test_accounts: "None.",
    unreviewed:
      "In development mode five people can connect (apps made before February 2026 keep the number they had), a developer has 25 apps at most, and endpoints and fields are missing.",
    troubleshooting: [
      {
        shown: "INVALID_CLIENT: Invalid redirect URI",
        means: "It is not registered exactly so, or names localhost.",
        mend: "Copy it exactly; write 127.0.0.1 in place of localhost.",
      },
      {
        shown: "403 User not registered in the Developer Dashboard",
        means: "The app is in development mode.",
        mend: "Add the person under User Management.",
      },
      {
        shown: "403 at an endpoint that worked before",
        means: "It was taken out of development mode in 2026.",
        mend: "See the migration guide, or apply for extended quota.",
      },
      {
        shown: "invalid_grant half a year after connecting",
        means: "A consent ends after six months.",
        mend: "Connect again.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "spotify",
      logo: { icon: "spotify", color: "#1ED760" },
      display_name: "Spotify",
      description: "Playlists, library and playback.",
      category: "music",
      documentation: "https://developer.spotify.com/documentation/web-api/concepts/scopes",
      first_call: {
        path: "/v1/me",
        proves: "The token lives and the person is on the list of the app.",
      },
      scopes: {
        default: ["user-read-email", "user-read-private", "playlist-read-private"],
        available: [
          { scope: "user-read-email", description: "Your email address" },
          { scope: "user-read-private", description: "Your country and subscription" },
          { scope: "playlist-read-private", description: "Read your private playlists" },
          { scope: "playlist-read-collaborative", description: "Read your shared playlists" },
          { scope: "playlist-modify-public", description: "Change your public playlists" },
          { scope: "playlist-modify-private", description: "Change your private playlists" },
          { scope: "user-library-read", description: "Read what you saved" },
          { scope: "user-library-modify", description: "Save and remove" },
          { scope: "user-top-read", description: "What you listen to most" },
          { scope: "user-read-playback-position", description: "How far you are in an episode" },
          { scope: "user-read-recently-played", description: "What you listened to lately" },
          { scope: "user-read-currently-playing", description: "What is playing" },
          { scope: "user-read-playback-state", description: "Your player and its devices" },
          { scope: "user-modify-playback-state", description: "Control your player" },
          { scope: "streaming", description: "Play in the browser; for Premium subscribers" },
          { scope: "app-remote-control", description: "Control the Spotify app on your phone" },
          { scope: "user-follow-read", description: "Whom you follow" },
          { scope: "user-follow-modify", description: "Follow and unfollow" },
          { scope: "ugc-image-upload", description: "Upload images, such as playlist covers" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
