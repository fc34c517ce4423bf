import process from "node:process";
import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  // Where the app is reached, from `.env` or the environment of the build: forms of other sites are refused by it.
  const { APP_URL } = loadEnv(mode, process.cwd(), "APP_");
  return { plugins: [sveltekit({ adapter: adapter(), paths: { origin: APP_URL } })] };
});
