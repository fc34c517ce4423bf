import { answer } from "./work.js";

export default { fetch: answer };
