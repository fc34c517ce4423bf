/** Documentation that can be checked is checked. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { authorizationServers } from "@grantry/catalogue/list";
import { type ErrorCode, errorTable } from "@grantry/contract/errors";
import { retryOf } from "@grantry/contract/retry";
import { createKeyring, newKeyText } from "@grantry/server/crypto/keyring";
import { systemClock } from "@grantry/server/lib/clock";
import { directly } from "@grantry/server/lib/egress";
import { createMetrics } from "@grantry/server/lib/metrics";
import { openReach } from "@grantry/server/lib/reach";
import { Secret } from "@grantry/server/lib/secret";
import { buildCatalogue } from "@grantry/server/provider/catalogue";
import { applyBootstrap } from "@grantry/server/service/bootstrap/apply-bootstrap";
import { parseBootstrap } from "@grantry/server/service/bootstrap/parse-bootstrap";
import { openDatabase } from "@grantry/server/store/database";
import { checkEncryptionKeys } from "@grantry/server/store/encryption-keys";
import { migrate } from "@grantry/server/store/migrate";
import { codeBlocks, withoutCode } from "@grantry/testing/code-blocks";
import { describe, expect, test } from "vitest";
import { withErrorTable } from "./error-page.ts";
import { logFields } from "./log-fields.ts";
import { withLogTable } from "./log-page.ts";

const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
const pages = tracked.filter((file) => file.endsWith(".md"));

test("docs/errors.md has every code of the table and no other, each as the table and its words say", () => {
  const page = readFileSync("docs/errors.md", "utf8");
  expect(page, "npm run docs:errors writes it").toBe(withErrorTable(page));
  const rows = [
    ...page.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| ([^|]*)\| (\w+) \| [^|]{5,} \| [^|]{5,} \|$/gm),
  ];
  const documented = rows.map(([, code, status, , retry]) => [code, Number(status), retry]);
  expect(documented).toEqual(
    (Object.keys(errorTable) as ErrorCode[]).map((code) => [
      code,
      errorTable[code].status,
      retryOf(code),
    ]),
  );
});

describe("docs/configuration.md", () => {
  const page = readFileSync("docs/configuration.md", "utf8");
  const source = ["config", "config-audit", "config-egress", "config-mail", "config-watching"]
    .map((name) => readFileSync(`packages/server/src/${name}.ts`, "utf8"))
    .join();
  const names = (text: string) => new Set(text.match(/GRANTRY_[A-Z_]*[A-Z]/g) ?? []);

  test("has every setting that is read, and no other", () => {
    expect([...names(page)].sort()).toEqual([...names(source)].sort());
  });
});

test("docs/metrics.md has every metric with its type and labels, and no other", async () => {
  const page = readFileSync("docs/metrics.md", "utf8");
  const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (\w+) \| ([^|]*)\|/gm)];
  const line = (name = "", type = "", labels: readonly string[] = []) =>
    `${name} ${type} ${labels.toSorted().join()}`;
  const documented = rows.map(([, name, type, labels]) =>
    line(name, type, labels?.match(/\w+/g) ?? []),
  );
  const metrics = createMetrics(new Set(["google"]));
  metrics.tokenRefused("not_connected");
  metrics.refreshEnded({ provider: "google", trigger: "read", outcome: "ok" }, 1);
  metrics.leaseStolen("google");
  metrics.breakerChanged("google", "closed", "open");
  metrics.backgroundClaimed("google", 1);
  metrics.rateLimited("token_reads");
  metrics.auditTaken("file", 1);
  metrics.auditNotTaken("file", "away");
  metrics.auditNotKept("file", { removed: 1, rejected: 0 });
  metrics.auditWaits("file", { records: 0, seconds: 0, isStopped: false });
  metrics.keyServiceUsed("vault", "ok", 1);
  metrics.backgroundWaits(new Map([["google", 1]]));
  metrics.notSent("away");
  metrics.mailTried("sent");
  const { body } = await metrics.render();
  const rendered = [...body.matchAll(/^# TYPE (\w+) (\w+)\n\w+(?:\{(.*)\})? /gm)].map(
    ([, name, type, sample = ""]) => {
      const labels = [...sample.matchAll(/(\w+)="/g)].map(([, label = ""]) => label);
      return line(
        name,
        type,
        labels.filter((label) => label !== "le"),
      );
    },
  );
  expect(rendered).toHaveLength(body.match(/^# TYPE/gm)?.length ?? 0);
  expect(documented.sort()).toEqual(rendered.sort());
});

test("the file in docs/bootstrap.md can be applied as it stands", async () => {
  const page = readFileSync("docs/bootstrap.md", "utf8");
  const example = codeBlocks(page, "jsonc")[0]?.code ?? "";
  const database = openDatabase("sqlite::memory:");
  const keyring = createKeyring(newKeyText("k1"));
  const store = { database, db: database.db, keyring, clock: systemClock };
  await migrate(database);
  await checkEncryptionKeys(store);
  const secrets: Record<string, string> = {
    OPS_KEY: `grantry_wk_${"k".repeat(40)}`,
    PLANNER_SERVICE_TOKEN: `grantry_st_${"t".repeat(40)}`,
  };
  const readSecret = async (source: { env: string } | { file: string }) =>
    new Secret(("env" in source ? secrets[source.env] : undefined) ?? "a client's secret");
  const catalogue = buildCatalogue(authorizationServers);
  const { reach } = openReach(() => new Set(), { egress: directly });
  const declared = parseBootstrap(example, "bootstrap.md");
  await applyBootstrap({ store, catalogue, readSecret, reach }, declared);
  const connectors = await database.db.selectFrom("connectors").select("connector_id").execute();
  expect(connectors).toHaveLength(2);
  await database.close();
});

/** As GitHub makes an anchor of a heading; the second of one name is `name-1`. */
function anchorsOf(file: string): Set<string> {
  const seen = new Map<string, number>();
  const text = withoutCode(readFileSync(file, "utf8"));
  const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => {
    const words = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "");
    const anchor = words.trim().replaceAll(/\s/g, "-");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return new Set(anchors);
}

describe("a link in the documentation", () => {
  test.each(pages)("of %s to a part of a page leads to a heading", (file) => {
    const text = readFileSync(file, "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)/g)];
    const missing = links.filter(([, to = "", anchor = ""]) => {
      const target = to === "" ? file : join(dirname(file), to);
      return target.endsWith(".md") && !anchorsOf(target).has(anchor);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  test.each(pages)("of %s leads somewhere", (file) => {
    const text = readFileSync(file, "utf8");
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      ([, to]) => to ?? "",
    );
    const missing = targets.filter((to) => !existsSync(join(dirname(file), to)));
    expect(missing).toEqual([]);
  });
});

test("README names only npm scripts that exist", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const text = pages.map((file) => readFileSync(file, "utf8")).join("\n");
  const used = [...text.matchAll(/npm run ([a-z:-]+)(?! -w)/g)].map(([, name]) => name ?? "");
  expect(used.filter((name) => !(name in scripts) && name !== "build")).toEqual([]);
});

describe("docs/logs.md", () => {
  const page = readFileSync("docs/logs.md", "utf8");

  test("has every line that the server writes, with its level and fields", () => {
    expect(page, "npm run docs:logs writes it").toBe(withLogTable(page));
  });

  test("says of every field what it means, and of no other", () => {
    const [, fields = ""] = page.split(/^## Fields$/m);
    const [table = ""] = fields.split(/^## /m);
    const cells = [...table.matchAll(/^\| (`[^|]+`) \| [^|]+ \| [^|]+ \|$/gm)];
    const named = cells.flatMap(([, cell = ""]) => cell.match(/\w+/g) ?? []);
    expect(named.sort()).toEqual(logFields("packages/server/src"));
  });
});
