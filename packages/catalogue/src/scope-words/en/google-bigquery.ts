/** Google BigQuery, and what it reads from. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleBigquery: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/bigquery": {
    title: "Read, add, change and delete your data in BigQuery",
    note: "Can run queries, which may cost money.",
  },
  "https://www.googleapis.com/auth/bigquery.readonly": {
    title: "Read your data in BigQuery",
    note: "Can run queries, which may cost money. Cannot change or delete data.",
  },
  "https://www.googleapis.com/auth/bigquery.insertdata": {
    title: "Add rows to your tables in BigQuery",
    note: "Cannot read, change or delete what is there.",
  },
  "https://www.googleapis.com/auth/cloud-platform": {
    title: "See, change and delete everything you have in Google Cloud",
    note: "Data, machines and settings of all services, with their costs.",
  },
  "https://www.googleapis.com/auth/cloud-platform.read-only": {
    title: "See everything you have in Google Cloud",
    note: "Data and settings of all services. Cannot change or delete anything.",
  },
  "https://www.googleapis.com/auth/devstorage.read_only": {
    title: "Read your files in Google Cloud Storage",
    note: "Cannot change or delete them.",
  },
  "https://www.googleapis.com/auth/devstorage.read_write": {
    title: "Read, add, change and delete your files in Google Cloud Storage",
    note: "Cannot change who has access to them.",
  },
  "https://www.googleapis.com/auth/devstorage.full_control":
    "Read, change and delete your files in Cloud Storage, and who has access to them",
};
