/** Lines of the log as a person reads them on a terminal: `09:14:03.120 INFO  request GET /healthz status=200`. */

const names = new Map([
  [10, "TRACE"],
  [20, "DEBUG"],
  [30, "INFO"],
  [40, "WARN"],
  [50, "ERROR"],
  [60, "FATAL"],
]);

/** What a line says of the process, which whoever looks at a terminal knows. */
const left = new Set(["level", "time", "pid", "hostname", "msg"]);

/** Letters that change what a terminal does, and those that turn the direction of what follows. */
const moving = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** The line, with its end; one that is no JSON stays as it is. */
export function textOf(line: string): string {
  const fields = fieldsIn(line);
  if (fields === undefined) return line;
  const { level, time, msg } = fields;
  const at = typeof time === "number" ? timeOfDay(time) : "";
  const name = (names.get(Number(level)) ?? "").padEnd(5);
  const others = Object.entries(fields)
    .filter(([field]) => !left.has(field))
    .map(([field, value]) => `${field}=${quoted(value)}`);
  return `${[at, name, shown(String(msg ?? "")), ...others].join(" ")}\n`;
}

function fieldsIn(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function quoted(value: unknown): string {
  if (typeof value !== "string") return shown(JSON.stringify(value));
  return /^[\w./:@%+-]+$/.test(value) ? value : shown(JSON.stringify(value));
}

/** UTC, to the millisecond. */
function timeOfDay(epochMs: number): string {
  const digits = (value: number, count: number) => String(Math.floor(value)).padStart(count, "0");
  const ms = epochMs % 86_400_000;
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60];
  return `${[hours, minutes, seconds].map((value) => digits(value, 2)).join(":")}.${digits(ms % 1_000, 3)}`;
}

/** With everything that a terminal would not just show written out. */
function shown(text: string): string {
  return moving.test(text)
    ? [...text].map((letter) => (moving.test(letter) ? escaped(letter) : letter)).join("")
    : text;
}

function escaped(letter: string): string {
  return `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`;
}
