/**
 * What is done in the Google Cloud console before a connector of Google can be used. Facts from
 * https://developers.google.com/identity/protocols/oauth2/production-readiness/ and
 * https://support.google.com/cloud/answer/13463073 (verification).
 */
import type { AuthorizationServerInput } from "../schema.ts";

type Registration = AuthorizationServerInput["registration"];

/** What differs from one API of Google to the other. */
interface ApiSetup {
  /** As the console names it. */
  readonly name: string;
  /** Its host in the API library. */
  readonly library?: string;
  /** What else is done before the consent page is set up. */
  readonly further?: { do: string; url: string }[];
  readonly review?: string;
  readonly test_accounts?: string;
  readonly troubleshooting?: { shown: string; means: string; mend: string }[];
}

const commonSteps = [
  {
    do: "Under Google Auth Platform, fill in Branding: name, support email, home page, privacy policy and domain.",
    url: "https://console.cloud.google.com/auth/branding",
  },
  {
    do: "Choose an audience: Internal for your own Workspace, else External. While it is in testing, add the test users.",
    url: "https://console.cloud.google.com/auth/audience",
  },
  {
    do: "Under Data Access, add the scopes that the connector asks for.",
    url: "https://console.cloud.google.com/auth/scopes",
  },
  {
    do: "Under Clients, create a client of type Web application and add the redirect URI.",
    url: "https://console.cloud.google.com/auth/clients/create",
  },
  {
    do: "Copy the client ID and the client secret. The secret is shown in full only once.",
    url: "https://console.cloud.google.com/auth/clients",
  },
  {
    do: "Publish the app, and have people connect again afterwards: a grant given while it is in testing ends after 7 days.",
    url: "https://console.cloud.google.com/auth/audience",
  },
];

const commonTroubles = [
  {
    shown: "Error 400: redirect_uri_mismatch",
    means: "The redirect URI is not on the client, letter by letter.",
    mend: "Add it; changes take minutes to hours.",
  },
  {
    shown: "Error 403: access_denied, the app is being tested",
    means: "The app is in testing, and the person is not among its test users.",
    mend: "Add the person under Audience, or publish the app.",
  },
  {
    shown: "Google hasn't verified this app",
    means: "Sensitive or restricted scopes, and no verification yet.",
    mend: "Go on under Advanced, or have the app verified.",
  },
  {
    shown: "Error 403: org_internal",
    means: "The audience is internal, and the person is of another organization.",
    mend: "Make the audience external.",
  },
  {
    shown: "Error 400: admin_policy_enforced",
    means: "An administrator of the person's Workspace restricts the app or the service.",
    mend: "The administrator marks the client ID as trusted under API controls.",
  },
  {
    shown: "invalid_grant after seven days",
    means: "The grant was given while the app was in testing.",
    mend: "Publish the app, then connect again.",
  },
  {
    shown: "Scopes are missing after the consent",
    means: "The person unticked them.",
    mend: "Connect again and leave every box ticked.",
  },
];

/** The registration of a client for one API. */
export function googleSetup(api: ApiSetup): Registration {
  const { name, library, further = [], troubleshooting = [] } = api;
  const url = `https://console.cloud.google.com/apis/library${library === undefined ? "" : `/${library}`}`;
  const named = library === undefined ? name : `${name} (${library})`;
  return {
    url: "https://console.cloud.google.com/auth/clients",
    redirect_uri_rules:
      "Exact match. https, except for localhost; no IP address, no wildcard, no fragment. Several are allowed.",
    steps: [
      { do: `In a Google Cloud project, enable the ${named}.`, url },
      ...further,
      ...commonSteps,
    ],
    ...(api.review !== undefined && { review: api.review }),
    test_accounts:
      api.test_accounts ??
      "Any Google account; while the app is in testing, add it as a test user.",
    unreviewed:
      "In testing, 100 test users at most, whose grants end after 7 days. Published without verification, a warning is shown and 100 people at most can connect in the life of the project.",
    troubleshooting: [
      ...troubleshooting,
      {
        shown: "403 SERVICE_DISABLED or accessNotConfigured",
        means: `The ${name} is not enabled in your Cloud project.`,
        mend: "Enable it; that takes some minutes. The token is good.",
      },
      ...commonTroubles,
    ],
  };
}
