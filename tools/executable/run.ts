/** How the executable is run as a stranger would have to: another user, and almost nothing to write to. */

/** Every file system read-only but the folder, then this program as a user who is nobody here. Wants root. */
const confining = `
set -e
data=$1; shift
mount --make-rprivate /
mount --bind "$data" "$data"
while read -r _ at _; do
  [ "$at" = "$data" ] || mount -o remount,bind,ro "$at" 2>/dev/null || true
done < /proc/self/mounts
exec setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs "$@"
`;

/** What to start in place of the command. It keeps the process: a signal reaches the command itself. */
export function confined(dataFolder: string, command: readonly string[]): readonly string[] {
  return ["unshare", "--mount", "sh", "-c", confining, "sh", dataFolder, ...command];
}
