/** How what was built is served: the dashboard's files, and those of the documentation's site. */

const mediaTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
};

/** By the ending of its name; undefined for what no build writes. */
export const mediaTypeOf = (name: string): string | undefined =>
  mediaTypes[name.split(".").at(-1) ?? ""];

/** Whether an `Accept-Encoding` names the coding, and does not refuse it (RFC 9110, 12.5.3). */
export const takes = (accepts: string, coding: "br" | "gzip"): boolean =>
  accepts.split(",").some((one) => {
    const [name, weight = ""] = one.trim().split(/\s*;\s*/);
    return name === coding && !/^q=0(?:\.0*)?$/.test(weight);
  });

const yearSeconds = 31_536_000;

/** Where an address names what is in it, by a hash or an id: its bytes never change. */
export const keptForEver = `public, max-age=${yearSeconds}, immutable`;

/** No inline script, no inline style, nobody else's origin. */
export const contentPolicy = (forms: "'self'" | "'none'"): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `form-action ${forms}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
