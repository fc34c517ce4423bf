/** deploy/monitoring: rules and dashboard ask for what the server has, and every alert says what to do. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";

const read = (name: string) => readFileSync(`deploy/monitoring/${name}`, "utf8");
const rules: readonly {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}[] = parse(read("alerts.yaml")).groups.flatMap(({ rules: all }: { rules: object[] }) => all);

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
  readonly targets?: readonly { readonly expr: string }[];
}
const dashboard: { readonly panels: readonly Panel[] } = JSON.parse(read("grafana-dashboard.json"));
const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** As docs/metrics.md has them, which a test compares with what the server answers. */
const metrics = new Map(
  [
    ...readFileSync("docs/metrics.md", "utf8").matchAll(/^\| `([a-z_]+)` \| (\w+) \| ([^|]*)\|/gm),
  ].flatMap(([, name = "", type, cell = ""]): (readonly [string, readonly string[]])[] => {
    const labels = cell.match(/\w+/g) ?? [];
    return type === "histogram" ? [[`${name}_bucket`, [...labels, "le"]]] : [[name, labels]];
  }),
);
/** Of every scrape. */
const scraped = ["job", "instance"];

const namesIn = (expr: string) =>
  expr.match(/\b(?:grantry|nodejs|process)_\w+|\bup\b/g)?.filter((name) => name !== "up") ?? [];
const labelsIn = (expr: string) => [
  ...[...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(/,\s*/)),
  ...[...expr.matchAll(/[{,]\s*(\w+)\s*(?:=~|!=|!~|=)/g)].map(([, label = ""]) => label),
];

test.each([
  ...rules.map(({ alert, expr }) => [alert, expr]),
  ...queries.map((one) => ["a panel", one]),
])("%s asks for metrics and labels that there are: %s", (_name, expr = "") => {
  const names = namesIn(expr);
  expect(names.filter((name) => !metrics.has(name))).toEqual([]);
  const labels = new Set([...scraped, ...names.flatMap((name) => metrics.get(name) ?? [])]);
  expect(labelsIn(expr).filter((label) => !labels.has(label))).toEqual([]);
  if (!expr.startsWith("up") && !expr.includes("(up{")) expect(names).not.toEqual([]);
});

test("every metric is on the dashboard", () => {
  const shown = new Set(queries.flatMap(namesIn));
  // Of the oldest that waits it is shown how old it is.
  const left = [
    "grantry_audit_records_waiting",
    "grantry_audit_sink_stopped",
    "grantry_key_service_failing",
  ];
  expect([...metrics.keys()].filter((name) => !shown.has(name) && !left.includes(name))).toEqual(
    [],
  );
});

test("every alert has its runbook, and says how bad it is", () => {
  const headings = [...readFileSync("docs/alerts.md", "utf8").matchAll(/^## (\w+)$/gm)];
  expect(headings.map(([, heading]) => heading)).toEqual(rules.map(({ alert }) => alert));
  for (const { alert, labels, annotations } of rules) {
    expect(["critical", "warning"]).toContain(labels.severity);
    expect(annotations.summary).toMatch(/^.{10,120}\.$/);
    expect(annotations.runbook_url).toBe(
      `https://connect.example.com/docs/alerts.html#${alert.toLowerCase()}`,
    );
  }
});

test("every alert fires in the rules' own tests", () => {
  const tests = read("alerts.test.yaml");
  expect(rules.filter(({ alert }) => !tests.includes(`alertname="${alert}"`))).toEqual([]);
});

test("no two panels of the dashboard have one number, or one place", () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const places = panels.map(({ gridPos: { x, y } }) => `${x} ${y}`);
  expect(new Set(places).size).toBe(panels.length);
  expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
});
