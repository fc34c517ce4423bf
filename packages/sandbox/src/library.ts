/**
 * Loads oidc-provider without its warning that Node is not a long-term support release: the project
 * names the Node it runs on, and nothing is to be printed here.
 */
const { warn } = console;
console.warn = (...parts: unknown[]) => {
  if (!String(parts[0]).includes("Unsupported runtime")) warn(...parts);
};

export const { Provider, errors } = await import("oidc-provider");

console.warn = warn;
