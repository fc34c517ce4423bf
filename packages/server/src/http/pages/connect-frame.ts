/** What the pages of a consent have in common: who is connected with whom, on a sheet that is the same for every app. */
import { iconPathOf } from "@grantry/catalogue/icon-path";
import { mixesDirections } from "../../lib/person-name.ts";
import type { Parties, Service } from "../../service/connect/index.ts";
import { logoPath } from "../logo-path.ts";
import type { Language } from "./language.ts";
import { type Html, html, type Page } from "./page.ts";

/** Drawn on a field of 16 by 16, in the colour of the text around. */
const marks = {
  check: "M3 8.5l3.2 3.2L13 4.8",
  minus: "M3.5 8h9",
  fault: "M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5zM8 5v3.4M8 11h.01",
  person:
    "M6.5 7.8a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM1.5 13.7c.5-2.8 2.4-4.2 5-4.2 1.3 0 2.4.3 3.2 1M13 6v4M13 12.8h.01",
} as const;

/** A small picture that says nothing which the words beside it do not. */
export function mark(name: keyof typeof marks): Html {
  const kind = name === "fault" ? "mark bad" : name === "minus" ? "mark off" : "mark";
  return html`<svg class="${kind}" viewBox="0 0 16 16" aria-hidden="true"><path d="${marks[name]}"/></svg>`;
}

/**
 * Who connects, as they are known. Where the letters are of both directions, whose they are, in brackets behind
 * it, stands for itself.
 */
export function person(label: string): Html {
  if (!mixesDirections(label)) return html`<bdi>${label}</bdi>`;
  const [, name = label, whose] = /^(.+) (\([^()]*\))$/s.exec(label) ?? [];
  return whose === undefined ? part(name) : html`${part(name)} ${part(whose)}`;
}

/** Of both directions still, it stands in the order of its characters: as usual, they would change places. */
function part(text: string): Html {
  return mixesDirections(text) ? html`<bdo dir="ltr">${text}</bdo>` : html`<bdi>${text}</bdi>`;
}

interface Content extends Omit<Page, "language" | "connect" | "foot" | "color" | "showsPicture"> {
  readonly parties: Parties;
  /** Between the two that are connected. */
  readonly between?: keyof typeof marks;
}

/** A page of a consent. */
export function connectPage(language: Language, content: Content): Page {
  const { parties, between, body, ...page } = content;
  const foot = footOf(parties, language);
  const { color, logo } = parties.branding;
  return {
    ...page,
    language,
    connect: true,
    ...(foot === null ? {} : { foot }),
    ...(color === null ? {} : { color }),
    ...(logo === null ? {} : { showsPicture: true }),
    body: html`${pair(parties, between)}
${body}`,
  };
}

/** Where the app's people find help and its promise; in our words, so that no app says anything else here. */
function footOf({ appName: app, branding }: Parties, { say }: Language): Html | null {
  const { supportUrl, privacyUrl } = branding;
  const link = (url: string, text: Html) =>
    html`<a href="${url}" target="_blank" rel="noopener noreferrer">${text}</a>`;
  const support =
    supportUrl === null
      ? null
      : html`${say("questions")} ${link(supportUrl, html`<bdi>${shortAddress(supportUrl)}</bdi>`)}`;
  const privacy = privacyUrl === null ? null : link(privacyUrl, say("privacyPolicy", { app }));
  if (support === null && privacy === null) return null;
  const dot = support === null || privacy === null ? null : html` · `;
  return html`${support}${dot}${privacy}`;
}

/** The mail address, or the host: what shows whose it is. */
function shortAddress(url: string): string {
  const { protocol, pathname, host } = new URL(url);
  return protocol === "mailto:" ? pathname : host;
}

/** What the pictures show, the words beside them say; of the app's logo only its name is said. */
function pair({ appName, branding, service }: Parties, between: Content["between"]): Html {
  const { logo } = branding;
  const app =
    logo === null
      ? html`<span class="tile app" aria-hidden="true">${firstLetter(appName)}</span>`
      : html`<span class="tile"><img src="${logoPath(logo)}" alt="${appName}" width="44" height="44"></span>`;
  const wire = html`<span class="wire"></span>`;
  const middle = between === undefined ? wire : html`${wire}${mark(between)}${wire}`;
  const other =
    service === null
      ? null
      : html`${middle}<span class="tile" aria-hidden="true">${logoOf(service)}</span>`;
  return html`<div class="pair">${app}${other}</div>`;
}

function logoOf({ name, logo }: Service): Html {
  const path = logo.icon === null ? undefined : iconPathOf(logo.icon);
  return path === undefined
    ? html`${initials(name)}`
    : html`<svg viewBox="0 0 24 24" fill="${logo.color}"><path d="${path}"/></svg>`;
}

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const charactersRead = 64;

function firstLetter(name: string): string {
  const [first] = letters.segment(name.trim().slice(0, charactersRead));
  return first?.segment.toUpperCase() ?? "";
}

function initials(name: string): string {
  const [first = "", second = ""] = name.trim().split(/\s+/);
  return firstLetter(first) + firstLetter(second);
}
