/** Our logo: a gantry that lets down a token. */
import type { ReactNode } from "react";
import address from "./logo.svg";

export function Logo(): ReactNode {
  return <img className="logo" src={address} alt="" width={26} height={26} />;
}
