/**
 * Drawings of who sends what to whom, as SVG: readable as a file in light and dark, and as a part of a page of the site, whose
 * style sheet colours it by the same classes.
 */
import { colours } from "@grantry/design/tokens";

type Step =
  | { readonly from: number; readonly to: number; readonly says: string }
  | { readonly at: number; readonly note: string };

export interface Drawing {
  readonly title: string;
  /** From left to right; the one that is this server is drawn as ours. */
  readonly lanes: readonly { readonly name: string; readonly isOurs?: true }[];
  readonly steps: readonly Step[];
}

const width = 760;
const laneWidth = 190;
const headHeight = 40;
const stepHeight = 46;

const escaped = (text: string) =>
  text.replace(/[&<>]/g, (one) => `&#${String(one.codePointAt(0))};`);

const ofFile = (shade: 0 | 1) => {
  const of = (name: keyof typeof colours) => colours[name][shade];
  return `text { fill: ${of("text")}; } .soft { fill: ${of("text-2")}; } .box { fill: ${of("surface")}; stroke: ${of("control")}; } .ours { fill: ${of("accent-soft")}; stroke: ${of("accent")}; } .line { stroke: ${of("control")}; } .arrow { stroke: ${of("accent-text")}; } .head { fill: ${of("accent-text")}; } .note { fill: ${of("soon-b")}; } .note-text { fill: ${of("soon-t")}; } .ground { fill: ${of("canvas")}; }`;
};

/** For who sees the file by itself, as code hosts show it. */
const style = `<style>text { font: 13px system-ui, sans-serif; } .soft, .note-text { font-size: 12px; } .line { stroke-dasharray: 3 4; } .arrow { stroke-width: 1.5; }
${ofFile(0)}
@media (prefers-color-scheme: dark) { ${ofFile(1)} }</style>`;

/** The file. */
export function draw({ title, lanes, steps }: Drawing): string {
  const height = headHeight + 30 + steps.length * stepHeight;
  const xOf = (lane: number) =>
    Math.round(laneWidth / 2 + (lane * (width - laneWidth)) / (lanes.length - 1));
  const heads = lanes.map(({ name, isOurs }, lane) => {
    const x = xOf(lane);
    return `<line class="line" x1="${x}" y1="${headHeight}" x2="${x}" y2="${height - 8}"/>
<rect class="${isOurs === true ? "ours" : "box"}" x="${x - laneWidth / 2 + 5}" y="4" width="${laneWidth - 10}" height="${headHeight - 6}" rx="8"/>
<text x="${x}" y="26" text-anchor="middle">${escaped(name)}</text>`;
  });
  let sent = 0;
  const drawn = steps.map((step, at) => {
    const y = headHeight + 44 + at * stepHeight;
    if ("note" in step) return noteOf(step.note, xOf(step.at), y);
    sent += 1;
    return arrowOf(`${sent}. ${step.says}`, [xOf(step.from), xOf(step.to)], y);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">
<title>${escaped(title)}</title>
${style}
<rect class="ground" width="${width}" height="${height}" rx="10"/>
${[...heads, ...drawn].join("\n")}
</svg>
`;
}

function arrowOf(says: string, [from, to]: readonly [number, number], y: number): string {
  const side = to > from ? -1 : 1;
  const tip = to + side * 2;
  return `<text class="soft" x="${(from + to) / 2}" y="${y - 8}" text-anchor="middle">${escaped(says)}</text>
<line class="arrow" x1="${from}" y1="${y}" x2="${tip + side * 7}" y2="${y}"/>
<path class="head" d="M${tip} ${y}l${side * 9} -5v10z"/>`;
}

/** Characters of 12 pixels are about six wide. */
function noteOf(text: string, x: number, y: number): string {
  const wide = text.length * 6.2 + 24;
  const left = Math.min(Math.max(4, x - wide / 2), width - wide - 4);
  return `<rect class="note" x="${left.toFixed(0)}" y="${y - 22}" width="${wide.toFixed(0)}" height="26" rx="6"/>
<text class="note-text" x="${(left + wide / 2).toFixed(0)}" y="${y - 5}" text-anchor="middle">${escaped(text)}</text>`;
}
