/** How TLS is spoken with others. Written out so that no variable of the environment can switch the verification off. */
export const tlsRules = { rejectUnauthorized: true, minVersion: "TLSv1.2" } as const;
