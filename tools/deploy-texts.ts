/** Writes the files of deploy/ that `grantry init --production` hands out into the server's sources: a package has no deploy/. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runPlainScript } from "./script.ts";

const fromRoot = (file: string) => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** From the root of the repository. */
export const deployTextsFile = "packages/server/src/deploy-texts.ts";
const deployTextSources = {
  systemdUnit: "deploy/systemd/grantry.service",
  systemdSettings: "deploy/systemd/grantry.env",
  composeFile: "deploy/compose/sqlite/compose.yaml",
  composeSettings: "deploy/compose/sqlite/.env.example",
} as const;

/** Writes it anew. */
export function writeDeployTexts(): void {
  writeFileSync(fromRoot(deployTextsFile), deployTexts());
}

export function deployTexts(): string {
  const texts = Object.entries(deployTextSources).map(([name, file]) => {
    const lines = readFileSync(fromRoot(file), "utf8").trimEnd().split("\n");
    const written = lines.map((line) => `  ${literalOf(line)},`).join("\n");
    return `/** ${file} */\nexport const ${name}: readonly string[] = [\n${written}\n];\n`;
  });
  return `${head}\n\n${texts.join("\n")}`;
}

const head = `// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose fills them in
/** Lines of files of deploy/. \`npm run deploy:texts\` writes this. */`;

/** With the quotes that the formatter takes. */
function literalOf(line: string): string {
  const isPlain = !/['\\]/.test(line);
  return isPlain && line.includes('"') ? `'${line}'` : JSON.stringify(line);
}

if (import.meta.main) {
  await runPlainScript(
    "npm run deploy:texts\n\nWrites deploy/'s files into the server's sources.\n",
    writeDeployTexts,
  );
}
