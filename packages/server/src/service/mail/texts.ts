/** What mail says. Names that people chose stand in it as such, on lines of their own. */
import { instantOf } from "../../lib/clock.ts";
import { personName } from "../../lib/person-name.ts";

export interface Texts {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Said {
  readonly subject: string;
  readonly lead: string;
  /** What is known of it: a word of ours, and a text of somebody else's. */
  readonly facts: readonly (readonly [string, string])[];
  readonly ask: string;
  readonly url: string;
  readonly ends: readonly string[];
}

export function invitationTexts(of: {
  readonly workspaceName: string;
  readonly role: string;
  readonly invitedBy: string;
  readonly email: string;
  readonly url: string;
  readonly expiresAt: number;
  readonly publicUrl: string;
}): Texts {
  const host = new URL(of.publicUrl).host;
  return written({
    subject: `You are invited to a workspace on ${host}`,
    lead: `Somebody invites you to a workspace on ${host}, as ${of.role}.`,
    facts: [
      ["Workspace", shown(of.workspaceName)],
      ["Invited by", shown(of.invitedBy)],
    ],
    ask: `To join, open this link. It works once, until ${moment(of.expiresAt)}, and for ${of.email} alone:`,
    url: of.url,
    ends: [
      "If this means nothing to you, do nothing: nobody becomes a member without you.",
      footer(of.publicUrl),
    ],
  });
}

export function passwordResetTexts(of: {
  readonly workspaceName: string;
  readonly madeBy: string;
  readonly url: string;
  readonly expiresAt: number;
  readonly publicUrl: string;
}): Texts {
  const host = new URL(of.publicUrl).host;
  return written({
    subject: `A new password for your account on ${host}`,
    lead: `Somebody who runs your workspace on ${host} made a link by which you set a new password.`,
    facts: [
      ["Workspace", shown(of.workspaceName)],
      ["Made by", shown(of.madeBy)],
    ],
    ask: `To set it, open this link. It works once, until ${moment(of.expiresAt)}:`,
    url: of.url,
    ends: [
      "It ends your sessions, keys and command lines. If you did not ask for it, do nothing, and ask them why.",
      footer(of.publicUrl),
    ],
  });
}

function footer(publicUrl: string): string {
  return `Written by the server at ${publicUrl}. Nobody reads answers to this message.`;
}

/** 2026-05-11, 09:00 UTC. */
function moment(seconds: number): string {
  const [day = "", time = ""] = instantOf(seconds).split("T");
  return `${day}, ${time.slice(0, 5)} UTC`;
}

/**
 * A name of somebody else's: nothing in it that cannot be seen or turns the direction of text, 64 characters at most, and
 * no address that a mail program would make a link of.
 */
function shown(name: string): string {
  const apart = name
    .replace(/[/\\:<>]+/g, " ")
    .replace(/\.(?=[\p{L}\p{N}])/gu, (dot, at: number) => (isInAddress(name, at) ? dot : ". "));
  return personName(apart) || "(a name that cannot be shown)";
}

/** Of an email address in brackets, as operators are named by, the dots stay: it leads nowhere but to mail. */
function isInAddress(name: string, at: number): boolean {
  const address = /\(([^\s()@]+@[^\s()@]+)\)$/.exec(name);
  return address !== null && at > address.index;
}

function written({ subject, lead, facts, ask, url, ends }: Said): Texts {
  const text = [
    lead,
    facts.map(([what, name]) => `${what}: ${name}`).join("\n"),
    ask,
    url,
    ...ends,
  ].join("\n\n");
  const html = [
    '<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"></head><body dir="ltr" style="font-family:sans-serif">',
    paragraph(escaped(lead)),
    paragraph(
      facts.map(([what, name]) => `${what}: <bdi dir="auto">${escaped(name)}</bdi>`).join("<br>"),
    ),
    paragraph(escaped(ask)),
    paragraph(`<a href="${escaped(url)}">${escaped(url)}</a>`),
    ...ends.map((end) => paragraph(escaped(end))),
    "</body></html>",
  ].join("\n");
  return { subject, text: `${text}\n`, html };
}

function paragraph(html: string): string {
  return `<p>${html}</p>`;
}

const marks: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? "");
}
