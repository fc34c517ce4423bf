/** Where a request comes from, for counting. */
import type { FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";

/** The address; IPv6 by its first 64 bits, all of which one customer has, and IPv4 inside it as IPv4. */
export function clientAddress({ ip }: Pick<FastifyRequest, "ip">): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === "ipv4") return address.toString();
  const parts = (address as ipaddr.IPv6).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(":")}::/64`;
}
