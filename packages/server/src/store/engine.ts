/** The databases that a server can stand on. */
export type Engine = "sqlite" | "postgres";
