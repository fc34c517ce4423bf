/** Code in colours, at build time: classes and no style, so that the site's policy needs no exception. */
import core from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import http from "highlight.js/lib/languages/http";
import ini from "highlight.js/lib/languages/ini";
import json from "highlight.js/lib/languages/json";
import nginx from "highlight.js/lib/languages/nginx";
import python from "highlight.js/lib/languages/python";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

const languages = {
  bash,
  css,
  dockerfile,
  http,
  ini,
  json,
  nginx,
  python,
  sql,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) core.registerLanguage(name, language);
core.registerAliases(["sh", "shell", "console"], { languageName: "bash" });
core.registerAliases(["ts", "tsx", "js", "jsx", "mjs"], { languageName: "typescript" });
core.registerAliases(["jsonc"], { languageName: "json" });
core.registerAliases(["html", "svelte"], { languageName: "xml" });
core.registerAliases(["toml", "env"], { languageName: "ini" });

/** The code as HTML; undefined where its language is none that we colour. */
export function highlighted(code: string, language: string): string | undefined {
  if (core.getLanguage(language) === undefined) return undefined;
  return core.highlight(code, { language }).value;
}
