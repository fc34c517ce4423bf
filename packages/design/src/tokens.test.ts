/** Every pair of colours that stands together can be read (WCAG 2.2, 1.4.3 and 1.4.11), in light and in dark. */
import { describe, expect, test } from "vitest";
import { type Colour, colours, tokenCss } from "./tokens.ts";

/** Of a colour, 0 to 1 (WCAG 2.2, relative luminance). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["canvas", "surface", "sunken"] as const;
const texts: (readonly [Colour, Colour])[] = [
  ...(["text", "text-2", "text-3"] as const).flatMap((text) =>
    grounds.map((ground) => [text, ground] as const),
  ),
  ["text", "accent-soft"],
  ["text-2", "accent-soft"],
  ["accent-text", "canvas"],
  ["accent-text", "surface"],
  ["accent-text", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["danger", "canvas"],
  ["danger", "surface"],
  ["on-danger", "danger"],
  ...(["ok", "user", "soon", "deg", "off", "fail"] as const).flatMap((state) => [
    [`${state}-t`, `${state}-b`] as const,
    [`${state}-t`, "surface"] as const,
    ["text-2", `${state}-b`] as const,
  ]),
];
const edges: (readonly [Colour, Colour])[] = (["control", "focus"] as const).flatMap((edge) =>
  (["canvas", "surface"] as const).map((ground) => [edge, ground] as const),
);

describe.each(["light", "dark"] as const)("in %s", (mode) => {
  const at = mode === "light" ? 0 : 1;
  test.each(texts)("%s on %s is read", (text, ground) => {
    expect(contrast(colours[text][at], colours[ground][at])).toBeGreaterThanOrEqual(4.5);
  });
  test.each(edges)("%s on %s is seen", (edge, ground) => {
    expect(contrast(colours[edge][at], colours[ground][at])).toBeGreaterThanOrEqual(3);
  });
});

test("the style sheet says every colour for both", () => {
  for (const [name, [light, dark]] of Object.entries(colours)) {
    expect(tokenCss.split(`--${name}: ${light};`).length).toBeGreaterThan(1);
    expect(tokenCss.split(`--${name}: ${dark};`).length).toBeGreaterThan(1);
  }
});
