/** Loaded before a program of others: it finds the name of a test on loopback. */
import dns from "node:dns";

const { lookup } = dns;
const name = process.env["KNOWN_NAME"];
dns.lookup = Object.assign(
  (host, ...rest) => lookup(host === name ? "127.0.0.1" : host, ...rest),
  lookup,
);
