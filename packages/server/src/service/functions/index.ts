/** Calls of the apps' own functions. */

export { functionsAddress } from "./address.ts";
export { callFunction, type FunctionCall } from "./call.ts";
export { appOfCall, authenticateFunctionCaller } from "./caller.ts";
export type { FunctionsContext } from "./context.ts";
export { functionRequestHeaders } from "./headers.ts";
export { type FunctionSettings, functionSettings } from "./settings.ts";
export { type TestedFunction, testFunction } from "./test-function.ts";
export { createFunctionTokens } from "./tokens.ts";
