/** The logo of an app: given, taken away, and shown to everybody. */
import { app } from "@grantry/contract/v1/apps";
import { logoAddress, logoContent, logoInput } from "@grantry/contract/v1/logos";
import {
  logoBytesMax,
  readAppLogo,
  removeAppLogo,
  setAppLogo,
} from "../../service/manage/index.ts";
import { keptForEver } from "../built.ts";
import { route } from "../route.ts";
import { appVersion, ofApp, viewApp } from "./app-views.ts";

const tag = "Apps";
const path = "/v1/workspaces/:workspace_id/apps/:app_id/logo";

/** Its body is a picture: a part of its own reads it. */
export const putLogoOperations = [
  route({
    method: "PUT",
    path,
    for: "operator",
    permission: "workspace:write",
    operationId: "putAppLogo",
    tag,
    summary: "Give an app a logo, in place of the one it has",
    params: ofApp,
    version: appVersion,
    body: logoInput,
    takes: "image/*",
    bodyLimit: logoBytesMax,
    answer: app,
    shows: {
      branding: {
        display_name: null,
        color: null,
        logo_url: "https://connect.example.com/v1/apps/app_daybook/logos/4fQ7k2",
        support_url: null,
        privacy_url: null,
      },
    },
    refuses: ["app_not_found", "body_too_large"],
    handler: async (context, operator, { params: { appId }, body }) => {
      const content = body instanceof Uint8Array ? body : new Uint8Array();
      return viewApp(context, await setAppLogo(context, operator, { appId, content }));
    },
  }),
];

export const appLogoOperations = [
  route({
    method: "DELETE",
    path,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteAppLogo",
    tag,
    summary: "Take an app's logo away; it is answered as it is then",
    params: ofApp,
    version: appVersion,
    answer: app,
    refuses: ["app_not_found"],
    handler: async (context, operator, { params: { appId } }) =>
      viewApp(context, await removeAppLogo(context, operator, appId)),
  }),
  route({
    method: "GET",
    path: "/v1/apps/:app_id/logos/:version",
    for: "public",
    operationId: "getAppLogo",
    tag,
    summary:
      "The picture at an app's `logo_url`, for ever; at one that it had before, its logo of now",
    params: logoAddress,
    answer: logoContent,
    produces: ["image/png", "image/webp"],
    refuses: ["route_not_found", "database_unavailable"],
    handler: async (context, _nobody, { params }, reply) => {
      const { mediaType, content, isAsked } = await readAppLogo(context, params);
      const kept = isAsked ? keptForEver : "no-store";
      return (
        reply
          .type(mediaType)
          .header("cache-control", kept)
          .header("content-disposition", "inline")
          // Opened by itself it is a picture and nothing else, and no other site shows it.
          .header("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
          .header("cross-origin-resource-policy", "same-origin")
          .send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
      );
    },
  }),
];
