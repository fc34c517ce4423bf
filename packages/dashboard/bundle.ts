/** Bundles the dashboard into the folder that is named: `node --conditions=source bundle.ts <folder>`. See build.ts. */
import { fileURLToPath } from "node:url";
import { tokenCss } from "@grantry/design/tokens";
import tailwind from "@tailwindcss/vite";
import { build, type Plugin } from "vite";
import { thirdPartyNotices } from "../../tools/pack/notices.ts";
import { preloads } from "./preloads.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const [, , folder] = process.argv;
if (folder === undefined) throw new Error("Say into which folder.");

/** Its reset is part of the style sheet. */
const styles = fileURLToPath(new URL("../../node_modules/tailwindcss", import.meta.url));

/** The tokens that all pages share, as a style sheet of the dashboard. */
function tokens(): Plugin {
  const id = "virtual:tokens.css";
  return {
    name: "grantry-tokens",
    resolveId: (asked) => (asked === id ? `\0${id}` : undefined),
    load: (asked) => (asked === `\0${id}` ? tokenCss : undefined),
  };
}

await build({
  root: here,
  configFile: false,
  logLevel: "warn",
  // The server says where the files are: below its public URL's path.
  base: "./",
  resolve: { conditions: ["source", "browser", "module", "import", "default"] },
  plugins: [tokens(), tailwind(), preloads(`${here}src/`), thirdPartyNotices([styles])],
  build: {
    outDir: folder,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    // The one file that every page needs.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // The page of the dashboard, and the script of the server's own sign-in page.
      input: { index: `${here}index.html`, "passkey-sign-in": `${here}src/sign-in.ts` },
      output: {
        codeSplitting: {
          groups: [
            // The script of the sign-in page needs it, and none of the rest.
            { name: "outside", test: /packages\/dashboard\/src\/outside\.ts$/, priority: 3 },
            {
              name: "libraries",
              test: /node_modules\/(?:react|react-dom|scheduler|@tanstack)\//,
              priority: 2,
            },
            // What many pages have is one file rather than dozens that are smaller than what asking for them takes.
            {
              name: "parts",
              test: /packages\/dashboard\/src\/(?:api|parts|shell|words)\/(?!contract-resolver|without-eval|provider-logos|passkeys)/,
              minShareCount: 4,
              priority: 1,
            },
          ],
        },
      },
      onLog: (level, log, say) => {
        // Marks of libraries for servers that render, which mean nothing here.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") say(level, log);
      },
    },
  },
});
