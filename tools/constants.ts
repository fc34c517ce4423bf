/** Constants of the sources, for tests that hold pages against them; most of them no other file needs. */
import { readFileSync } from "node:fs";

/**
 * The number that a file names so, as in `const bodyBytesMax = 65_536;`, or as a member, `perSecond: 5,`. Products count,
 * and names that the same file gives to numbers. Throws where there is no such number, or several that differ.
 */
export function numberIn(file: string, name: string): number {
  const source = readFileSync(file, "utf8");
  const found = [
    ...source.matchAll(new RegExp(`\\b${name}(?:: number)?(?: =|:) ([\\w* ]+)[;,}\\n]`, "g")),
  ]
    .map(([, text = ""]) => product(file, text.trim()))
    .filter((value) => !Number.isNaN(value));
  const [value] = found;
  if (value === undefined || found.some((one) => one !== value)) {
    throw new Error(`${file} has no one number that is named ${name}`);
  }
  return value;
}

function product(file: string, text: string): number {
  const factors = text.split(/ \*{1,2} /).map((factor) => {
    if (/^\d[\d_]*$/.test(factor)) return Number(factor.replaceAll("_", ""));
    return /^[a-z]\w*$/.test(factor) && text.includes("*") ? numberIn(file, factor) : Number.NaN;
  });
  return text.includes("**")
    ? factors.reduceRight((exponent, base) => base ** exponent)
    : factors.reduce((one, other) => one * other);
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** `10 minutes`, `1 day`; `1 year`, in its whole number of the largest unit. */
export function duration(seconds: number): string {
  if (seconds === 365 * 86_400) return "1 year";
  const [unit, size] = units.find(([, one]) => seconds % one === 0) ?? ["second", 1];
  return counted(seconds / size, unit);
}

/** `1,000 users`, `1 user`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** `64 KiB`, `1 MiB`, or bytes where it is no whole number of these. */
export function size(bytes: number): string {
  if (bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20} MiB`;
  return bytes % 2 ** 10 === 0 ? `${bytes / 2 ** 10} KiB` : counted(bytes, "byte");
}
