/** Google BigQuery: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleBigquery = {
  integration_type: "googlebigquery",
  logo: { icon: "googlebigquery", color: "#669DF6" },
  display_name: "Google BigQuery",
  description: "Query and load data in BigQuery.",
  category: "data warehouse",
  documentation: "https://cloud.google.com/bigquery/docs/authentication",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/bigquery.readonly",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/bigquery",
        description: "View and manage data in BigQuery",
      },
      {
        scope: "https://www.googleapis.com/auth/bigquery.readonly",
        description: "View data (jobs included for queries)",
      },
      {
        scope: "https://www.googleapis.com/auth/bigquery.insertdata",
        description: "Streaming inserts",
      },
      {
        scope: "https://www.googleapis.com/auth/cloud-platform",
        description: "All Google Cloud data",
      },
      {
        scope: "https://www.googleapis.com/auth/cloud-platform.read-only",
        description: "View Google Cloud data",
      },
      {
        scope: "https://www.googleapis.com/auth/devstorage.read_only",
        description: "Read Cloud Storage, for loads",
      },
      {
        scope: "https://www.googleapis.com/auth/devstorage.read_write",
        description: "Read and write Cloud Storage",
      },
      {
        scope: "https://www.googleapis.com/auth/devstorage.full_control",
        description: "Manage Cloud Storage with its permissions",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    path: "/bigquery/v2/projects?maxResults=1",
    scopes: ["https://www.googleapis.com/auth/bigquery.readonly"],
    proves: "The token lives, the API is enabled; which projects can be seen.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://bigquery.googleapis.com",
          for: "Datasets, tables, jobs and queries",
        },
        {
          name: "upload",
          url: "https://bigquery.googleapis.com/upload",
          for: "Load jobs with their data",
        },
        {
          name: "connection",
          url: "https://bigqueryconnection.googleapis.com",
          for: "Connections",
        },
        {
          name: "transfer",
          url: "https://bigquerydatatransfer.googleapis.com",
          for: "Scheduled transfers",
        },
        {
          name: "storage_api",
          url: "https://bigquerystorage.googleapis.com",
          for: "The Storage API, which speaks gRPC",
        },
        {
          name: "cloud_storage",
          url: "https://storage.googleapis.com",
          for: "Files for loads and exports; needs a scope of Cloud Storage",
        },
      ],
      rate_limit: {
        documented:
          "100 calls a second for each user and method, 300 at once; further quotas of the project that a job is billed to.",
        status: 403,
        also_statuses: [429],
      },
      pagination: [
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "maxResults",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "datasets",
          },
          where: "Datasets, and likewise tables, jobs and projects",
        },
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "maxResults",
          },
          response: {
            cursor_path: "pageToken",
            items_path: "rows",
          },
          where: "Rows of a query",
        },
      ],
    },
    registration: googleSetup({
      name: "BigQuery API",
      library: "bigquery.googleapis.com",
      review:
        "By the class of the scopes, which the console shows under Data Access: sensitive ones take three to five business days and no fee, restricted ones weeks and a security assessment every twelve months.",
      troubleshooting: [
        {
          shown: "403 accessDenied, bigquery.jobs.create",
          means: "The person has no role on the project that runs the job.",
          mend: "Give the role BigQuery Job User there.",
        },
        {
          shown: "invalid_grant after some hours",
          means: "The session length policy of the organization ended the grant.",
          mend: "Connect again; the administrator can exempt the app.",
        },
      ],
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
