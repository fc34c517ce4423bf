/**
 * Browsers that an app has built in (RFC 8252 section 8.12): it sees what people type there, and has its own cookies.
 * They are told by what they say of themselves, which an app may leave out: this helps people, and keeps nobody out.
 */
import type { FastifyRequest } from "fastify";

const marks = [
  // Android's web view.
  /;\s*wv\)/,
  // Of apps in which people follow links.
  /\b(?:FBAN|FBAV|FB_IAB|Line\/|MicroMessenger|musical_ly|BytedanceWebview|Snapchat|LinkedInApp|Pinterest\/|Twitter for)/,
];

/** WebKit on Apple's devices that is neither Safari nor the system's own session for signing in. */
function isAppleWebView(agent: string): boolean {
  return (
    /\b(?:iPhone|iPad|iPod)\b/.test(agent) && /AppleWebKit\//.test(agent) && !/Safari\//.test(agent)
  );
}

export function embeddedBrowser({ headers, query }: FastifyRequest): "no" | "yes" | "stays" {
  const agent = headers["user-agent"] ?? "";
  const isEmbedded = isAppleWebView(agent) || marks.some((mark) => mark.test(agent));
  if (!isEmbedded) return "no";
  return Object(query).here === "1" ? "stays" : "yes";
}
