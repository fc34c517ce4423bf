/** Where the executable runs: Linux with the GNU C library, which Node is built for. */

export interface Platform {
  readonly name: "linux-x64" | "linux-arm64";
  /** Programs of binutils that work on its files, the first that is there. */
  readonly strips: readonly string[];
  /** Whether it is that of this machine, so that what is made for it can run here. */
  readonly isHere: boolean;
}

export const platforms: readonly Platform[] = [
  platform("x64", "x86_64-linux-gnu-strip"),
  platform("arm64", "aarch64-linux-gnu-strip"),
];

function platform(arch: "x64" | "arm64", strip: string): Platform {
  const isHere = process.platform === "linux" && process.arch === arch;
  return { name: `linux-${arch}`, strips: isHere ? [strip, "strip"] : [strip], isHere };
}
