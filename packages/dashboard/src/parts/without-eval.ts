/** Before any schema is made: zod compiles none to code, which the page's policy refuses. */
import { z } from "zod";

z.config({ jitless: true });
