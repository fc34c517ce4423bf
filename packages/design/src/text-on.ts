/** Black or white on a colour, whichever can be read better: that is always 4.5 to 1 or more (WCAG 2.2, 1.4.3). */
export function textOn(color: string): "#000" | "#fff" {
  return luminance(color) > 0.179 ? "#000" : "#fff";
}

/** Relative luminance of sRGB, 0 to 1 (WCAG 2.2), of `#rrggbb`. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
