/** Bundles the dashboard into the folder that is named: `node --conditions=source bundle.ts <folder>`. See build.ts. */
import { fileURLToPath } from "node:url";
import { tokenCss } from "@grantry/design/tokens";
import tailwind from "@tailwindcss/vite";
import { build, type Plugin } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const [, , folder] = process.argv;
if (folder === undefined) throw new Error("Say into which folder.");

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
  plugins: [tokens(), tailwind()],
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
      onLog: (level, log, say) => {
        // Marks of libraries for servers that render, which mean nothing here.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") say(level, log);
      },
    },
  },
});
