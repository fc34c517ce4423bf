/** Google Classroom: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleClassroom = {
  integration_type: "google_classroom",
  logo: { icon: "googleclassroom", color: "#0F9D58" },
  display_name: "Google Classroom",
  description: "Classes, rosters and coursework.",
  category: "education",
  documentation: "https://developers.google.com/workspace/classroom/guides/auth",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/classroom.courses.readonly",
      "https://www.googleapis.com/auth/classroom.rosters.readonly",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/classroom.courses",
        description: "Manage classes",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.courses.readonly",
        description: "View classes",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.rosters",
        description: "Manage rosters",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.rosters.readonly",
        description: "View rosters",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.coursework.me",
        description: "Own coursework and grades",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.coursework.me.readonly",
        description: "View own coursework",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.coursework.students",
        description: "Manage students' coursework",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.coursework.students.readonly",
        description: "View students' coursework",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.courseworkmaterials",
        description: "Manage materials",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.courseworkmaterials.readonly",
        description: "View materials",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.announcements",
        description: "Manage announcements",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.announcements.readonly",
        description: "View announcements",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.topics",
        description: "Manage topics",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.topics.readonly",
        description: "View topics",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.student-submissions.students.readonly",
        description: "View submissions of students",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.student-submissions.me.readonly",
        description: "View own submissions",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.profile.emails",
        description: "Emails of class members",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.profile.photos",
        description: "Photos of class members",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.guardianlinks.students",
        description: "Manage guardians",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.push-notifications",
        description: "Register for notifications",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.guardianlinks.students.readonly",
        description: "View guardians of students",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.guardianlinks.me.readonly",
        description: "View your own guardians",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.addons.teacher",
        description: "Attachments of add-ons, as a teacher",
      },
      {
        scope: "https://www.googleapis.com/auth/classroom.addons.student",
        description: "Attachments of add-ons, as a student",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    path: "/v1/courses?pageSize=1",
    scopes: ["https://www.googleapis.com/auth/classroom.courses.readonly"],
    proves: "The token lives, and the API is enabled.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://classroom.googleapis.com",
          for: "Classes, rosters and coursework",
        },
        {
          name: "drive",
          url: "https://www.googleapis.com/drive",
          for: "Files of coursework and submissions; needs a scope of Drive",
        },
      ],
      rate_limit: {
        documented:
          "1,200 calls a minute for each user, 3,000 a minute and 4,000,000 a day for each Cloud project.",
      },
      pagination: [
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "pageSize",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "courses",
          },
          where: "Classes, and likewise the lists in one",
        },
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "pageSize",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "addOnAttachments",
          },
          limit_max: 20,
          where: "Attachments of add-ons",
        },
      ],
    },
    registration: googleSetup({
      name: "Google Classroom API",
      library: "classroom.googleapis.com",
      review:
        "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
      test_accounts: "A domain of Workspace for Education with a teacher and a student account.",
      troubleshooting: [
        {
          shown: "403 @ClassroomDisabled or @ClassroomApiDisabled",
          means: "Classroom, or access by apps to its data, is off for the person.",
          mend: "The school's administrator turns it on.",
        },
      ],
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
