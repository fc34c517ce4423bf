/** Zoom: the person's own account. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const zoomUsers: ScopeWordsOfConnector = {
  "user:read:user": {
    title: "See your profile",
    note: "Name, company, job, time zone and kind of account.",
  },
  "user:read:email": "See your email address",
  "user:read:settings": "See your Zoom settings",
  "user:read:token": { title: "Start meetings as you", note: "Whoever starts one is its host." },
  "user:read:list_assistants": "See your assistants",
  "user:read:list_schedulers": "See for whom you may schedule meetings",
  "user:read:list_permissions": "See what you may do in your account",
  "user:read:pm_room": "See whether a name for a personal meeting room is taken",
  "user:read:list_collaboration_devices": "See the list of your devices",
  "user:read:collaboration_device": "See single devices of yours",
  "user:write:assistant": "Add assistants, who may then schedule meetings for you",
  "user:write:profile_picture": "Set your profile picture",
  "user:write:virtual_background_files": "Add virtual backgrounds for you",
  "user:update:user": "Change your profile",
  "user:update:settings": "Change your Zoom settings",
  "user:update:presence_status": "Set whether you are shown as available or away",
  "user:delete:assistant": "Remove your assistants",
  "user:delete:scheduler": "Take you off as one who may schedule for others",
  "user:delete:virtual_background_files": "Delete your virtual backgrounds",
};
