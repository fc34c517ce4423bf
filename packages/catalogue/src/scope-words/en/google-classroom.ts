/** Google Classroom. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleClassroom: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/classroom.courses":
    "See, create, change and permanently delete your classes",
  "https://www.googleapis.com/auth/classroom.courses.readonly": {
    title: "See your classes and their details",
    note: "Cannot change or delete them.",
  },
  "https://www.googleapis.com/auth/classroom.rosters":
    "See, add and remove the students and teachers of your classes",
  "https://www.googleapis.com/auth/classroom.rosters.readonly": {
    title: "See who is in your classes",
    note: "Cannot add or remove anybody.",
  },
  "https://www.googleapis.com/auth/classroom.coursework.me": {
    title: "See, hand in and change your own coursework, and see your grades",
    note: "Cannot see or grade the work of others.",
  },
  "https://www.googleapis.com/auth/classroom.coursework.me.readonly": {
    title: "See your own coursework and grades",
    note: "Cannot hand in or change anything.",
  },
  "https://www.googleapis.com/auth/classroom.coursework.students": {
    title: "See, set, change, grade and delete the coursework of students you teach",
    note: "Includes their submissions and grades.",
  },
  "https://www.googleapis.com/auth/classroom.coursework.students.readonly": {
    title: "See the coursework and grades of students you teach",
    note: "Cannot change or grade anything.",
  },
  "https://www.googleapis.com/auth/classroom.courseworkmaterials":
    "See, create, change and delete the materials of your classes",
  "https://www.googleapis.com/auth/classroom.courseworkmaterials.readonly": {
    title: "See the materials of your classes",
    note: "Cannot change or delete them.",
  },
  "https://www.googleapis.com/auth/classroom.announcements":
    "See, post, change and delete announcements in your classes",
  "https://www.googleapis.com/auth/classroom.announcements.readonly": {
    title: "See the announcements in your classes",
    note: "Cannot post, change or delete any.",
  },
  "https://www.googleapis.com/auth/classroom.topics":
    "See, create, change and delete the topics of your classes",
  "https://www.googleapis.com/auth/classroom.topics.readonly": {
    title: "See the topics of your classes",
    note: "Cannot change or delete them.",
  },
  "https://www.googleapis.com/auth/classroom.student-submissions.students.readonly": {
    title: "See the submissions and grades of students in the classes you teach or oversee",
    note: "Cannot change or grade anything.",
  },
  "https://www.googleapis.com/auth/classroom.student-submissions.me.readonly": {
    title: "See your own submissions and grades",
    note: "Cannot hand in or change anything.",
  },
  "https://www.googleapis.com/auth/classroom.profile.emails":
    "See the email addresses of people in your classes",
  "https://www.googleapis.com/auth/classroom.profile.photos":
    "See the profile pictures of people in your classes",
  "https://www.googleapis.com/auth/classroom.guardianlinks.students":
    "See, invite and remove the guardians of your students",
  "https://www.googleapis.com/auth/classroom.push-notifications": {
    title: "Be told when something changes in your classes",
    note: "Reads only what other rights in this list allow.",
  },
  "https://www.googleapis.com/auth/classroom.guardianlinks.students.readonly": {
    title: "See the guardians of your students",
    note: "Cannot invite or remove any.",
  },
  "https://www.googleapis.com/auth/classroom.guardianlinks.me.readonly": {
    title: "See your own guardians",
    note: "Cannot invite or remove any.",
  },
  "https://www.googleapis.com/auth/classroom.addons.teacher": {
    title: "See, create, change and delete its attachments to posts in classes you teach",
    note: "Can grade what students hand in with its attachments.",
  },
  "https://www.googleapis.com/auth/classroom.addons.student":
    "See its attachments to posts in your classes, and change your work in them",
};
