/** Logos of apps. */
import { z } from "zod";
import { idText } from "../common.ts";

/** `/v1/apps/{app_id}/logos/{version}` */
export const logoAddress = z
  .strictObject({
    app_id: idText(128),
    version: z
      .string()
      .regex(/^[\w-]{43}$/)
      .describe("Of these bytes; another logo has another."),
  })
  .transform(({ app_id, version }) => ({ appId: app_id, version }));

/** What a file is, its bytes say. */
export const logoInput = z.unknown().meta({
  description:
    "A still PNG or WebP, 32 to 1024 pixels on each side, about as wide as it is high, 256 KiB at most. What it is, its bytes say, whatever the content type does. SVG is refused: it can hold script.",
  examples: ["\u0089PNG…"],
});

export const logoContent = z
  .unknown()
  .meta({ id: "AppLogo", description: "The bytes as they were given.", examples: ["\u0089PNG…"] });
