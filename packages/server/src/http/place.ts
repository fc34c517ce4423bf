/** By what and from where somebody signs in, as they are told later: words, and never a header as it came. */
import type { FastifyRequest } from "fastify";
import type { Place } from "../service/accounts/index.ts";
import { clientAddress } from "./client-address.ts";

/** The first that is named counts: most browsers also name those that they descend from. */
const browsers = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
] as const;
const systems = [
  [/\b(?:iPhone|iPad|iPod)\b/, "iOS"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
] as const;
/** Of a header that anybody can make as long as they like. */
const readCharacters = 512;

type Known = readonly (readonly [RegExp, string])[];
const nameIn = (known: Known, text: string) => known.find(([pattern]) => pattern.test(text))?.[1];

/** `Firefox on Linux`; null for what is no browser that we know. */
export function clientOf(userAgent: string | undefined): string | null {
  const text = (userAgent ?? "").slice(0, readCharacters);
  const browser = nameIn(browsers, text);
  if (browser === undefined) return null;
  const system = nameIn(systems, text);
  return system === undefined ? browser : `${browser} on ${system}`;
}

export function placeOf(request: Pick<FastifyRequest, "ip" | "headers">): Place {
  return { client: clientOf(request.headers["user-agent"]), address: clientAddress(request) };
}
